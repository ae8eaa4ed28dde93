//! Why a request was not granted.

use super::Decision;
use crate::Transient;
use std::time::Duration;

/// A request was not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RateLimitError {
    /// The bucket does not hold as much now.
    #[error("the rate limit is reached, again in {} ms", .0.retry_after().as_millis().max(1))]
    Limited(Decision),
    /// No bucket ever holds as much.
    #[error("{asked} at once are more than the burst of {burst}")]
    LargerThanBurst {
        /// What was asked for.
        asked: u32,
        /// What a full bucket holds.
        burst: u32,
    },
    /// There is no room for another key, and the limiter was told to refuse those.
    #[error("no room for another key beside {keys_max}")]
    TooManyKeys {
        /// The most keys there may be.
        keys_max: usize,
    },
    /// Redis does not answer, and the limiter was told to refuse then.
    #[error("the store of the rate limit does not answer")]
    Unavailable,
}

impl RateLimitError {
    /// The state of the bucket, where it was looked at.
    #[must_use]
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Limited(decision) => Some(decision),
            Self::LargerThanBurst { .. } | Self::TooManyKeys { .. } | Self::Unavailable => None,
        }
    }
}

impl Transient for RateLimitError {
    /// Unless more than a full bucket was asked for.
    fn is_transient(&self) -> bool {
        !matches!(self, Self::LargerThanBurst { .. })
    }

    fn retry_after(&self) -> Option<Duration> {
        self.decision().map(Decision::retry_after)
    }
}

/// The error of a rate-limited service: the limiter's, or that of the service inside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError<E> {
    /// The call was not granted; the service inside knows nothing of it.
    #[error(transparent)]
    Limited(#[from] RateLimitError),
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
