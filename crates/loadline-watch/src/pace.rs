//! The pace of reading: once a second by the monotonic clock, each collector on a thread of its own.
//!
//! A reading is taken a little before a second of the load test ends, so that it is there when the second's
//! window is handed out. A reading that took too long does not push the later ones back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::collector::Collector;
use crate::reading::Reading;

/// When readings are taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) period: Duration,
    /// How long before the end of each period.
    pub(crate) lead: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { period: Duration::from_secs(1), lead: Duration::from_millis(100) }
    }
}

impl Pace {
    /// The next moment to read at, after `now`, of a test that began at `begun`.
    pub(crate) fn next(self, begun: Instant, now: Instant) -> Instant {
        let passed = now.saturating_duration_since(begun) + self.lead;
        let periods = passed.as_nanos() / self.period.as_nanos().max(1) + 1;
        begun + self.period * periods as u32 - self.lead
    }
}

/// A reading with its moment.
pub(crate) struct Dated {
    pub(crate) at: Instant,
    pub(crate) reading: Reading,
}

/// Stops its thread when dropped, without waiting for it: a page may stall for most of a second.
pub(crate) struct Paced {
    is_over: Arc<AtomicBool>,
    thread: Thread,
}

impl Drop for Paced {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.unpark();
    }
}

/// Begins reading: at once, which amounts are counted from, then at each beat. Readings nobody takes
/// are given up.
pub(crate) fn start(
    mut collector: Box<dyn Collector>,
    pace: Pace,
    begun: Instant,
    readings: SyncSender<Dated>,
) -> std::io::Result<Paced> {
    let is_over = Arc::new(AtomicBool::new(false));
    let told = is_over.clone();
    let named = thread::Builder::new().name(collector.name().to_owned());
    let handle = named.spawn(move || {
        while !told.load(Ordering::Relaxed) {
            let at = Instant::now();
            let reading = collector.read(at);
            let sent = readings.try_send(Dated { at, reading });
            if matches!(sent, Err(TrySendError::Disconnected(_))) {
                return;
            }
            let next = pace.next(begun, Instant::now());
            let mut rest = next.saturating_duration_since(Instant::now());
            while !rest.is_zero() && !told.load(Ordering::Relaxed) {
                thread::park_timeout(rest);
                rest = next.saturating_duration_since(Instant::now());
            }
        }
    })?;
    Ok(Paced { is_over, thread: handle.thread().clone() })
}
