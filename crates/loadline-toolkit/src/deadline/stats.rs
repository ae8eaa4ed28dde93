//! What the deadline layer shows of itself.

use super::DeadlineLayer;
use crate::telemetry::{Counter, Metric, Observe, Sink};

const CALLS: Metric = Metric::new("deadline.calls", "{call}", "Calls under a deadline");
const EXCEEDED: Metric =
    Metric::new("deadline.exceeded", "{call}", "Calls that were not done by their deadline");

/// What came of the calls so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlineStats {
    /// Calls.
    pub calls: u64,
    /// Calls whose time was over before they began.
    pub over_before: u64,
    /// Calls that were dropped at their deadline.
    pub over_meanwhile: u64,
}

/// The counts behind [`DeadlineStats`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) calls: Counter,
    pub(super) over_before: Counter,
    pub(super) over_meanwhile: Counter,
}

impl Counters {
    pub(super) fn snapshot(&self) -> DeadlineStats {
        DeadlineStats {
            calls: self.calls.get(),
            over_before: self.over_before.get(),
            over_meanwhile: self.over_meanwhile.get(),
        }
    }
}

impl<G: Send + Sync> Observe for DeadlineLayer<G> {
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        sink.counter(&CALLS, &[], stats.calls);
        sink.counter(&EXCEEDED, &[("when", "before")], stats.over_before);
        sink.counter(&EXCEEDED, &[("when", "meanwhile")], stats.over_meanwhile);
    }
}
