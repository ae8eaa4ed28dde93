//! What goes wrong when an object pool is set up and when it is asked.

use crate::Transient;
use std::time::Duration;

/// An object pool that cannot be built as told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ObjectPoolConfigError {
    /// More objects beforehand than there may be.
    #[error("{precreated} objects are to be made beforehand, which is above the maximum of {max}")]
    PrecreatedAboveMax {
        /// Objects wanted beforehand.
        precreated: usize,
        /// Objects that there may be.
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
    /// A time-out of zero, with which no wait would ever succeed.
    #[error("{setting} is zero")]
    ZeroDuration {
        /// The builder's method.
        setting: &'static str,
    },
    /// The creator panicked while objects were made beforehand.
    #[error("the creator panicked: {message}")]
    CreatorPanicked {
        /// What the panic said.
        message: String,
    },
}

impl Transient for ObjectPoolConfigError {
    /// Never: the settings stay what they are.
    fn is_transient(&self) -> bool {
        false
    }
}

/// Why a caller got no object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ObjectPoolError {
    /// None came back in time.
    #[error("no object came back within {:.3} s: all {max} are out", .waited.as_secs_f64())]
    TimedOut {
        /// How long the caller waited.
        waited: Duration,
        /// Objects that there may be.
        max: usize,
    },
    /// As many callers wait as may.
    #[error("{waiting} callers wait already, which is all that may")]
    QueueFull {
        /// Callers that wait.
        waiting: usize,
    },
    /// The creator panicked.
    #[error("the creator panicked: {message}")]
    CreatorPanicked {
        /// What the panic said.
        message: String,
    },
    /// The pool was closed.
    #[error("the pool is closed")]
    Closed,
}

impl Transient for ObjectPoolError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::QueueFull { .. })
    }
}
