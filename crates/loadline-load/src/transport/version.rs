//! Which version of HTTP is spoken: what was asked for, what is offered in TLS, what was agreed on.

use std::sync::Arc;

use rustls::ClientConfig;

use super::fault::{ErrorKind, Fault};
use super::stream::Stream;

/// Which version of HTTP to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HttpVersion {
    /// What the server prefers where TLS lets it choose, else HTTP/1.1.
    #[default]
    Auto,
    /// HTTP/1.1.
    Http1,
    /// HTTP/2; without TLS, the server is taken to know it.
    Http2,
}

/// What is spoken on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Http1,
    Http2,
}

/// The TLS configuration, once for each list of protocols that can be offered.
#[derive(Debug, Clone)]
pub(crate) struct Offers {
    any: Arc<ClientConfig>,
    http1: Arc<ClientConfig>,
    http2: Arc<ClientConfig>,
}

impl Offers {
    /// `config` with what `version` allows, the most wanted first.
    pub(super) fn new(config: &ClientConfig, version: HttpVersion) -> Self {
        let offering = |names: &[&[u8]]| {
            let mut config = config.clone();
            config.alpn_protocols = names.iter().map(|name| name.to_vec()).collect();
            Arc::new(config)
        };
        let (http1, http2) = (offering(&[b"http/1.1"]), offering(&[b"h2"]));
        let any = match version {
            HttpVersion::Auto => offering(&[b"h2", b"http/1.1"]),
            HttpVersion::Http1 => http1.clone(),
            HttpVersion::Http2 => http2.clone(),
        };
        Self { any, http1, http2 }
    }

    /// The configuration that offers `only`, or everything allowed.
    pub(super) fn config(&self, only: Option<Protocol>) -> Arc<ClientConfig> {
        match only {
            None => self.any.clone(),
            Some(Protocol::Http1) => self.http1.clone(),
            Some(Protocol::Http2) => self.http2.clone(),
        }
    }
}

impl HttpVersion {
    /// The protocol of every connection, where that is known before one is open.
    pub(super) fn of_all(self, tls: bool) -> Option<Protocol> {
        match self {
            Self::Auto if tls => None,
            Self::Auto | Self::Http1 => Some(Protocol::Http1),
            Self::Http2 => Some(Protocol::Http2),
        }
    }

    /// The protocol of an open connection.
    pub(super) fn of(self, stream: &Stream) -> Result<Protocol, Fault> {
        match (stream, self) {
            (Stream::Tcp(_) | Stream::Unix(_), Self::Http2) => Ok(Protocol::Http2),
            (Stream::Tcp(_) | Stream::Unix(_), _) => Ok(Protocol::Http1),
            (Stream::Tls(_), _) if stream.negotiated() == Some(b"h2") => Ok(Protocol::Http2),
            (Stream::Tls(_), Self::Http2) => {
                let detail = "the server does not agree to HTTP/2";
                Err(Fault::new(ErrorKind::Protocol, detail))
            }
            (Stream::Tls(_), _) => Ok(Protocol::Http1),
        }
    }
}
