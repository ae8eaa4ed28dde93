//! A load at work: what the threads of a run share of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use loadline_core::traffic::{Traffic, level_at};

use super::plan::Load;
use super::presence::Presence;
use crate::user::Scenario;

/// One of a run's loads with its own clock.
pub(super) struct Driven {
    pub(super) load: Load,
    /// Which of the run's loads it is.
    pub(super) place: usize,
    /// Who has come and left.
    pub(super) presence: Presence,
    /// Iterations not yet begun, where users share a number of them.
    iterations_left: AtomicU64,
    /// Iterations begun, where the users want them numbered.
    iterations_begun: Option<AtomicU64>,
    /// Whether the users count their iterations themselves.
    pub(super) users_count: bool,
}

impl Driven {
    pub(super) fn new(load: Load, place: usize, scenario: &impl Scenario) -> Self {
        let iterations = match load.traffic {
            Traffic::SharedIterations { iterations, .. } => iterations,
            _ => 0,
        };
        Self {
            place,
            presence: Presence::default(),
            iterations_left: AtomicU64::new(iterations),
            iterations_begun: scenario.counts_iterations().then(AtomicU64::default),
            users_count: scenario.counts_own(),
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

    /// The number of the iteration that begins now, counted from one; zero where nobody wants to know.
    pub(super) fn number_iteration(&self) -> u64 {
        self.iterations_begun.as_ref().map_or(0, |begun| begun.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Arrivals per second it intends at `moment` of the run; none when it is closed or not under way.
    pub(super) fn offered_at(&self, moment: Duration) -> Option<f64> {
        let Traffic::Rate { stages, .. } = &self.load.traffic else { return None };
        let own = moment.checked_sub(self.load.after).filter(|_| moment < self.load.end())?;
        Some(level_at(stages, own.into()))
    }
}
