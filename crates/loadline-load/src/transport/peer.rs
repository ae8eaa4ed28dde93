//! Who answered: the address, the version of HTTP, the TLS that both ends agreed on.

use std::net::SocketAddr;

use super::version::Protocol;

/// The other end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its address; none behind a socket in the file system.
    pub address: Option<SocketAddr>,
    /// The version of HTTP, as a request line has it: `HTTP/1.1`, `HTTP/2.0`.
    pub protocol: &'static str,
    /// What encrypts the connection, where anything does.
    pub tls: Option<PeerTls>,
}

/// The TLS of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerTls {
    /// The version: `tls1.2`, `tls1.3`.
    pub version: &'static str,
    /// The suite by its registered name.
    pub cipher_suite: &'static str,
}

impl Protocol {
    /// The version as a request line has it.
    pub(super) const fn as_version(self) -> &'static str {
        match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2.0",
        }
    }
}
