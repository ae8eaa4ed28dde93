//! [`ObjectPoolStats`]: an object pool's figures at one moment, its utilisation first.

use super::{ObjectPool, shared::Shared};
use crate::telemetry::{HistogramSnapshot, Metric, Observe, Sink};

/// An object pool at one moment; counts are since it began.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectPoolStats {
    /// Objects that there may be.
    pub max: usize,
    /// Objects that exist.
    pub made: usize,
    /// Objects that are out.
    pub held: usize,
    /// The most that were out at once.
    pub held_peak: usize,
    /// Callers that wait.
    pub waiting: usize,
    /// Callers that waited in vain.
    pub timed_out: u64,
    /// Callers refused because the queue was full.
    pub refused: u64,
    /// Objects that are gone: detached, or dropped because their holder or their reset panicked.
    pub dropped: u64,
    /// How long callers waited that got an object.
    pub waits: HistogramSnapshot,
}

const UTILISATION: Metric =
    Metric::new("object_pool.utilization", "1", "Share of the objects possible that are out");
const HELD: Metric = Metric::new("object_pool.objects.held", "{object}", "Objects that are out");
const MADE: Metric = Metric::new("object_pool.objects.count", "{object}", "Objects that exist");
const MAX: Metric = Metric::new("object_pool.objects.max", "{object}", "Objects that there may be");
const PENDING: Metric =
    Metric::new("object_pool.pending_requests", "{request}", "Callers that wait");
const TIMEOUTS: Metric =
    Metric::new("object_pool.timeouts", "{timeout}", "Callers that waited in vain");
const WAIT_TIME: Metric = Metric::new("object_pool.wait_time", "s", "How long callers waited");

impl ObjectPoolStats {
    pub(super) fn of<T: Send + 'static>(shared: &Shared<T>) -> Self {
        let waits = shared.waits.snapshot();
        let state = shared.lock();
        Self {
            max: shared.settings.config.max,
            made: state.made,
            held: state.made - state.ready.len(),
            held_peak: state.held_peak,
            waiting: state.waiters.len(),
            timed_out: state.timed_out,
            refused: state.refused,
            dropped: state.dropped,
            waits,
        }
    }

    /// The share of the objects possible that are out, from 0 to 1.
    #[must_use]
    pub const fn utilisation(&self) -> f64 {
        number(self.held) / number(self.max)
    }
}

impl<T: Send + 'static> Observe for ObjectPool<T> {
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        sink.gauge(&UTILISATION, &[], stats.utilisation());
        for (metric, value) in
            [(&HELD, stats.held), (&MADE, stats.made), (&MAX, stats.max), (&PENDING, stats.waiting)]
        {
            sink.gauge(metric, &[], number(value));
        }
        sink.counter(&TIMEOUTS, &[], stats.timed_out);
        sink.histogram(&WAIT_TIME, &[], &stats.waits);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a pool has a million objects at most")]
const fn number(objects: usize) -> f64 {
    objects as f64
}
