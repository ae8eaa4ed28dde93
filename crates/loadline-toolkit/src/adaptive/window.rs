//! Windows of samples: single answers say little, the mean of many says how long the work takes at this limit. The first
//! answers after a change were let in under the limit before it, so as many as that limit are left out.

use super::Sample;
use std::time::Duration;
use tokio::time::Instant;

/// Samples of a window at least, and per unit of the limit.
const SAMPLES_MIN: usize = 100;
const SAMPLES_PER_SLOT: usize = 2;
/// A service with few answers does not wait longer than this for its window, as long as it has a few samples.
const OPEN_MAX: Duration = Duration::from_secs(1);
const SAMPLES_FEW: usize = 10;

/// The window that is open.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    opened: Option<Instant>,
    /// Samples still to leave out.
    settling: usize,
    seen: usize,
    dropped: usize,
    sum: Duration,
    in_flight_max: usize,
}

/// What a window saw.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Mean time of an answer, in seconds, above zero.
    pub(super) mean_s: f64,
    /// The most that were in flight.
    pub(super) in_flight_max: usize,
    /// Whether more than one in twenty was dropped.
    pub(super) many_dropped: bool,
}

impl Window {
    /// A window that opens once the answers let in under `limit_before` are through.
    pub(super) fn after(limit_before: usize) -> Self {
        Self { settling: limit_before, ..Self::default() }
    }

    /// Takes a sample; once the window is full, what it saw.
    pub(super) fn add(&mut self, sample: &Sample, limit: usize) -> Option<Seen> {
        let opened = *self.opened.get_or_insert(sample.at);
        let long_open = sample.at.saturating_duration_since(opened) >= OPEN_MAX;
        if self.settling > 0 && !long_open {
            self.settling -= 1;
            return None;
        }
        self.seen += 1;
        self.dropped += usize::from(sample.dropped);
        self.sum = self.sum.saturating_add(sample.rtt);
        self.in_flight_max = self.in_flight_max.max(sample.in_flight);
        let wanted = SAMPLES_MIN.max(limit.saturating_mul(SAMPLES_PER_SLOT));
        (self.seen >= wanted || (long_open && self.seen >= SAMPLES_FEW)).then(|| self.seen())
    }

    fn seen(&self) -> Seen {
        let count = u32::try_from(self.seen).unwrap_or(u32::MAX);
        Seen {
            mean_s: (self.sum / count).as_secs_f64().max(f64::MIN_POSITIVE),
            in_flight_max: self.in_flight_max,
            many_dropped: self.dropped * 20 > self.seen,
        }
    }
}
