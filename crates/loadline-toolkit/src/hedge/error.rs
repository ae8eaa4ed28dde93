//! Settings that cannot be.

use crate::Transient;
use std::time::Duration;

/// A setting of hedging that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum HedgeConfigError {
    /// Every call would be made twice.
    #[error("a second call at once would double every call")]
    NoDelay,
    /// The quantile is no share between none and all.
    #[error("the quantile {quantile} is not between 0 and 1")]
    Quantile {
        /// The share of calls that are fast enough.
        quantile: f64,
    },
    /// The shortest delay is longer than the longest.
    #[error("the shortest delay of {min:?} is above the longest of {max:?}")]
    MinAboveMax {
        /// The shortest.
        min: Duration,
        /// The longest.
        max: Duration,
    },
}

impl Transient for HedgeConfigError {
    /// Never: the setting has to change.
    fn is_transient(&self) -> bool {
        false
    }
}
