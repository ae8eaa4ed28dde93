//! A private Prometheus that takes remote writes with native histograms. In comes nothing; out go the address to
//! write to and the answer of a query. Its folder and its process end when it is dropped.
//!
//! Deliberately not here: scraping, and anything that outlives a test.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::error::StartError;
use crate::wait::wait_until;

/// Where Debian installs it.
const BINARY: &str = "/usr/bin/prometheus";
const PROGRAM: &str = "prometheus";

/// A running Prometheus.
#[derive(Debug)]
pub struct Prometheus {
    process: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Prometheus {
    /// Starts it on a free loopback port and waits until it is ready.
    ///
    /// # Errors
    /// When it is not installed, does not start, or is not ready in time.
    pub fn start() -> Result<Self, StartError> {
        if !std::path::Path::new(BINARY).exists() {
            return Err(StartError::ServerMissing { program: PROGRAM, package: PROGRAM });
        }
        let mut started = Self::spawn().map_err(StartError::prepare(PROGRAM))?;
        let mut has_ended = false;
        let ready = wait_until(|| {
            has_ended = !matches!(started.process.try_wait(), Ok(None));
            has_ended || started.is_ready()
        });
        if has_ended || !ready {
            return Err(StartError::ServerFailed { program: PROGRAM, log: String::new() });
        }
        Ok(started)
    }

    fn spawn() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("testkit-prometheus-").tempdir()?;
        let config = folder.path().join("prometheus.yml");
        fs::write(&config, "global: { scrape_interval: 60s }\n")?;
        // Free now; should another process take it before Prometheus does, that one ends at once.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let process = Command::new(BINARY)
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.tsdb.path={}", folder.path().join("data").display()))
            .arg(format!("--web.listen-address={address}"))
            .args(["--web.enable-remote-write-receiver", "--enable-feature=native-histograms"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { process, address, _folder: folder })
    }

    fn is_ready(&self) -> bool {
        self.get("/-/ready").is_ok_and(|answer| answer.starts_with("HTTP/1.0 200"))
    }

    /// Where remote writes go.
    pub fn write_url(&self) -> String {
        format!("http://{}/api/v1/write", self.address)
    }

    /// The JSON that answers a query. `query` is written as it may stand in a URL.
    ///
    /// # Errors
    /// When the connection fails.
    pub fn query(&self, query: &str) -> io::Result<String> {
        let answer = self.get(&format!("/api/v1/query?query={query}"))?;
        Ok(answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    /// HTTP/1.0, so that the answer ends with the connection.
    fn get(&self, path: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(self.address)?;
        write!(stream, "GET {path} HTTP/1.0\r\nhost: {}\r\n\r\n", self.address)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
