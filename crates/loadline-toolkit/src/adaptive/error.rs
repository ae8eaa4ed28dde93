//! Why work was not let in, and what a limited service answers with.

use crate::Transient;
use std::time::Duration;

/// Work was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitError {
    /// As much as the limit was in flight, and as many as may wait were waiting.
    #[error("the limit of {limit} at once is reached")]
    Full {
        /// The limit at that moment.
        limit: usize,
    },
    /// No room came up in time.
    #[error("no room within the limit of {limit} at once after {} ms", waited.as_millis())]
    TimedOut {
        /// The limit at that moment.
        limit: usize,
        /// How long the work waited.
        waited: Duration,
    },
}

impl Transient for LimitError {
    /// Always: room comes up as work ends.
    fn is_transient(&self) -> bool {
        true
    }
}

/// The error of a limited service: its own, or that of the service inside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError<E> {
    /// The call was not let in; the service inside knows nothing of it.
    #[error(transparent)]
    Limited(#[from] LimitError),
    /// The service inside failed.
    #[error(transparent)]
    Inner(E),
}

impl<E: Transient> Transient for CallError<E> {
    fn is_transient(&self) -> bool {
        match self {
            Self::Limited(error) => error.is_transient(),
            Self::Inner(error) => error.is_transient(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Limited(error) => error.retry_after(),
            Self::Inner(error) => error.retry_after(),
        }
    }
}
