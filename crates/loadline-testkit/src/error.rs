//! What can go wrong while a server starts or is told to do something. Every message fits after
//! "failed to". Errors on a single connection never come here: they end that connection.

use std::io;

/// Why a server of this crate could not be started or controlled.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No loopback port could be bound.
    #[error("bind a loopback port")]
    Bind(#[source] io::Error),
    /// The thread or its runtime could not be made.
    #[error("start the server's thread")]
    Thread(#[source] io::Error),
    /// The timer behind the delays could not be made.
    #[error("make a timer")]
    Timer(#[source] io::Error),
    /// The certificate could not be made.
    #[error("make a self-signed certificate")]
    Identity(#[source] rcgen::Error),
    /// The certificate was refused by the TLS library.
    #[error("set up TLS")]
    Tls(#[source] rustls::Error),
    /// Connections were accepted although the backlog should have been full.
    #[error("fill the backlog of a listening socket: {connections} connections were all accepted")]
    Backlog {
        /// How many connections were opened.
        connections: usize,
    },
    /// There is no nginx on this machine.
    #[error("find {path}: install the Debian package nginx-light")]
    NginxMissing {
        /// Where it was looked for.
        path: &'static str,
    },
    /// A file for nginx could not be written, or its process could not be started.
    #[error("prepare nginx")]
    NginxPrepare(#[source] io::Error),
    /// nginx ended, or did not answer in time.
    #[error("start nginx, which said: {log}")]
    NginxFailed {
        /// Its error log.
        log: String,
    },
    /// There is no Prometheus on this machine.
    #[error("find {path}: install the Debian package prometheus")]
    PrometheusMissing {
        /// Where it was looked for.
        path: &'static str,
    },
    /// A file for Prometheus could not be written, or its process could not be started.
    #[error("prepare Prometheus")]
    PrometheusPrepare(#[source] io::Error),
    /// Prometheus ended, or was not ready in time.
    #[error("start Prometheus")]
    PrometheusFailed,
    /// A signal did not reach the nginx worker.
    #[error("signal the nginx worker")]
    NginxSignal(#[source] io::Error),
}
