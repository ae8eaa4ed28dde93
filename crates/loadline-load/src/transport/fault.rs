//! Why a request has no good answer: the kinds of error that results are counted by.

use std::fmt;
use std::io;

use crate::http1::ProtocolError;
use crate::websocket::Violation;

/// The kind of an error, as tag values, tables and reports name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// The host's name has no address.
    Dns,
    /// The host is one that must not be called.
    BlockedHost,
    /// The address is one that must not be connected to.
    BlockedAddress,
    /// Nobody listens there.
    Refused,
    /// The network does not lead there.
    Unreachable,
    /// The proxy cannot be reached, or does not let the request through.
    Proxy,
    /// No connection within the time allowed.
    TimedOutConnecting,
    /// The TLS handshake failed.
    Tls,
    /// The connection was reset.
    Reset,
    /// The connection was closed before the answer was complete.
    Closed,
    /// No first byte within the time allowed.
    TimedOutWaiting,
    /// No complete answer within the time allowed.
    TimedOutReceiving,
    /// The peer ended the request's stream, and not the connection.
    StreamReset,
    /// The peer goes away and takes no requests any more.
    GoAway,
    /// The answer is not HTTP.
    Protocol,
    /// The answer is larger than the limit.
    BodyTooLarge,
    /// The generator ran out of ports to connect from.
    OutOfPorts,
    /// The generator ran out of something else: sockets, memory.
    Generator,
    /// Redirects in a circle, more of them than the limit, or one that leads nowhere.
    Redirects,
    /// The answer's status is an error.
    BadStatus,
    /// A check on the answer did not hold.
    FailedCheck,
}

impl ErrorKind {
    /// The kind as a tag's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::BlockedHost => "blocked host",
            Self::BlockedAddress => "blocked address",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Proxy => "proxy",
            Self::TimedOutConnecting => "timed out connecting",
            Self::Tls => "tls",
            Self::Reset => "reset",
            Self::Closed => "closed",
            Self::TimedOutWaiting => "timed out waiting",
            Self::TimedOutReceiving => "timed out receiving",
            Self::StreamReset => "stream reset",
            Self::GoAway => "goaway",
            Self::Protocol => "protocol",
            Self::BodyTooLarge => "body too large",
            Self::OutOfPorts => "out of ports",
            Self::Generator => "generator",
            Self::Redirects => "redirects",
            Self::BadStatus => "bad status",
            Self::FailedCheck => "failed check",
        }
    }

    /// Whether the time until it happened is a latency: the request was waited for, in vain or not.
    /// A refused connection was not; its short time would make a broken service look fast.
    pub const fn counts_as_latency(self) -> bool {
        matches!(
            self,
            Self::TimedOutConnecting
                | Self::TimedOutWaiting
                | Self::TimedOutReceiving
                | Self::Redirects
                | Self::BadStatus
                | Self::FailedCheck
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[error("{kind}: {detail}")]
pub struct Fault {
    /// The kind it is counted as.
    pub kind: ErrorKind,
    /// What exactly happened.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// The kind an I/O error on a connection belongs to.
    pub(super) fn io(error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::ConnectionRefused => ErrorKind::Refused,
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => ErrorKind::Reset,
            io::ErrorKind::TimedOut => ErrorKind::TimedOutConnecting,
            io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown => ErrorKind::Unreachable,
            io::ErrorKind::UnexpectedEof => ErrorKind::Closed,
            io::ErrorKind::InvalidData => ErrorKind::Tls,
            _ => ErrorKind::Generator,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<ProtocolError> for Fault {
    fn from(error: ProtocolError) -> Self {
        let kind = match error {
            ProtocolError::BodyTooLarge => ErrorKind::BodyTooLarge,
            ProtocolError::Truncated => ErrorKind::Closed,
            _ => ErrorKind::Protocol,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<Violation> for Fault {
    fn from(violation: Violation) -> Self {
        let kind = match violation {
            Violation::TooLarge { .. } => ErrorKind::BodyTooLarge,
            _ => ErrorKind::Protocol,
        };
        Self::new(kind, violation.to_string())
    }
}
