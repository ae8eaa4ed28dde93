//! A batcher's figures.

use super::Batcher;
use crate::telemetry::{Counter, Histogram, HistogramSnapshot, Metric, Observe, Sink};

/// What a batcher did and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Requests that wait now.
    pub waiting: usize,
    /// Batches under way now.
    pub in_flight: usize,
    /// Batches that were sent.
    pub batches: u64,
    /// Requests in them.
    pub items: u64,
    /// Requests whose callers went away before they were sent.
    pub cancelled: u64,
    /// Requests refused since the queue was full.
    pub refused: u64,
    /// Batches without usable answers: the handler panicked, took too long or answered another number.
    pub broken: u64,
    /// How long each request waited before its batch was sent.
    pub wait_time: HistogramSnapshot,
    /// How long each handler took.
    pub handler_time: HistogramSnapshot,
}

impl Stats {
    /// Requests in a batch, as a mean; zero before the first.
    #[must_use]
    pub fn mean_items(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let mean = self.items as f64 / self.batches.max(1) as f64;
        mean
    }
}

/// The figures as they are counted.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) batches: Counter,
    pub(super) items: Counter,
    pub(super) cancelled: Counter,
    pub(super) refused: Counter,
    pub(super) broken: Counter,
    pub(super) wait_time: Histogram,
    pub(super) handler_time: Histogram,
}

const WAITING: Metric =
    Metric::new("batch.queue.length", "{request}", "Requests that wait to be sent");
const IN_FLIGHT: Metric = Metric::new("batch.in_flight", "{batch}", "Batches under way");
const BATCHES: Metric = Metric::new("batch.sent", "{batch}", "Batches that were sent");
const ITEMS: Metric = Metric::new("batch.items", "{request}", "Requests that were sent");
const CANCELLED: Metric = Metric::new(
    "batch.cancelled",
    "{request}",
    "Requests whose callers went away before they were sent",
);
const REFUSED: Metric =
    Metric::new("batch.refused", "{request}", "Requests refused since the queue was full");
const BROKEN: Metric = Metric::new("batch.broken", "{batch}", "Batches without usable answers");
const WAIT_TIME: Metric =
    Metric::new("batch.wait_time", "s", "How long a request waited before it was sent");
const HANDLER_TIME: Metric =
    Metric::new("batch.duration", "s", "How long the handler of a batch took");

impl<Q, A, E> Observe for Batcher<Q, A, E>
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let (waiting, in_flight) = (stats.waiting as f64, stats.in_flight as f64);
        sink.gauge(&WAITING, &[], waiting);
        sink.gauge(&IN_FLIGHT, &[], in_flight);
        sink.counter(&BATCHES, &[], stats.batches);
        sink.counter(&ITEMS, &[], stats.items);
        sink.counter(&CANCELLED, &[], stats.cancelled);
        sink.counter(&REFUSED, &[], stats.refused);
        sink.counter(&BROKEN, &[], stats.broken);
        sink.histogram(&WAIT_TIME, &[], &stats.wait_time);
        sink.histogram(&HANDLER_TIME, &[], &stats.handler_time);
    }
}
