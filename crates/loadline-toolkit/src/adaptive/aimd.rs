//! AIMD, as TCP began: one more at once for every round of good answers, a tenth fewer for a round with slow or dropped
//! ones. It has to be told what slow is, and swings around the limit at which answers become slow.

use super::{
    Algorithm, Bounds, Sample,
    algorithm::{as_count, as_float},
};
use std::time::Duration;

/// What is left of the limit after a slow or dropped answer, unless told otherwise.
const BACKOFF: f64 = 0.9;
/// Samples of a round at least; a round is as many as the limit.
const ROUND_MIN: usize = 20;
/// The limit falls when more than one in this many of a round was slow: some answers always are.
const SLOW_ONE_IN: usize = 20;

/// Additive increase, multiplicative decrease.
#[derive(Debug, Clone)]
pub struct Aimd {
    slow_after: Duration,
    backoff: f64,
    limit: Option<f64>,
    /// Samples to leave out: they were let in under the limit that was too high.
    settling: usize,
    seen: usize,
    slow: usize,
    full: bool,
}

impl Aimd {
    /// Answers that take longer than `slow_after` are slow: give it half as much again as the slowest of a hundred take
    /// when nothing waits.
    ///
    /// ```
    /// use loadline_toolkit::adaptive::{Aimd, Limiter};
    /// use std::time::Duration;
    ///
    /// let limiter = Limiter::builder().algorithm(Aimd::new(Duration::from_millis(50))).build();
    /// assert!(limiter.is_ok());
    /// ```
    #[must_use]
    pub const fn new(slow_after: Duration) -> Self {
        Self {
            slow_after,
            backoff: BACKOFF,
            limit: None,
            settling: 0,
            seen: 0,
            slow: 0,
            full: false,
        }
    }

    /// What is left of the limit after a step down, held to 0.5–0.99. Default: 0.9.
    #[must_use]
    pub const fn backoff(mut self, share: f64) -> Self {
        self.backoff = share.clamp(0.5, 0.99);
        self
    }
}

impl Algorithm for Aimd {
    fn update(&mut self, sample: &Sample, bounds: Bounds) -> usize {
        let limit = self.limit.unwrap_or(as_float(bounds.initial));
        if self.settling > 0 {
            self.settling -= 1;
            return as_count(limit);
        }
        self.seen += 1;
        self.slow += usize::from(sample.dropped || sample.rtt > self.slow_after);
        self.full |= sample.in_flight * 2 >= as_count(limit);
        let next = if self.seen < ROUND_MIN.max(as_count(limit)) {
            limit
        } else {
            self.close_round(limit)
        };
        let held = bounds.hold(next);
        self.limit = Some(held);
        as_count(held)
    }
}

impl Aimd {
    fn close_round(&mut self, limit: f64) -> f64 {
        let next = if self.slow * SLOW_ONE_IN > self.seen {
            self.settling = as_count(limit);
            limit * self.backoff
        } else if self.full {
            limit + 1.0
        } else {
            limit
        };
        (self.seen, self.slow, self.full) = (0, 0, false);
        next
    }
}
