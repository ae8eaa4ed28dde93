//! How much is allowed, and each mistake that can be made there.

use super::bucket::Bucket;
use std::time::Duration;

/// So many in a period, and how many at once.
///
/// ```
/// use loadline_toolkit::limiter::Quota;
/// use std::time::Duration;
///
/// let search = Quota::per_minute(30);
/// assert_eq!(search, Quota::new(30, Duration::from_secs(60)).burst(30));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Quota {
    pub(super) count: u32,
    pub(super) period: Duration,
    pub(super) burst: u32,
    pub(super) wait_max: Duration,
}

/// Why a limiter cannot be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Nothing would ever be allowed.
    #[error("the rate is zero")]
    RateIsZero,
    /// The period is zero.
    #[error("the period is zero")]
    PeriodIsZero,
    /// Not even one would be allowed.
    #[error("the burst is zero, it has to be one at least")]
    BurstIsZero,
    /// More than one a nanosecond.
    #[error("{count} in {} ns are more than one a nanosecond", period.as_nanos())]
    RateTooHigh {
        /// How many.
        count: u32,
        /// In what time.
        period: Duration,
    },
    /// Filling an empty bucket, or waiting for it, would take more than a hundred years.
    #[error("an empty bucket would take more than a hundred years to fill")]
    TooSlow,
    /// A keyed limiter without room for a key.
    #[error("the number of keys is zero")]
    KeysAreZero,
    /// Calls to Redis would have no time.
    #[error("the time-out is zero")]
    TimeoutIsZero,
    /// This node's share of the quota, for when Redis is down, is zero or more than the whole.
    #[error("a node's share is one in {nodes}, it has to be one in one at least")]
    NodesAreZero {
        /// The number of nodes.
        nodes: u32,
    },
}

impl Quota {
    /// `count` in each `period`, spread evenly, and `count` at once.
    pub const fn new(count: u32, period: Duration) -> Self {
        Self { count, period, burst: count, wait_max: Duration::from_secs(1) }
    }

    /// `count` a second, and `count` at once.
    pub const fn per_second(count: u32) -> Self {
        Self::new(count, Duration::from_secs(1))
    }

    /// `count` a minute, and `count` at once.
    pub const fn per_minute(count: u32) -> Self {
        Self::new(count, Duration::from_secs(60))
    }

    /// `count` an hour, and `count` at once.
    pub const fn per_hour(count: u32) -> Self {
        Self::new(count, Duration::from_secs(3600))
    }

    /// So many at once, after a time without any.
    pub const fn burst(mut self, count: u32) -> Self {
        self.burst = count;
        self
    }

    /// How far ahead waiting calls may take what the bucket will hold, which bounds how many wait. Default: one second.
    pub const fn wait_max(mut self, wait: Duration) -> Self {
        self.wait_max = wait;
        self
    }

    /// The arithmetic of this quota.
    pub(super) fn bucket(self) -> Result<Bucket, ConfigError> {
        let Self { count, period, burst, wait_max } = self;
        if count == 0 {
            Err(ConfigError::RateIsZero)
        } else if period.is_zero() {
            Err(ConfigError::PeriodIsZero)
        } else if burst == 0 {
            Err(ConfigError::BurstIsZero)
        } else if u128::from(count) > period.as_nanos() {
            Err(ConfigError::RateTooHigh { count, period })
        } else {
            Bucket::new(period.as_nanos().div_ceil(u128::from(count)), burst, wait_max)
                .ok_or(ConfigError::TooSlow)
        }
    }
}
