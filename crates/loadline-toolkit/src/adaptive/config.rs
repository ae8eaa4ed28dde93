//! What a limiter is built from, and each mistake that can be made there.

use super::{Algorithm, Bounds, Gradient2, Limiter, algorithm::as_float};
use std::{sync::Arc, time::Duration};

/// Limits, waiting and partitions of a limiter to be.
#[derive(Debug)]
pub struct LimiterBuilder {
    pub(super) algorithm: Box<dyn Algorithm>,
    pub(super) bounds: Bounds,
    pub(super) waiters_max: usize,
    pub(super) wait_max: Duration,
    pub(super) partitions: Vec<(String, f64)>,
}

/// Why a limiter cannot be built.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The lowest limit is zero: nothing would ever be let in.
    #[error("the lowest limit is zero, it has to be one at least")]
    MinIsZero,
    /// The lowest limit is above the highest one.
    #[error("the lowest limit {min} is above the highest one {max}")]
    MinAboveMax {
        /// The lowest limit.
        min: usize,
        /// The highest limit.
        max: usize,
    },
    /// The limit at the start is not between the lowest and the highest one.
    #[error("the first limit {initial} is not within {min} and {max}")]
    InitialOutOfBounds {
        /// The limit at the start.
        initial: usize,
        /// The lowest limit.
        min: usize,
        /// The highest limit.
        max: usize,
    },
    /// Work may wait, but for no time at all.
    #[error("work may wait, but its longest wait is zero")]
    WaitIsZero,
    /// A partition's share is not above 0 and at most 1.
    #[error("the share {share} of partition `{name}` is not above 0 and at most 1")]
    ShareOutOfRange {
        /// The partition.
        name: String,
        /// Its share.
        share: f64,
    },
    /// The shares of all partitions are more than the whole.
    #[error("the shares of all partitions come to {sum}, more than 1")]
    SharesAboveOne {
        /// What they come to.
        sum: f64,
    },
    /// Two partitions of one name.
    #[error("partition `{name}` is there twice")]
    PartitionTwice {
        /// The name.
        name: String,
    },
}

impl Default for LimiterBuilder {
    fn default() -> Self {
        Self {
            algorithm: Box::new(Gradient2::default()),
            bounds: Bounds { min: 1, max: 1_000, initial: 20 },
            waiters_max: 0,
            wait_max: Duration::from_millis(100),
            partitions: Vec::new(),
        }
    }
}

impl LimiterBuilder {
    /// The rule that moves the limit. Default: [`Gradient2`].
    #[must_use]
    pub fn algorithm(mut self, algorithm: impl Algorithm + 'static) -> Self {
        self.algorithm = Box::new(algorithm);
        self
    }

    /// The lowest and the highest limit. Default: 1 and 1,000.
    #[must_use]
    pub const fn limits(mut self, min: usize, max: usize) -> Self {
        self.bounds.min = min;
        self.bounds.max = max;
        self
    }

    /// The limit at the start. Default: 20.
    #[must_use]
    pub const fn initial(mut self, limit: usize) -> Self {
        self.bounds.initial = limit;
        self
    }

    /// How many may wait for room in [`Limiter::acquire`], and how long each. Default: none, work beyond the limit is
    /// refused at once.
    #[must_use]
    pub const fn waiting(mut self, waiters_max: usize, wait_max: Duration) -> Self {
        self.waiters_max = waiters_max;
        self.wait_max = wait_max;
        self
    }

    /// Keeps a share of the limit (above 0, at most 1) for work of this kind: below its share, a partition is let in even
    /// while others use the rest and more; so what is in flight may pass the limit for a while, never twice the limit.
    #[must_use]
    pub fn partition(mut self, name: &str, share: f64) -> Self {
        self.partitions.push((name.to_owned(), share));
        self
    }

    /// The limiter.
    ///
    /// # Errors
    /// [`ConfigError`] names the first mistake in what it was given.
    pub fn build(self) -> Result<Arc<Limiter>, ConfigError> {
        let Bounds { min, max, initial } = self.bounds;
        if min == 0 {
            return Err(ConfigError::MinIsZero);
        }
        if min > max {
            return Err(ConfigError::MinAboveMax { min, max });
        }
        if !(min..=max).contains(&initial) {
            return Err(ConfigError::InitialOutOfBounds { initial, min, max });
        }
        if self.waiters_max > 0 && self.wait_max.is_zero() {
            return Err(ConfigError::WaitIsZero);
        }
        check_shares(&self.partitions)?;
        Ok(Arc::new(Limiter::new(self)))
    }
}

fn check_shares(partitions: &[(String, f64)]) -> Result<(), ConfigError> {
    for (position, (name, share)) in partitions.iter().enumerate() {
        if !(*share > 0.0 && *share <= 1.0) {
            return Err(ConfigError::ShareOutOfRange { name: name.clone(), share: *share });
        }
        if partitions[..position].iter().any(|(other, _)| other == name) {
            return Err(ConfigError::PartitionTwice { name: name.clone() });
        }
    }
    let sum: f64 = partitions.iter().map(|(_, share)| share).sum();
    // Tenths do not add up to one exactly.
    let rounding = f64::EPSILON * as_float(partitions.len() + 1);
    if sum > 1.0 + rounding { Err(ConfigError::SharesAboveOne { sum }) } else { Ok(()) }
}
