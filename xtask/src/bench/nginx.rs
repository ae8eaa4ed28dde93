//! The target of the benches: one nginx worker on its own core that answers every request with the same
//! small JSON body, over http on one loopback port and over https on another, and over HTTP/2 on two more.
//! Everything it writes is in a temporary folder; it ends when the value is dropped.

mod status;
mod worker;

use std::{
    fs,
    io::Read as _,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use self::status::STATUS_PATH;
use super::{limits::TARGET_CORE, process};
use crate::{command, debian, failure::Failure};

/// The body of every answer: 66 bytes, the size of a small record.
const BODY: &str = r#"{"id":1042,"name":"brass sextant","price_cents":18900,"stock":712}"#;
const START_MAX: Duration = Duration::from_secs(5);
const PROBE_EVERY: Duration = Duration::from_millis(20);

/// A running nginx.
pub(super) struct Nginx {
    child: Child,
    folder: TempDir,
    ports: Ports,
}

/// Where it listens.
#[derive(Debug, Clone, Copy)]
struct Ports {
    http: u16,
    https: u16,
    http2: u16,
    https2: u16,
}

impl Nginx {
    /// Starts one worker and waits until both ports answer.
    pub(super) fn start() -> Result<Self, Failure> {
        debian::ensure(&[debian::NGINX, debian::OPENSSL, debian::TASKSET])?;
        let folder = TempDir::with_prefix("loadline-bench-")
            .map_err(Failure::io("make a temporary folder"))?;
        make_certificate(folder.path())?;
        let ports = Ports::free()?;
        let configuration = configuration(ports);
        fs::write(folder.path().join("nginx.conf"), configuration)
            .map_err(Failure::io("write nginx.conf"))?;
        let program = command::find("nginx").unwrap_or_else(|| "nginx".into());
        let mut nginx = Command::new(program);
        nginx.args(["-c", "nginx.conf", "-e", "error.log", "-p"]).arg(folder.path());
        let child = process::pinned(&nginx, TARGET_CORE)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| Failure::Start { command: command::describe(&nginx), source })?;
        let mut server = Self { child, folder, ports };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Where it answers over http.
    pub(super) fn http_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.ports.http)
    }

    /// Where it answers over https, with a certificate that nobody signed.
    pub(super) fn https_url(&self) -> String {
        format!("https://127.0.0.1:{}/", self.ports.https)
    }

    /// Where it answers over HTTP/2 without TLS, and with it.
    pub(super) fn http2_urls(&self) -> [String; 2] {
        let Ports { http2, https2, .. } = self.ports;
        [format!("http://127.0.0.1:{http2}/"), format!("https://127.0.0.1:{https2}/")]
    }

    /// How many connections it has at this moment; the one that asks is not counted.
    pub(super) fn connections(&self) -> Result<u64, Failure> {
        status::connections(self.ports.http)
    }

    /// Stops the worker for a while; connections and requests queue in the kernel. Gives how long that was.
    pub(super) fn stall_for(&self, length: Duration) -> Result<Duration, Failure> {
        worker::stall(self.child.id(), length)
    }

    fn wait_until_ready(&mut self) -> Result<(), Failure> {
        let begin = Instant::now();
        loop {
            let is_open = |port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
            if self.ports.all().into_iter().all(is_open) {
                return Ok(());
            }
            let ended = self.child.try_wait().map_err(Failure::io("wait for nginx"))?;
            if ended.is_some() || begin.elapsed() > START_MAX {
                return Err(Failure::Refused(format!("nginx did not start:\n{}", self.log())));
            }
            thread::sleep(PROBE_EVERY);
        }
    }

    fn log(&self) -> String {
        let mut text = String::new();
        let log = fs::File::open(self.folder.path().join("error.log"));
        let read = log.and_then(|mut log| log.read_to_string(&mut text));
        read.map_or_else(|error| format!("(no log: {error})"), |_| text)
    }
}

impl Drop for Nginx {
    /// TERM, not KILL: the master must end its worker.
    fn drop(&mut self) {
        let is_told = kill_process(Pid::from_child(&self.child), Signal::TERM).is_ok();
        if is_told {
            // Whatever it answers, there is nothing left to do about it.
            let _ = self.child.wait();
        }
    }
}

fn make_certificate(folder: &Path) -> Result<(), Failure> {
    let mut openssl = Command::new("openssl");
    openssl
        .current_dir(folder)
        .args(["req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1"])
        .args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-keyout", "key.pem", "-out", "certificate.pem"])
        .stderr(Stdio::null());
    command::run(&mut openssl)
}

impl Ports {
    /// Ports that were free a moment ago.
    fn free() -> Result<Self, Failure> {
        let bind = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let ports = || {
            // All at once, or one would be found twice.
            let listeners = [bind()?, bind()?, bind()?, bind()?];
            let [http, https, http2, https2] =
                listeners.map(|listener| listener.local_addr().map(|address| address.port()));
            Ok(Self { http: http?, https: https?, http2: http2?, https2: https2? })
        };
        ports().map_err(Failure::io("find a free port"))
    }

    fn all(self) -> [u16; 4] {
        [self.http, self.https, self.http2, self.https2]
    }
}

/// No access log and endless keep-alive: the bench measures the tool, so the target only answers.
fn configuration(ports: Ports) -> String {
    let Ports { http, https, http2, https2 } = ports;
    format!(
        "daemon off;
worker_processes 1;
worker_rlimit_nofile 65536;
pid nginx.pid;
error_log error.log crit;
events {{ worker_connections 20000; }}
http {{
    access_log off;
    keepalive_timeout 600s;
    keepalive_requests 1000000000;
    default_type application/json;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;
    server {{
        listen 127.0.0.1:{http} backlog=16384;
        listen 127.0.0.1:{https} ssl backlog=16384;
        listen 127.0.0.1:{http2} http2 backlog=16384;
        listen 127.0.0.1:{https2} ssl http2 backlog=16384;
        location = {STATUS_PATH} {{ stub_status; }}
        location / {{ return 200 '{BODY}'; }}
    }}
}}
"
    )
}
