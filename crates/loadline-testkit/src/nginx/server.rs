//! The handle of a running nginx. In come the options; out go its address and its worker, which can
//! be stopped and continued by signals.
//!
//! Deliberately not here: the process itself and its files (`master`).

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

use super::master::{BINARY, Master};
use crate::error::StartError;
use crate::process::is_stopped;
use crate::tls::TlsIdentity;
use crate::wait::wait_until;

/// Starts tried: between finding a free port and nginx binding it, somebody else may take it.
const ATTEMPTS: usize = 5;

/// What an [`Nginx`] answers.
#[derive(Debug, Clone)]
pub struct NginxOptions {
    /// The body of each answer. Text without quotes, dollar signs, backslashes and newlines.
    pub body: String,
    /// Serve HTTPS with this certificate.
    pub tls: Option<TlsIdentity>,
    /// Speak HTTP/2: beside HTTP/1.1 where there is TLS, and nothing else where there is none.
    pub http2: bool,
}

impl Default for NginxOptions {
    fn default() -> Self {
        Self { body: "ok".into(), tls: None, http2: false }
    }
}

/// A running nginx.
#[derive(Debug)]
pub struct Nginx {
    scheme: &'static str,
    address: SocketAddr,
    worker: Pid,
    master: Master,
}

impl Nginx {
    /// Starts it with the body `ok`, plain HTTP, and waits until it answers.
    ///
    /// # Errors
    ///
    /// When nginx is not installed, or does not start.
    pub fn start() -> Result<Self, StartError> {
        Self::start_with(&NginxOptions::default())
    }

    /// Starts it and waits until it answers.
    ///
    /// # Errors
    ///
    /// When nginx is not installed, or does not start.
    pub fn start_with(options: &NginxOptions) -> Result<Self, StartError> {
        if !Path::new(BINARY).exists() {
            return Err(StartError::ServerMissing { program: "nginx", package: "nginx-light" });
        }
        let mut log = String::new();
        for _ in 0..ATTEMPTS {
            let address = free_address().map_err(StartError::Bind)?;
            let mut master =
                Master::start(options, address).map_err(StartError::prepare("nginx"))?;
            if let Some(worker) = master.wait_for_worker(address) {
                let scheme = if options.tls.is_some() { "https" } else { "http" };
                return Ok(Self { scheme, address, worker, master });
            }
            log = master.log();
        }
        Err(StartError::ServerFailed { program: "nginx", log })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL of a path, which starts with a slash. Every path is answered alike.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// The process id of the one worker, for pinning it to a core or reading its CPU time.
    #[must_use]
    pub fn worker_pid(&self) -> u32 {
        self.worker.as_raw_nonzero().get().unsigned_abs()
    }

    /// The process id of the master, which is the worker's parent.
    #[must_use]
    pub fn master_pid(&self) -> u32 {
        self.master.pid()
    }

    /// Stops the worker by SIGSTOP, and returns once it stands still: connections and requests
    /// queue in the kernel.
    ///
    /// # Errors
    ///
    /// When the worker cannot be signalled or does not stop.
    pub fn stop_worker(&self) -> Result<(), StartError> {
        kill_process(self.worker, Signal::STOP)
            .map_err(|error| StartError::NginxSignal(error.into()))?;
        if wait_until(|| is_stopped(self.worker)) {
            Ok(())
        } else {
            Err(StartError::NginxSignal(io::ErrorKind::TimedOut.into()))
        }
    }

    /// Lets a stopped worker go on.
    ///
    /// # Errors
    ///
    /// When the worker cannot be signalled.
    pub fn continue_worker(&self) -> Result<(), StartError> {
        kill_process(self.worker, Signal::CONT)
            .map_err(|error| StartError::NginxSignal(error.into()))
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // A stopped worker would not hear its master say that it is over.
        let _ = self.continue_worker();
    }
}

fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}
