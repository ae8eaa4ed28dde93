//! [`Stats`]: a pool's figures at one moment, and the same under the names that dashboards know.

use super::{Manager, Pool};
use crate::telemetry::{Histogram, HistogramSnapshot, Metric, Observe, Sink};

/// What a pool measures: waits and holds are recorded under its lock, connects are not. All are read without it.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) waits: Histogram,
    pub(super) holds: Histogram,
    pub(super) connects: Histogram,
}

/// A pool at one moment; counts are since it began.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Connections that are kept open.
    pub min: usize,
    /// Connections that may be open, overflow apart.
    pub max: usize,
    /// Temporary connections that may be open beyond these.
    pub overflow: usize,
    /// Connections that lie idle.
    pub idle: usize,
    /// Connections that are out.
    pub held: usize,
    /// Connections that are being checked or reset.
    pub busy: usize,
    /// Connections that are being closed.
    pub closing: usize,
    /// Connections that are being opened.
    pub connecting: usize,
    /// Callers that wait.
    pub waiting: usize,
    /// Connections handed out, those included that were found broken at that moment and replaced.
    pub acquired: u64,
    /// Callers that waited in vain.
    pub timed_out: u64,
    /// Callers refused because the queue was full or the server out of reach.
    pub refused: u64,
    /// Callers that stopped waiting of their own accord.
    pub left: u64,
    /// Connections opened.
    pub opened: u64,
    /// Connections closed or detached.
    pub closed: u64,
    /// Of these, connections that had failed.
    pub broken: u64,
    /// Attempts to connect that failed.
    pub connect_failed: u64,
    /// Attempts to connect that were dropped because nobody needed them any more.
    pub connect_dropped: u64,
    /// Holds that went beyond the leak threshold.
    pub leaks: u64,
    /// How long callers waited that got a connection.
    pub waits: HistogramSnapshot,
    /// How long connections were out.
    pub holds: HistogramSnapshot,
    /// How long it took to open one.
    pub connects: HistogramSnapshot,
}

const COUNT: Metric =
    Metric::new("db.client.connection.count", "{connection}", "Open connections by state");
const USED: Metric =
    Metric::new("db.client.connection.used", "{connection}", "Connections that are out")
        .also("active_database_connections");
const MIN: Metric =
    Metric::new("db.client.connection.idle.min", "{connection}", "Connections kept open");
const MAX: Metric =
    Metric::new("db.client.connection.max", "{connection}", "Connections that may be open");
const PENDING: Metric =
    Metric::new("db.client.connection.pending_requests", "{request}", "Callers that wait");
const TIMEOUTS: Metric =
    Metric::new("db.client.connection.timeouts", "{timeout}", "Callers that waited in vain");
const CREATE_TIME: Metric =
    Metric::new("db.client.connection.create_time", "s", "How long it took to open one");
const WAIT_TIME: Metric =
    Metric::new("db.client.connection.wait_time", "s", "How long callers waited");
const USE_TIME: Metric =
    Metric::new("db.client.connection.use_time", "s", "How long connections were out");
const OPENED: Metric =
    Metric::new("db.client.connection.opened", "{connection}", "Connections opened");
const CLOSED: Metric =
    Metric::new("db.client.connection.closed", "{connection}", "Connections closed");
const FAILED: Metric =
    Metric::new("db.client.connection.connect_failures", "{attempt}", "Failed attempts to connect");
const DROPPED: Metric = Metric::new(
    "db.client.connection.connect_dropped",
    "{attempt}",
    "Attempts that nobody needed any more",
);
const LEAKS: Metric =
    Metric::new("db.client.connection.leaks", "{connection}", "Holds beyond the leak threshold");

impl<M: Manager> Pool<M> {
    /// The pool's figures now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let shared = self.shared();
        let figures = &shared.figures;
        let (waits, holds) = (figures.waits.snapshot(), figures.holds.snapshot());
        let connects = figures.connects.snapshot();
        let state = shared.lock();
        let counts = state.counts;
        Stats {
            min: shared.config.min,
            max: shared.config.max,
            overflow: shared.config.overflow,
            idle: state.idle.len(),
            held: state.held,
            busy: state.busy,
            closing: state.closing,
            connecting: state.connects.pending(),
            waiting: state.waiters.len(),
            acquired: waits.count(),
            timed_out: counts.expired,
            refused: counts.refused,
            left: counts.left,
            opened: counts.opened,
            closed: counts.closed,
            broken: counts.broken,
            connect_failed: counts.connect_failed,
            connect_dropped: counts.connect_dropped,
            leaks: counts.leaks,
            waits,
            holds,
            connects,
        }
    }
}

impl<M: Manager> Observe for Pool<M> {
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        let states = [("idle", stats.idle), ("used", stats.held), ("busy", stats.busy)];
        for (state, connections) in states {
            sink.gauge(&COUNT, &[("db.client.connection.state", state)], number(connections));
        }
        let gauges = [
            (&USED, stats.held),
            (&MIN, stats.min),
            (&MAX, stats.max + stats.overflow),
            (&PENDING, stats.waiting),
        ];
        for (metric, value) in gauges {
            sink.gauge(metric, &[], number(value));
        }
        let counters = [
            (&TIMEOUTS, stats.timed_out),
            (&OPENED, stats.opened),
            (&CLOSED, stats.closed),
            (&FAILED, stats.connect_failed),
            (&DROPPED, stats.connect_dropped),
            (&LEAKS, stats.leaks),
        ];
        for (metric, total) in counters {
            sink.counter(metric, &[], total);
        }
        sink.histogram(&CREATE_TIME, &[], &stats.connects);
        sink.histogram(&WAIT_TIME, &[], &stats.waits);
        sink.histogram(&USE_TIME, &[], &stats.holds);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a pool has 10,000 connections at most")]
const fn number(connections: usize) -> f64 {
    connections as f64
}
