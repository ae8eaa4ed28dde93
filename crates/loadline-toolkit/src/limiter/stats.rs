//! What a rate limiter shows of itself.

use super::{KeyedLimiter, RateLimiter};
use crate::telemetry::{Counter, Metric, Observe, Sink};

pub(super) const DECISIONS: Metric = Metric::new(
    "loadline.rate_limit.decisions",
    "{request}",
    "Requests that were decided on, by what was decided",
);
const KEYS: Metric =
    Metric::new("loadline.rate_limit.keys", "{key}", "Keys whose bucket is not known to be full");

/// What was decided so far.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) granted: Counter,
    pub(super) limited: Counter,
}

/// A rate limiter's figures at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Requests that were granted, those that had to wait included.
    pub granted: u64,
    /// Requests that were not.
    pub limited: u64,
    /// Keys that are kept; zero where there are none.
    pub keys: usize,
}

impl Counts {
    pub(super) fn stats(&self, keys: usize) -> Stats {
        Stats { granted: self.granted.get(), limited: self.limited.get(), keys }
    }
}

impl Stats {
    pub(super) fn hand_to(&self, sink: &mut dyn Sink) {
        sink.counter(&DECISIONS, &[("decision", "granted")], self.granted);
        sink.counter(&DECISIONS, &[("decision", "limited")], self.limited);
    }
}

impl Observe for RateLimiter {
    fn observe(&self, sink: &mut dyn Sink) {
        self.stats().hand_to(sink);
    }
}

impl<K: Send, S: Send + Sync> Observe for KeyedLimiter<K, S> {
    #[expect(clippy::cast_precision_loss, reason = "keys stay far below 2^53")]
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        stats.hand_to(sink);
        sink.gauge(&KEYS, &[], stats.keys as f64);
    }
}
