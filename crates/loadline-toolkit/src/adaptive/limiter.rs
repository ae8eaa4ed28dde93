//! The limiter: lets work in while there is room, makes it wait or refuses it otherwise, and moves its limit with each piece
//! of work that ends. One short lock per entry and per end; whoever is granted room is woken outside of it.

use super::{
    Guard, LimitError, LimiterBuilder, Outcome, Stats,
    state::{Grant, State},
};
use crate::{deadline::Deadline, telemetry::Histogram};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::oneshot,
    time::{Instant, timeout},
};

/// A limit on work at once that moves by itself.
#[derive(Debug)]
pub struct Limiter {
    state: Mutex<State>,
    waiters_max: usize,
    wait_max: Duration,
    waits: Histogram,
}

/// A kind of work that has a share of the limit, as [`Limiter::partition`] gives it. The default is work of no partition,
/// which is let in while there is room within the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Partition(Option<usize>);

impl Limiter {
    /// A builder with [`Gradient2`](super::Gradient2), limits of 1 to 1,000, 20 at the start, and no waiting.
    #[must_use]
    pub fn builder() -> LimiterBuilder {
        LimiterBuilder::default()
    }

    pub(super) fn new(config: LimiterBuilder) -> Self {
        let LimiterBuilder { algorithm, bounds, waiters_max, wait_max, partitions } = config;
        let state = Mutex::new(State::new(bounds, algorithm, partitions));
        Self { state, waiters_max, wait_max, waits: Histogram::new() }
    }

    /// The partition of this name, as the builder was given it.
    #[must_use]
    pub fn partition(&self, name: &str) -> Option<Partition> {
        let position = self.state().shares.iter().position(|share| share.name == name)?;
        Some(Partition(Some(position)))
    }

    /// Lets work in now or not at all.
    ///
    /// # Errors
    /// [`LimitError::Full`] when there is no room.
    pub fn try_acquire(self: &Arc<Self>) -> Result<Guard, LimitError> {
        self.try_acquire_in(Partition::default())
    }

    /// As [`try_acquire`](Self::try_acquire), for work of a partition.
    ///
    /// # Errors
    /// [`LimitError::Full`] when there is no room.
    pub fn try_acquire_in(self: &Arc<Self>, partition: Partition) -> Result<Guard, LimitError> {
        let mut state = self.state();
        match state.enter(partition) {
            Some(in_flight) => {
                drop(state);
                Ok(self.guard(partition, in_flight))
            }
            None => {
                state.counts.refused += 1;
                Err(LimitError::Full { limit: state.limit })
            }
        }
    }

    /// Lets work in, after a wait where the builder allows one: first come, first served, no longer than allowed and than
    /// the task's deadline leaves.
    ///
    /// # Errors
    /// [`LimitError::Full`] when there is no room, neither in flight nor among those who wait;
    /// [`LimitError::TimedOut`] when none came up in time.
    pub async fn acquire(self: &Arc<Self>) -> Result<Guard, LimitError> {
        self.acquire_in(Partition::default()).await
    }

    /// As [`acquire`](Self::acquire), for work of a partition.
    ///
    /// # Errors
    /// As [`acquire`](Self::acquire).
    pub async fn acquire_in(self: &Arc<Self>, partition: Partition) -> Result<Guard, LimitError> {
        let (place, granted) = match self.enter_or_line_up(partition)? {
            Entry::In(guard) => return Ok(guard),
            Entry::Waits(place, granted) => (place, granted),
        };
        let begun = Instant::now();
        let outcome = timeout(Deadline::time_left_or(self.wait_max), granted).await;
        drop(place);
        let waited = begun.elapsed();
        self.waits.record(waited);
        if let Ok(Ok(guard)) = outcome {
            return Ok(guard);
        }
        let mut state = self.state();
        state.counts.timed_out += 1;
        Err(LimitError::TimedOut { limit: state.limit, waited })
    }

    /// The figures now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats::of(&self.state(), self.waits.snapshot())
    }

    /// Whether work beyond the limit waits.
    pub(super) const fn may_wait(&self) -> bool {
        self.waiters_max > 0
    }

    /// Takes a piece of work that ended out of those in flight, learns from it and lets in who waits.
    pub(super) fn release(self: &Arc<Self>, guard: &Guard, outcome: Outcome) {
        let mut state = self.state();
        state.exit(guard, outcome);
        let granted: Vec<Grant> = std::iter::from_fn(|| state.next_grant()).collect();
        drop(state);
        for grant in granted {
            // Whoever gave up meanwhile gives the room back by dropping the guard.
            drop(grant.to.send(self.guard(grant.partition, grant.in_flight)));
        }
    }

    fn enter_or_line_up(self: &Arc<Self>, partition: Partition) -> Result<Entry<'_>, LimitError> {
        let mut state = self.state();
        if let Some(in_flight) = state.enter(partition) {
            drop(state);
            return Ok(Entry::In(self.guard(partition, in_flight)));
        }
        if state.waiting() >= self.waiters_max {
            state.counts.refused += 1;
            return Err(LimitError::Full { limit: state.limit });
        }
        let (sender, granted) = oneshot::channel();
        let ticket = state.line_up(partition, sender);
        drop(state);
        Ok(Entry::Waits(Place { limiter: self, ticket }, granted))
    }

    fn guard(self: &Arc<Self>, partition: Partition, in_flight: usize) -> Guard {
        Guard::new(Arc::clone(self), partition, Instant::now(), in_flight)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Partition {
    pub(super) const fn index(self) -> Option<usize> {
        self.0
    }
}

/// In, or in line.
enum Entry<'a> {
    In(Guard),
    Waits(Place<'a>, oneshot::Receiver<Guard>),
}

/// A place among those who wait, given up when dropped.
struct Place<'a> {
    limiter: &'a Limiter,
    ticket: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.limiter.state().leave(self.ticket);
    }
}
