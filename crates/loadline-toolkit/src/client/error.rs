//! What went wrong with a call, and settings that cannot be.

use crate::{
    Transient,
    breaker::{BreakerConfigError, Rejected},
    deadline::DeadlineExceeded,
};
use std::time::Duration;

/// An error of the libraries below.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The request cannot be sent as it is.
    #[error("the address {uri} has no http or https scheme or no host")]
    Address {
        /// What was to be called, without a name and password.
        uri: String,
    },
    /// The address is none.
    #[error("the address is not valid")]
    InvalidUri(#[from] http::uri::InvalidUri),
    /// No connection; nothing was sent.
    #[error("no connection")]
    Connect(#[source] BoxError),
    /// No connection in time; nothing was sent.
    #[error("no connection within {limit:?}")]
    ConnectTimeout {
        /// The limit.
        limit: Duration,
    },
    /// No trust: the certificate, or what it is checked against.
    #[error("no secure connection")]
    Tls(#[source] BoxError),
    /// No head of an answer in time.
    #[error("no answer within {limit:?}")]
    FirstByteTimeout {
        /// The limit.
        limit: Duration,
    },
    /// The body stopped coming.
    #[error("the body brought nothing for {limit:?}")]
    Stalled {
        /// The limit.
        limit: Duration,
    },
    /// The connection broke before the whole answer was there.
    #[error("the connection broke before the whole answer was there")]
    Broken(#[source] BoxError),
    /// What came is not HTTP.
    #[error("the answer is not HTTP")]
    Malformed(#[source] BoxError),
    /// The body is larger than the client takes.
    #[error("the body is larger than {bytes_max} bytes")]
    BodyTooLarge {
        /// The largest body it takes.
        bytes_max: usize,
    },
    /// The host's circuit breaker let no call through; nothing was sent.
    #[error("{host} is left alone")]
    CircuitOpen {
        /// The host, with its port where that was given.
        host: String,
        /// What the breaker said.
        #[source]
        rejected: Rejected,
    },
    /// The client was shut down.
    #[error("the client was shut down")]
    Closed,
    /// The time for the whole call is over: the client's, or the task's.
    #[error(transparent)]
    Deadline(#[from] DeadlineExceeded),
}

/// A setting of a client that cannot be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientConfigError {
    /// A setting is zero.
    #[error("{setting} cannot be zero")]
    Zero {
        /// Which.
        setting: &'static str,
    },
    /// A step may take longer than the whole.
    #[error("{setting} of {limit:?} is above the total of {total:?}")]
    AboveTotal {
        /// Which.
        setting: &'static str,
        /// The step's limit.
        limit: Duration,
        /// The limit of the whole.
        total: Duration,
    },
    /// The breaker cannot be.
    #[error("the circuit breaker cannot be")]
    Breaker(#[from] BreakerConfigError),
    /// The system has no roots, or they cannot be read.
    #[error("the system's certificates cannot be read")]
    Roots(#[source] std::io::Error),
}

impl ClientError {
    /// Whether nothing can have reached the other side, so that trying again is safe whatever the request does.
    #[must_use]
    pub const fn was_not_sent(&self) -> bool {
        matches!(
            self,
            Self::Connect(_)
                | Self::ConnectTimeout { .. }
                | Self::Tls(_)
                | Self::CircuitOpen { .. }
        )
    }
}

impl Transient for ClientError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Connect(_)
            | Self::ConnectTimeout { .. }
            | Self::FirstByteTimeout { .. }
            | Self::Stalled { .. }
            | Self::Broken(_) => true,
            Self::CircuitOpen { rejected, .. } => rejected.is_transient(),
            Self::Address { .. }
            | Self::InvalidUri(_)
            | Self::Tls(_)
            | Self::Malformed(_)
            | Self::BodyTooLarge { .. }
            | Self::Closed
            | Self::Deadline(_) => false,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::CircuitOpen { rejected, .. } => rejected.retry_after(),
            _ => None,
        }
    }
}

impl Transient for ClientConfigError {
    /// Never: the setting, or the system, has to change.
    fn is_transient(&self) -> bool {
        false
    }
}
