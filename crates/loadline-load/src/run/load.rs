//! A load at work: what the threads of a run share of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use loadline_core::traffic::{Traffic, level_at};

use super::plan::Load;
use super::presence::Presence;

/// One of a run's loads with its own clock.
pub(super) struct Driven {
    pub(super) load: Load,
    /// Which of the run's loads it is.
    pub(super) place: usize,
    /// When it begins.
    pub(super) start: Instant,
    /// When it is planned to end, without the graceful end.
    pub(super) end: Instant,
    /// Who has come and left.
    pub(super) presence: Presence,
    /// Iterations not yet begun, where users share a number of them.
    iterations_left: AtomicU64,
}

impl Driven {
    pub(super) fn new(load: Load, place: usize, run_start: Instant) -> Self {
        let iterations = match load.traffic {
            Traffic::SharedIterations { iterations, .. } => iterations,
            _ => 0,
        };
        Self {
            place,
            start: run_start + load.after,
            end: run_start + load.end(),
            presence: Presence::default(),
            iterations_left: AtomicU64::new(iterations),
            load,
        }
    }

    /// Whether every shared iteration has begun.
    pub(super) fn is_worked_off(&self) -> bool {
        self.iterations_left.load(Ordering::Relaxed) == 0
    }

    /// Takes one of the shared iterations; false when there are none left.
    pub(super) fn take_iteration(&self) -> bool {
        let take = |left: u64| left.checked_sub(1);
        self.iterations_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Arrivals per second it intends at `moment` of the run; none when it is closed or not under way.
    pub(super) fn offered_at(&self, moment: Duration) -> Option<f64> {
        let Traffic::Rate { stages, .. } = &self.load.traffic else { return None };
        let own = moment.checked_sub(self.load.after).filter(|_| moment < self.load.end())?;
        Some(level_at(stages, own.into()))
    }
}
