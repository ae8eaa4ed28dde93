//! One server as the router sees it: whether it is up, how far it is, and how busy.

use super::{
    Node, Position,
    pick::{Load, PeakEwma},
};
use crate::telemetry::Counter;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Notify, time::Instant};

/// A server and what is known of it.
pub(super) struct Server<N> {
    pub(super) node: N,
    pub(super) name: String,
    /// Whether it answered last time; a failure to give a connection counts as silence.
    is_up: AtomicBool,
    is_known: AtomicBool,
    position: AtomicU64,
    lag_ns: AtomicU64,
    in_flight: AtomicUsize,
    expected: Mutex<PeakEwma>,
    pub(super) served: Counter,
    pub(super) failed: Counter,
    /// Asks its monitor to look now.
    pub(super) look_now: Notify,
}

impl<N: Node> Server<N> {
    pub(super) fn new(name: String, node: N) -> Self {
        Self {
            node,
            name,
            is_up: AtomicBool::new(false),
            is_known: AtomicBool::new(false),
            position: AtomicU64::new(0),
            lag_ns: AtomicU64::new(0),
            in_flight: AtomicUsize::new(0),
            expected: Mutex::default(),
            served: Counter::new(),
            failed: Counter::new(),
            look_now: Notify::new(),
        }
    }

    /// It answered: it is here, and so far behind.
    pub(super) fn answered(&self, position: Position, lag: Duration) {
        let lag_ns = u64::try_from(lag.as_nanos()).unwrap_or(u64::MAX);
        self.position.store(position.bytes(), Ordering::Release);
        self.lag_ns.store(lag_ns, Ordering::Release);
        self.is_known.store(true, Ordering::Release);
        if !self.is_up.swap(true, Ordering::AcqRel) {
            tracing::info!(server = self.name, "a database server answers");
        }
    }

    /// It did not answer, or gave no connection.
    pub(super) fn failed(&self, why: &dyn std::fmt::Display) {
        self.failed.add(1);
        self.is_known.store(true, Ordering::Release);
        if self.is_up.swap(false, Ordering::AcqRel) {
            tracing::warn!(server = self.name, %why, "a database server is left out until it answers");
        }
    }

    pub(super) fn is_up(&self) -> bool {
        self.is_up.load(Ordering::Acquire)
    }

    /// Whether it has answered, or not, at least once.
    pub(super) fn is_known(&self) -> bool {
        self.is_known.load(Ordering::Acquire)
    }

    pub(super) fn position(&self) -> Position {
        Position::new(self.position.load(Ordering::Acquire))
    }

    pub(super) fn lag(&self) -> Duration {
        Duration::from_nanos(self.lag_ns.load(Ordering::Acquire))
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(super) fn load(&self, now: Instant) -> Load {
        let expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner).expected(now);
        Load { in_flight: self.in_flight(), expected }
    }

    pub(super) fn begin(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// The end of what began; `took` when it was served.
    pub(super) fn end(&self, took: Option<Duration>) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        if let Some(took) = took {
            self.expected
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .record(Instant::now(), took);
        }
    }
}
