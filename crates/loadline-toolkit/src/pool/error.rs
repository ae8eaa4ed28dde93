//! What goes wrong when a pool is set up ([`ConfigError`]), asked ([`PoolError`]), or connects ([`ConnectFailure`]).

use super::{Exhaustion, Holder};
use crate::Transient;
use std::{error::Error, fmt, sync::Arc, time::Duration};

/// A pool that cannot be built as told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// More connections to keep than may be open.
    #[error("the minimum of {min} connections is above the maximum of {max}")]
    MinAboveMax {
        /// The minimum asked for.
        min: usize,
        /// The maximum asked for.
        max: usize,
    },
    /// A size that is zero or too large.
    #[error("{setting} is {value}; it has to be between 1 and {most}")]
    OutOfBounds {
        /// The builder's method.
        setting: &'static str,
        /// What it was given.
        value: usize,
        /// What it takes at most.
        most: usize,
    },
    /// A duration of zero, with which nothing would ever succeed or a loop would never rest.
    #[error("{setting} is zero")]
    ZeroDuration {
        /// The builder's method.
        setting: &'static str,
    },
    /// A retry policy with a zero delay, a longest delay below the first, a factor below one, or no tries.
    #[error(
        "the retry policy needs a first delay above zero, a longest one not below it, a factor of at least 1 and a try"
    )]
    UnsoundRetry,
    /// The pool works in the background and there is nothing to do so in.
    #[error("a pool is built within a tokio runtime")]
    NoRuntime,
}

impl Transient for ConfigError {
    /// Never: the settings stay what they are.
    fn is_transient(&self) -> bool {
        false
    }
}

/// Why a caller got no connection, or the pool could not be closed cleanly.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// The wait was too long; who holds what, and why that probably is.
    #[error(transparent)]
    Exhausted(Box<Exhaustion>),
    /// The server cannot be reached and no connection is left that could come back.
    #[error("{attempts} attempts to connect failed")]
    Connect {
        /// Attempts that failed in a row.
        attempts: u32,
        /// The last failure.
        #[source]
        failure: ConnectFailure,
    },
    /// As many callers wait as may.
    #[error("{waiting} callers wait already, which is all that may")]
    QueueFull {
        /// Callers that wait.
        waiting: usize,
    },
    /// The pool was closed, or the runtime that it lived in has ended.
    #[error("the pool is closed")]
    Closed,
    /// The pool was closed, and by the deadline some connections had not come back, or were not closed yet. They are
    /// closed when they come back.
    #[error("{open} connections were still open at the deadline, {} of them held", .holders.len())]
    StillHeld {
        /// Connections that are open.
        open: usize,
        /// Who holds them.
        holders: Vec<Holder>,
    },
}

impl Transient for PoolError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Exhausted(exhaustion) => exhaustion.verdict.is_transient(),
            Self::Connect { failure, .. } => failure.is_transient(),
            Self::QueueFull { .. } => true,
            Self::Closed | Self::StillHeld { .. } => false,
        }
    }
}

/// Why a connection could not be opened.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConnectFailure {
    /// The driver's own error.
    Driver {
        /// The error.
        error: Arc<dyn Error + Send + Sync>,
        /// What the manager says of it.
        is_transient: bool,
    },
    /// Nothing came within the connect time-out.
    TimedOut {
        /// The time-out.
        after: Duration,
    },
    /// The manager panicked.
    Panicked {
        /// What the panic said.
        message: String,
    },
}

impl fmt::Display for ConnectFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Driver { error, .. } => error.fmt(f),
            Self::TimedOut { after } => {
                write!(f, "no connection within {:.3} s", after.as_secs_f64())
            }
            Self::Panicked { message } => write!(f, "the manager panicked: {message}"),
        }
    }
}

impl Error for ConnectFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Driver { error, .. } => error.source(),
            Self::TimedOut { .. } | Self::Panicked { .. } => None,
        }
    }
}

impl Transient for ConnectFailure {
    fn is_transient(&self) -> bool {
        match self {
            Self::Driver { is_transient, .. } => *is_transient,
            Self::TimedOut { .. } => true,
            Self::Panicked { .. } => false,
        }
    }
}
