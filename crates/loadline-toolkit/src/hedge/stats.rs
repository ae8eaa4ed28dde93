//! What hedging shows of itself.

use super::Hedge;
use crate::telemetry::{Counter, Metric, Observe, Sink};
use std::time::Duration;

const CALLS: Metric = Metric::new("hedge.calls", "{call}", "Calls that could be made twice");
const HEDGED: Metric = Metric::new("hedge.second_calls", "{call}", "Second calls that were made");
const WON: Metric = Metric::new("hedge.won", "{call}", "Second calls whose answer came first");
const DENIED: Metric =
    Metric::new("hedge.denied", "{call}", "Second calls that the budget did not allow");
const DELAY: Metric = Metric::new("hedge.delay", "s", "The delay before a second call");

/// What came of the calls so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HedgeStats {
    /// Calls.
    pub calls: u64,
    /// Second calls that were made.
    pub hedged: u64,
    /// Second calls whose answer came first.
    pub won: u64,
    /// Second calls that the budget did not allow.
    pub denied: u64,
    /// The delay before a second call now.
    pub delay: Duration,
}

/// The counts behind [`HedgeStats`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) calls: Counter,
    pub(super) hedged: Counter,
    pub(super) won: Counter,
    pub(super) denied: Counter,
}

impl Counters {
    pub(super) fn snapshot(&self, delay: Duration) -> HedgeStats {
        HedgeStats {
            calls: self.calls.get(),
            hedged: self.hedged.get(),
            won: self.won.get(),
            denied: self.denied.get(),
            delay,
        }
    }
}

impl Observe for Hedge {
    fn observe(&self, sink: &mut dyn Sink) {
        let counters = self.counters();
        sink.counter(&CALLS, &[], counters.calls.get());
        sink.counter(&HEDGED, &[], counters.hedged.get());
        sink.counter(&WON, &[], counters.won.get());
        sink.counter(&DENIED, &[], counters.denied.get());
        sink.gauge(&DELAY, &[], self.delay_now().as_secs_f64());
    }
}
