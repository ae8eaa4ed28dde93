//! [`ConnectRetry`]: how long the pool leaves a server alone that refused a connection. One delay holds for the whole
//! pool, and while the server refuses only one attempt is under way: callers do not multiply the load on it.

use std::time::Duration;

/// Delays between failed attempts to connect: `first`, then `factor` times the one before, up to `longest`. Each is
/// shortened by up to half at random, so that a fleet does not come back in step.
///
/// ```
/// use loadline_toolkit::pool::ConnectRetry;
/// use std::time::Duration;
///
/// let retry = ConnectRetry::exponential(Duration::from_millis(100), Duration::from_secs(2)).tries(3);
/// assert_eq!(retry.delay_after(1), Duration::from_millis(100));
/// assert_eq!(retry.delay_after(9), Duration::from_secs(2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConnectRetry {
    first: Duration,
    longest: Duration,
    factor: f64,
    tries: Option<u32>,
}

impl ConnectRetry {
    /// Doubling delays from `first` to `longest`, without an end: callers wait until their own time-outs.
    #[must_use]
    pub const fn exponential(first: Duration, longest: Duration) -> Self {
        Self { first, longest, factor: 2.0, tries: None }
    }

    /// The factor from one delay to the next, at least 1.
    #[must_use]
    pub const fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// After this many failures in a row callers are told, unless another connection may still come back to them. The
    /// delay stays: the next caller's attempt begins when it is over.
    #[must_use]
    pub const fn tries(mut self, tries: u32) -> Self {
        self.tries = Some(tries);
        self
    }

    /// The delay after `failures` failures in a row, before it is shortened.
    #[must_use]
    pub fn delay_after(&self, failures: u32) -> Duration {
        let exponent = i32::try_from(failures.saturating_sub(1)).unwrap_or(i32::MAX);
        let delay_s = self.first.as_secs_f64() * self.factor.powi(exponent);
        Duration::try_from_secs_f64(delay_s).map_or(self.longest, |delay| delay.min(self.longest))
    }

    /// Whether callers are told after this many failures in a row.
    pub(super) fn is_over_after(&self, failures: u32) -> bool {
        self.tries.is_some_and(|tries| failures >= tries)
    }

    /// Whether the delays make sense: nothing zero, not shrinking.
    pub(super) fn is_sound(&self) -> bool {
        self.factor.is_finite()
            && self.factor >= 1.0
            && !self.first.is_zero()
            && self.longest >= self.first
            && self.tries != Some(0)
    }
}
