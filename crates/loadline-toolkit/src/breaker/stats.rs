//! What a breaker shows of itself.

use super::{
    Breaker, State,
    window::{Outcome, Totals},
};
use crate::telemetry::{Counter, Metric, Observe, Sink};

const STATE: Metric = Metric::new(
    "circuit_breaker.state",
    "{state}",
    "0 closed, 1 open, 2 half open, 3 open by hand, 4 closed by hand",
);
const CALLS: Metric =
    Metric::new("circuit_breaker.calls", "{call}", "Calls, by what became of them");
const SLOW: Metric = Metric::new("circuit_breaker.slow_calls", "{call}", "Calls that were slow");
const TRANSITIONS: Metric =
    Metric::new("circuit_breaker.transitions", "{change}", "Changes of the breaker's state");

/// A breaker at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakerStats {
    /// What it does with calls.
    pub state: State,
    /// Calls that the rates are taken over: those of the window, or the probes so far.
    pub window_calls: u32,
    /// The share of failures among them; `None` without calls.
    pub failure_rate: Option<f64>,
    /// The share of slow calls among them; `None` without calls.
    pub slow_call_rate: Option<f64>,
    /// Calls that did not fail.
    pub succeeded: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Calls that were slow, failed or not.
    pub slow: u64,
    /// Calls that were refused.
    pub rejected: u64,
    /// Calls that were dropped before their end.
    pub dropped: u64,
    /// How often it opened by itself.
    pub opened: u64,
}

/// The counts behind [`BreakerStats`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    succeeded: Counter,
    failed: Counter,
    slow: Counter,
    pub(super) rejected: Counter,
    pub(super) dropped: Counter,
    pub(super) opened: Counter,
    pub(super) transitions: Counter,
}

impl Counters {
    pub(super) fn done(&self, outcome: Outcome) {
        if outcome.failed { &self.failed } else { &self.succeeded }.add(1);
        if outcome.slow {
            self.slow.add(1);
        }
    }

    pub(super) fn snapshot(&self, state: State, totals: Totals) -> BreakerStats {
        BreakerStats {
            state,
            window_calls: totals.calls,
            failure_rate: totals.failure_rate(),
            slow_call_rate: totals.slow_rate(),
            succeeded: self.succeeded.get(),
            failed: self.failed.get(),
            slow: self.slow.get(),
            rejected: self.rejected.get(),
            dropped: self.dropped.get(),
            opened: self.opened.get(),
        }
    }
}

impl Observe for Breaker {
    fn observe(&self, sink: &mut dyn Sink) {
        let counters = self.counters();
        sink.gauge(&STATE, &[], f64::from(self.state() as u8));
        let outcomes = [
            ("succeeded", &counters.succeeded),
            ("failed", &counters.failed),
            ("rejected", &counters.rejected),
            ("dropped", &counters.dropped),
        ];
        for (outcome, count) in outcomes {
            sink.counter(&CALLS, &[("outcome", outcome)], count.get());
        }
        sink.counter(&SLOW, &[], counters.slow.get());
        sink.counter(&TRANSITIONS, &[], counters.transitions.get());
    }
}
