//! The master process of a private nginx. In come the options and an address; it writes the
//! configuration, starts the process, waits for the worker, and ends all of it when dropped.
//!
//! Deliberately not here: choosing the address, and signals to the worker while it runs.

use std::fs::{self, File};
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::server::NginxOptions;
use crate::process::child_of;
use crate::wait::wait_until;

/// Where Debian installs it.
pub(super) const BINARY: &str = "/usr/sbin/nginx";

/// The master process and its folder; dropping it ends the one and removes the other.
#[derive(Debug)]
pub(super) struct Master {
    process: Child,
    folder: TempDir,
}

impl Master {
    /// Writes the files and starts the process.
    pub(super) fn start(options: &NginxOptions, address: SocketAddr) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("testkit-nginx-").tempdir()?;
        let path = folder.path();
        if let Some(identity) = &options.tls {
            fs::write(path.join("certificate.pem"), identity.certificate_pem())?;
            fs::write(path.join("key.pem"), identity.private_key_pem())?;
        }
        fs::write(path.join("nginx.conf"), configuration(options, address))?;
        let log = File::create(path.join("error.log"))?;
        let process = Command::new(BINARY)
            .arg("-p")
            .arg(path)
            .args(["-c", "nginx.conf", "-e", "stderr"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        Ok(Self { process, folder })
    }

    /// The worker, once the address takes connections; `None` when nginx has ended or is late.
    pub(super) fn wait_for_worker(&mut self, address: SocketAddr) -> Option<Pid> {
        let mut worker = None;
        wait_until(|| {
            if self.has_ended() {
                return true;
            }
            worker = TcpStream::connect(address).ok().and_then(|_| child_of(self.process.id()));
            worker.is_some()
        });
        // A master that has ended owned neither the port nor the worker.
        worker.filter(|_| !self.has_ended())
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    pub(super) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// What nginx wrote to its error log.
    pub(super) fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("error.log")).unwrap_or_default();
        log.trim().to_string()
    }
}

impl Drop for Master {
    fn drop(&mut self) {
        let worker = child_of(self.process.id());
        let pid = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid.filter(|_| !self.has_ended()) {
            let _ = kill_process(pid, Signal::TERM);
        }
        if !wait_until(|| self.has_ended()) {
            // The master first, or it would start another worker.
            let _ = self.process.kill();
            let _ = self.process.wait();
            if let Some(worker) = worker {
                let _ = kill_process(worker, Signal::KILL);
            }
        }
    }
}

fn configuration(options: &NginxOptions, address: SocketAddr) -> String {
    let (ssl, certificate) = match &options.tls {
        None => ("", ""),
        Some(_) => (" ssl", "ssl_certificate certificate.pem; ssl_certificate_key key.pem;"),
    };
    let http2 = if options.http2 { " http2" } else { "" };
    let body = &options.body;
    format!(
        r#"daemon off;
master_process on;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
events {{ worker_connections 16384; }}
http {{
    access_log off;
    default_type text/plain;
    keepalive_timeout 3600s;
    keepalive_requests 1000000000;
    client_max_body_size 0;
    client_body_temp_path client_body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen {address}{ssl}{http2} backlog=4096;
        {certificate}
        location / {{ return 200 "{body}"; }}
    }}
}}
"#
    )
}
