//! Settings that cannot be.

use crate::Transient;
use std::time::Duration;

/// A setting of a policy or a budget that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RetryConfigError {
    /// Not even one try.
    #[error("a policy makes one try at least")]
    NoTries,
    /// The exponential back-off begins above its end.
    #[error("the first wait of {first:?} is above the longest of {longest:?}")]
    FirstAboveLongest {
        /// The wait after the first try.
        first: Duration,
        /// The longest wait.
        longest: Duration,
    },
    /// The exponential back-off would shrink.
    #[error("the factor {factor} is not a number of at least 1")]
    Factor {
        /// What each wait is multiplied by.
        factor: f64,
    },
    /// The jitter is no share.
    #[error("the jitter {jitter} is not within 0 to 1")]
    Jitter {
        /// The share of a wait that is left to chance.
        jitter: f64,
    },
    /// The budget's share is no share.
    #[error("the budget's share {share} is not within 0 to 1")]
    Share {
        /// Extra calls for each call.
        share: f64,
    },
}

impl Transient for RetryConfigError {
    /// Never: the setting has to change.
    fn is_transient(&self) -> bool {
        false
    }
}
