//! Lanes: which threads of a run a load lives on, and what of it each of them gets.
//!
//! What is dealt out is dealt in turn, so that numbers of users and of arrivals do not depend on how many
//! lanes there are. A load is not spread thinner than it can bear: users that serve an open load on one
//! thread cannot serve arrivals of another, so a small one keeps all of them together.

use loadline_core::traffic::Traffic;

use super::plan::Load;

/// An open load of at most so many arrivals per second lives on one thread, which has no trouble with them …
const RATE_OF_ONE_PER_S: f64 = 10_000.0;
/// … unless it may have more users than this.
const USERS_OF_ONE: u32 = 500;

/// The threads a load lives on: so many, from the first one on and round; none as long as they are not dealt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lanes {
    first: usize,
    count: usize,
    threads: usize,
}

/// One thread's place in a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lane {
    /// Which of the load's lanes it is.
    pub(super) place: usize,
    /// How many lanes there are.
    pub(super) of: usize,
}

impl Lanes {
    /// The lanes of each load, which can use so many; loads with few of them take turns on the threads.
    pub(super) fn of_all(useful: impl IntoIterator<Item = usize>, threads: usize) -> Vec<Self> {
        let mut first = 0;
        let lanes = |useful: usize| {
            let count = useful.clamp(1, threads);
            let lanes = Self { first, count, threads };
            first = (first + count) % threads;
            lanes
        };
        useful.into_iter().map(lanes).collect()
    }

    /// The lane on a thread, where there is one.
    pub(super) fn on(self, thread: usize) -> Option<Lane> {
        let place = (thread + self.threads - self.first) % self.threads;
        (place < self.count).then_some(Lane { place, of: self.count })
    }
}

impl Lane {
    /// What the lane gets when `all` are dealt out in turn.
    pub(super) fn share_of(self, all: u32) -> u32 {
        (all as usize + self.of - 1 - self.place).div_euclid(self.of) as u32
    }

    /// The number of this lane's `place`-th user, counted from zero, among the load's, counted from one.
    pub(super) fn number_of(self, place: u32) -> u32 {
        place * self.of as u32 + self.place as u32 + 1
    }
}

/// The most lanes that a load with at most so many users can use well.
pub(super) fn useful_lanes(load: &Load, users: u32) -> usize {
    let is_slow = load.traffic.peak() <= RATE_OF_ONE_PER_S;
    match &load.traffic {
        Traffic::Rate { .. } if is_slow && users <= USERS_OF_ONE => 1,
        Traffic::Rate { .. } => usize::MAX,
        _ => users as usize,
    }
}

#[cfg(test)]
mod tests;
