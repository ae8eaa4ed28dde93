//! A load at work: what the threads of a run share of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use loadline_core::traffic::{Segment, Traffic, level_at};

use super::lanes::{Lanes, useful_lanes};
use super::plan::{Load, LoadTest};
use super::presence::Presence;
use crate::user::Scenario;

/// One of a run's loads with its own clock.
pub(super) struct Driven {
    pub(super) load: Load,
    /// Which of the run's loads it is.
    pub(super) place: usize,
    /// The threads it lives on.
    pub(super) lanes: Lanes,
    /// Who has come and left.
    pub(super) presence: Presence,
    /// How long its iterations may go on after its end.
    pub(super) graceful_stop: Duration,
    /// Whether the users count their iterations themselves.
    pub(super) users_count: bool,
    /// Whether its users are made beforehand, and kept when they leave.
    pub(super) keeps_users: bool,
    /// Which of the users are driven here.
    segment: Option<Segment>,
    /// Which of the arrivals and the shared iterations are.
    pub(super) work_segment: Option<Segment>,
    /// Iterations not yet begun, where users share a number of them.
    iterations_left: AtomicU64,
    /// Iterations begun, where the users want them numbered.
    iterations_begun: Option<AtomicU64>,
}

impl Driven {
    /// All loads of a test.
    pub(super) fn all(test: &LoadTest, scenario: &impl Scenario) -> Vec<Self> {
        let places = test.loads.iter().enumerate();
        let mut all: Vec<_> =
            places.map(|(place, load)| Self::new(test, load, place, scenario)).collect();
        // Each thread has its share of the shared connections: who leaves one out leaves them unused.
        let shares = test.network.connections.is_some();
        let useful = |driven: &Self| useful_lanes(&driven.load, driven.users_most());
        let useful = |driven| if shares { usize::MAX } else { useful(driven) };
        let lanes = Lanes::of_all(all.iter().map(useful), test.threads);
        all.iter_mut().zip(lanes).for_each(|(driven, lanes)| driven.lanes = lanes);
        all
    }

    fn new(test: &LoadTest, load: &Load, place: usize, scenario: &impl Scenario) -> Self {
        let segment = test.segment.clone();
        let users = users_of(load);
        let by_users = |segment: &Segment| segment.by_users(u64::from(users));
        let work_segment = segment.as_ref().and_then(by_users);
        let iterations = match load.traffic {
            Traffic::SharedIterations { iterations, .. } => iterations,
            _ => 0,
        };
        let share = |segment: &Segment| segment.share_of(iterations);
        Self {
            place,
            lanes: Lanes::default(),
            presence: Presence::default(),
            graceful_stop: load.graceful_stop.unwrap_or(test.graceful_stop),
            users_count: scenario.counts_own(),
            keeps_users: scenario.prepares(),
            iterations_left: AtomicU64::new(work_segment.as_ref().map_or(iterations, share)),
            iterations_begun: scenario.counts_iterations().then(AtomicU64::default),
            segment,
            work_segment,
            load: load.clone(),
        }
    }

    /// How many of so many users are driven here, on all threads.
    pub(super) fn own_users(&self, all: u32) -> u32 {
        let share = |segment: &Segment| segment.share_of(u64::from(all)) as u32;
        self.segment.as_ref().map_or(all, share)
    }

    /// The most users it has here, on all threads; without any it does nothing.
    pub(super) fn users_most(&self) -> u32 {
        self.own_users(users_of(&self.load))
    }

    /// The users it has from the beginning, before any is needed.
    pub(super) fn users_before(&self) -> u32 {
        match &self.load.traffic {
            Traffic::Rate { .. } => {
                self.own_users(self.load.users_prepared.min(self.load.users_max))
            }
            _ => self.users_most(),
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

    /// Takes all shared iterations that have not begun: their time is over.
    pub(super) fn give_up_iterations(&self) -> u64 {
        self.iterations_left.swap(0, Ordering::Relaxed)
    }

    /// The number of the iteration that begins now, counted from one; zero where nobody wants to know.
    pub(super) fn number_iteration(&self) -> u64 {
        self.iterations_begun.as_ref().map_or(0, |begun| begun.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Arrivals per second it intends at `moment` of the run; none when it is closed or not under way.
    pub(super) fn offered_at(&self, moment: Duration) -> Option<f64> {
        let Traffic::Rate { stages, .. } = &self.load.traffic else { return None };
        let own = moment.checked_sub(self.load.after).filter(|_| moment < self.load.end())?;
        let share = self.work_segment.as_ref().map_or(1.0, Segment::fraction);
        Some(share * level_at(stages, own.into()))
    }
}

/// The most users a load has, in all segments.
fn users_of(load: &Load) -> u32 {
    match &load.traffic {
        Traffic::Rate { .. } => load.users_max,
        closed => closed.peak().round() as u32,
    }
}
