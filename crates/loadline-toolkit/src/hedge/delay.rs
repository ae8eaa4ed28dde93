//! The delay before the second call: a given one, or a quantile of the last calls. Durations go into a ring under a lock
//! that is held for a store; now and then a call sorts a copy of the ring by halves, so that asking costs one load.

use super::HedgeDelay;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Calls that the quantile is taken over.
const SEEN_MAX: usize = 512;
/// Calls between two looks at the ring, before and after it was filled once; the first look needs as many.
const LOOK_EVERY_AT_FIRST: usize = 32;
const LOOK_EVERY: usize = 128;

/// The delay and what it is learned from.
#[derive(Debug)]
pub(super) enum Delay {
    Fixed(Duration),
    Learned { quantile: f64, min: Duration, max: Duration, now_ns: AtomicU64, seen: Mutex<Seen> },
}

/// The last calls, in nanoseconds.
#[derive(Debug)]
pub(super) struct Seen {
    ring: Vec<u64>,
    next: usize,
}

impl Delay {
    pub(super) fn new(delay: HedgeDelay) -> Self {
        match delay {
            HedgeDelay::Fixed(delay) => Self::Fixed(delay),
            HedgeDelay::Learned { quantile, min, max } => {
                let seen = Mutex::new(Seen { ring: Vec::with_capacity(SEEN_MAX), next: 0 });
                Self::Learned { quantile, min, max, now_ns: AtomicU64::new(as_ns(max)), seen }
            }
        }
    }

    /// The delay for a call that begins now.
    pub(super) fn now(&self) -> Duration {
        match self {
            Self::Fixed(delay) => *delay,
            Self::Learned { now_ns, .. } => Duration::from_nanos(now_ns.load(Ordering::Relaxed)),
        }
    }

    /// Whether calls have to be timed.
    pub(super) const fn learns(&self) -> bool {
        matches!(self, Self::Learned { .. })
    }

    /// Takes the duration of a good call.
    pub(super) fn learn(&self, took: Duration) {
        let Self::Learned { quantile, min, max, now_ns, seen } = self else { return };
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.record(as_ns(took));
        let copy = seen.is_due().then(|| seen.ring.clone());
        drop(seen);
        if let Some(mut durations) = copy {
            let delay = Duration::from_nanos(quantile_of(&mut durations, *quantile));
            now_ns.store(as_ns(delay.clamp(*min, *max)), Ordering::Relaxed);
        }
    }
}

impl Seen {
    fn record(&mut self, ns: u64) {
        if self.ring.len() < SEEN_MAX {
            self.ring.push(ns);
        } else {
            self.ring[self.next] = ns;
        }
        self.next = (self.next + 1) % SEEN_MAX;
    }

    /// Whether the delay is to be found anew after the call that was recorded last.
    const fn is_due(&self) -> bool {
        let is_filled = self.ring.len() == SEEN_MAX;
        self.next.is_multiple_of(if is_filled { LOOK_EVERY } else { LOOK_EVERY_AT_FIRST })
    }
}

/// The duration that the share `quantile` of these, of which there is one at least, stays within.
fn quantile_of(durations: &mut [u64], quantile: f64) -> u64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of 512 at most"
    )]
    let place = (durations.len() as f64 * quantile).ceil() as usize;
    let last = durations.len() - 1;
    *durations.select_nth_unstable(place.saturating_sub(1).min(last)).1
}

fn as_ns(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
