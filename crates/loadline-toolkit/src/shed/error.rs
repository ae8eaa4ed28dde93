//! Why work was shed.

use crate::Transient;
use std::time::Duration;

/// Work was not done, so that other work is done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Shed {
    /// As many as may wait were waiting.
    #[error("{waiting} are waiting already")]
    Full {
        /// How many.
        waiting: usize,
        /// When it makes sense to come again.
        retry_after: Duration,
    },
    /// It waited longer than there is time for under this load.
    #[error("not served after {} ms", waited.as_millis())]
    Late {
        /// How long it waited.
        waited: Duration,
        /// When it makes sense to come again.
        retry_after: Duration,
    },
    /// The queue was closed.
    #[error("the queue is closed")]
    Closed,
}

impl Transient for Shed {
    /// Unless the queue was closed for good.
    fn is_transient(&self) -> bool {
        !matches!(self, Self::Closed)
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Full { retry_after, .. } | Self::Late { retry_after, .. } => Some(*retry_after),
            Self::Closed => None,
        }
    }
}

/// Work that a queue did not take, given back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the queue did not take it: {error}")]
pub struct Refused<T> {
    /// The work.
    pub item: T,
    /// Why.
    pub error: Shed,
}

impl<T> Transient for Refused<T> {
    fn is_transient(&self) -> bool {
        self.error.is_transient()
    }

    fn retry_after(&self) -> Option<Duration> {
        self.error.retry_after()
    }
}

/// The error of a service behind a gate: the gate's, or that of the service inside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError<E> {
    /// The call was shed; the service inside knows nothing of it.
    #[error(transparent)]
    Shed(#[from] Shed),
    /// The service inside failed.
    #[error(transparent)]
    Inner(E),
}

impl<E: Transient> Transient for CallError<E> {
    fn is_transient(&self) -> bool {
        match self {
            Self::Shed(error) => error.is_transient(),
            Self::Inner(error) => error.is_transient(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Shed(error) => error.retry_after(),
            Self::Inner(error) => error.retry_after(),
        }
    }
}
