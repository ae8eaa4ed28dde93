//! What a limiter shows of itself.

use super::{Limiter, state::State};
use crate::telemetry::{HistogramSnapshot, Metric, Observe, Sink};

const LIMIT: Metric =
    Metric::new("loadline.adaptive.limit", "{call}", "Calls that may be in flight at once");
const IN_FLIGHT: Metric = Metric::new("loadline.adaptive.in_flight", "{call}", "Calls in flight");
const WAITING: Metric =
    Metric::new("loadline.adaptive.waiting", "{call}", "Calls that wait to be let in");
const ENDED: Metric =
    Metric::new("loadline.adaptive.calls", "{call}", "Calls that ended, by outcome");
const REFUSED: Metric =
    Metric::new("loadline.adaptive.rejections", "{call}", "Calls that were not let in, by cause");
const WAIT: Metric = Metric::new(
    "loadline.adaptive.wait_time",
    "s",
    "Time that calls waited to be let in, where they had to",
);

/// A limiter's figures at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Pieces of work that may be in flight.
    pub limit: usize,
    /// Pieces of work in flight.
    pub in_flight: usize,
    /// Those in flight by partition, in the order of the builder.
    pub in_flight_by_partition: Vec<(String, usize)>,
    /// Those that wait to be let in.
    pub waiting: usize,
    /// Work that was done.
    pub success: u64,
    /// Work that was given up for overload.
    pub dropped: u64,
    /// Work whose time said nothing.
    pub ignored: u64,
    /// Work that was refused at once.
    pub refused: u64,
    /// Work that waited in vain.
    pub timed_out: u64,
    /// How long work waited, where it had to, in vain or not.
    pub waits: HistogramSnapshot,
}

impl Stats {
    pub(super) fn of(state: &State, waits: HistogramSnapshot) -> Self {
        let by_partition = state.shares.iter().map(|share| (share.name.clone(), share.in_flight));
        Self {
            limit: state.limit,
            in_flight: state.in_flight,
            in_flight_by_partition: by_partition.collect(),
            waiting: state.waiting(),
            success: state.counts.success,
            dropped: state.counts.dropped,
            ignored: state.counts.ignored,
            refused: state.counts.refused,
            timed_out: state.counts.timed_out,
            waits,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of work in flight stay far below 2^53")]
impl Observe for Limiter {
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        sink.gauge(&LIMIT, &[], stats.limit as f64);
        sink.gauge(&IN_FLIGHT, &[], stats.in_flight as f64);
        sink.gauge(&WAITING, &[], stats.waiting as f64);
        for (outcome, total) in
            [("success", stats.success), ("dropped", stats.dropped), ("ignored", stats.ignored)]
        {
            sink.counter(&ENDED, &[("outcome", outcome)], total);
        }
        for (cause, total) in [("full", stats.refused), ("timed_out", stats.timed_out)] {
            sink.counter(&REFUSED, &[("cause", cause)], total);
        }
        sink.histogram(&WAIT, &[], &stats.waits);
    }
}
