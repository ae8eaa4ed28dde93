//! What a gate or a queue is built from, and each mistake that can be made there.

use super::{Gate, Queue, Shed, line::Line};
use std::{sync::Arc, time::Duration};

/// Target, interval and length of a line to be.
///
/// ```
/// use loadline_toolkit::shed::{ConfigError, Gate};
/// use std::time::Duration;
///
/// let wrong = Gate::builder().target(Duration::from_secs(1)).build_gate(16).expect_err("too long");
/// assert!(matches!(wrong, ConfigError::TargetAboveInterval { .. }));
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ShedBuilder {
    limits: Limits,
}

/// The bounds of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) target: Duration,
    pub(super) interval: Duration,
    pub(super) len_max: usize,
    pub(super) newest_first: bool,
}

/// Why a gate or a queue cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The target is zero: any wait at all would be overload.
    #[error("the target is zero")]
    TargetIsZero,
    /// The target is not below the interval, so no burst could pass.
    #[error("the target of {} ms is not below the interval of {} ms", target.as_millis(), interval.as_millis())]
    TargetAboveInterval {
        /// The target.
        target: Duration,
        /// The interval.
        interval: Duration,
    },
    /// Nothing may wait.
    #[error("the longest line is zero")]
    LenIsZero,
    /// Nothing may be in flight.
    #[error("the number of calls at once is zero")]
    ConcurrencyIsZero,
}

impl Default for ShedBuilder {
    fn default() -> Self {
        Self {
            limits: Limits {
                target: Duration::from_millis(5),
                interval: Duration::from_millis(100),
                len_max: 1_000,
                newest_first: true,
            },
        }
    }
}

impl ShedBuilder {
    /// A target of 5 ms, an interval of 100 ms, room for 1,000, and the newest first under overload.
    pub fn new() -> Self {
        Self::default()
    }

    /// The wait that is fine for good; under overload nobody waits longer than twice as long. Default: 5 ms.
    pub const fn target(mut self, wait: Duration) -> Self {
        self.limits.target = wait;
        self
    }

    /// How long a burst may last: when the oldest in line waited longer than the target all this time, there is
    /// overload. Nobody waits longer than this, ever. Default: 100 ms.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.limits.interval = interval;
        self
    }

    /// How many may wait. Default: 1,000.
    pub const fn len_max(mut self, len: usize) -> Self {
        self.limits.len_max = len;
        self
    }

    /// Whether the newest are served first under overload; first come, first served otherwise. Default: they are, which
    /// shortens the answers that are given and leaves their number as it is.
    pub const fn newest_first(mut self, newest_first: bool) -> Self {
        self.limits.newest_first = newest_first;
        self
    }

    /// A gate that lets `concurrency` calls in at once.
    ///
    /// # Errors
    /// [`ConfigError`] names the first mistake in what it was given.
    pub fn build_gate(self, concurrency: usize) -> Result<Arc<Gate>, ConfigError> {
        if concurrency == 0 {
            return Err(ConfigError::ConcurrencyIsZero);
        }
        let limits = self.checked()?;
        Ok(Arc::new(Gate::new(Line::new(limits), concurrency, limits.interval)))
    }

    /// A queue; what waited too long in it is handed to `on_shed` by whoever pushes or pops next, outside of any lock. A
    /// panic in there ends there.
    ///
    /// # Errors
    /// [`ConfigError`] names the first mistake in what it was given.
    pub fn build_queue<T>(
        self,
        on_shed: impl Fn(T, Shed) + Send + Sync + 'static,
    ) -> Result<Queue<T>, ConfigError> {
        Ok(Queue::new(Line::new(self.checked()?), Box::new(on_shed)))
    }

    fn checked(self) -> Result<Limits, ConfigError> {
        let Limits { target, interval, len_max, newest_first: _ } = self.limits;
        if target.is_zero() {
            Err(ConfigError::TargetIsZero)
        } else if target >= interval {
            Err(ConfigError::TargetAboveInterval { target, interval })
        } else if len_max == 0 {
            Err(ConfigError::LenIsZero)
        } else {
            Ok(self.limits)
        }
    }
}
