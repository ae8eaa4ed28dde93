//! AIMD, as TCP began: one more at once for every round of good answers, a tenth fewer for a round with a slow or dropped
//! one. It has to be told what slow is, and swings around the limit at which answers become slow.

use super::{
    Algorithm, Bounds, Sample,
    algorithm::{as_count, as_float},
};
use std::time::Duration;

/// What is left of the limit after a slow or dropped answer, unless told otherwise.
const BACKOFF: f64 = 0.9;

/// Additive increase, multiplicative decrease.
#[derive(Debug, Clone)]
pub struct Aimd {
    slow_after: Duration,
    backoff: f64,
    limit: Option<f64>,
    /// Samples of the round so far; a round is as many as the limit.
    seen: usize,
    /// No further step down until this many samples have passed: they were let in under the limit that was too high.
    forgiven: usize,
    full: bool,
}

impl Aimd {
    /// Answers that take longer than `slow_after` count as dropped: a small multiple of what a good one takes.
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
        Self { slow_after, backoff: BACKOFF, limit: None, seen: 0, forgiven: 0, full: false }
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
        let slow = sample.dropped || sample.rtt > self.slow_after;
        self.seen += 1;
        self.full |= sample.in_flight * 2 >= as_count(limit);
        self.forgiven = self.forgiven.saturating_sub(1);
        let next = if slow && self.forgiven == 0 {
            self.forgiven = as_count(limit).max(1);
            self.begin_round();
            limit * self.backoff
        } else if self.seen >= as_count(limit) {
            let step = if self.full && self.forgiven == 0 { 1.0 } else { 0.0 };
            self.begin_round();
            limit + step
        } else {
            limit
        };
        let held = bounds.hold(next);
        self.limit = Some(held);
        as_count(held)
    }
}

impl Aimd {
    const fn begin_round(&mut self) {
        self.seen = 0;
        self.full = false;
    }
}
