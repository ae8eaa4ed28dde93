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
    /// The real server is not on this machine.
    #[error("find {program}: install the Debian package {package}")]
    ServerMissing {
        /// The program that was looked for.
        program: &'static str,
        /// The Debian package that brings it.
        package: &'static str,
    },
    /// A file for a real server could not be written, or its process could not be started or
    /// ended.
    #[error("prepare {program}")]
    ServerPrepare {
        /// The program.
        program: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A real server ended, or was not ready in time.
    #[error("start {program}, which said: {log}")]
    ServerFailed {
        /// The program.
        program: &'static str,
        /// The end of its log.
        log: String,
    },
    /// A real server refused a statement of the test.
    #[error("run `{statement}`: {answer}")]
    Statement {
        /// The statement.
        statement: String,
        /// What came instead of an answer.
        answer: String,
    },
    /// A signal did not reach the nginx worker.
    #[error("signal the nginx worker")]
    NginxSignal(#[source] io::Error),
}

impl StartError {
    /// For `map_err` on the files and processes of a real server.
    pub(crate) fn prepare(program: &'static str) -> impl FnOnce(io::Error) -> Self + Copy {
        move |source| Self::ServerPrepare { program, source }
    }
}
