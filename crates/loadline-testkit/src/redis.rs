//! A private, real Redis that keeps nothing. In come orders to kill and restart; out goes its URL. Its process and its
//! folder are gone when it is dropped.
//!
//! Deliberately not here: clusters, sentinels, replicas, and clients.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::error::StartError;
use crate::wait::wait_until;

/// The name of the server in errors and in `LOADLINE_REQUIRE`, which is its Debian package, too.
const PROGRAM: &str = "redis-server";

/// Where Debian installs it.
const BINARY: &str = "/usr/bin/redis-server";

/// Time given to one look at whether it answers.
const LOOK_MAX: Duration = Duration::from_secs(1);

/// A running Redis.
#[derive(Debug)]
pub struct RedisServer {
    address: SocketAddr,
    process: Option<Child>,
    folder: TempDir,
}

impl RedisServer {
    /// Starts it on a free loopback port and waits until it answers.
    ///
    /// # Errors
    ///
    /// When Redis is not installed, or does not start.
    pub fn start() -> Result<Self, StartError> {
        if !Path::new(BINARY).exists() {
            return Err(StartError::ServerMissing { program: PROGRAM, package: PROGRAM });
        }
        let prepare = StartError::prepare(PROGRAM);
        let folder =
            tempfile::Builder::new().prefix("testkit-redis-").tempdir().map_err(prepare)?;
        // Free now; should another process take it before Redis does, that one ends at once.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(StartError::Bind)?;
        let address = listener.local_addr().map_err(StartError::Bind)?;
        drop(listener);
        let mut server = Self { address, process: None, folder };
        server.restart()?;
        Ok(server)
    }

    /// Where it listens. The port stays the same over restarts.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL for clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://{}/", self.address)
    }

    /// Kills it, with all it held.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            // It may have ended by itself.
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Starts it again, empty, on the same port, after killing it where it still runs.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub fn restart(&mut self) -> Result<(), StartError> {
        self.kill();
        self.process = Some(self.spawn().map_err(StartError::prepare(PROGRAM))?);
        if wait_until(|| self.has_ended() || self.answers()) && !self.has_ended() {
            return Ok(());
        }
        let log = fs::read_to_string(self.log_path()).unwrap_or_default().trim().to_owned();
        Err(StartError::ServerFailed { program: PROGRAM, log })
    }

    fn spawn(&self) -> std::io::Result<Child> {
        Command::new(BINARY)
            .args(["--bind", "127.0.0.1", "--port", &self.address.port().to_string()])
            .args(["--save", "", "--appendonly", "no", "--dir"])
            .arg(self.folder.path())
            .stdin(Stdio::null())
            .stdout(File::create(self.log_path())?)
            .stderr(Stdio::null())
            .spawn()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn has_ended(&mut self) -> bool {
        self.process.as_mut().is_none_or(|process| !matches!(process.try_wait(), Ok(None)))
    }

    fn answers(&self) -> bool {
        let ask = || {
            let mut stream = TcpStream::connect(self.address)?;
            stream.set_read_timeout(Some(LOOK_MAX))?;
            stream.write_all(b"PING\r\n")?;
            let mut answer = [0; 7];
            stream.read_exact(&mut answer).map(|()| answer == *b"+PONG\r\n")
        };
        ask().unwrap_or(false)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}
