//! The right to be in flight. How the work went is said once, by consuming it; dropping it without a word says nothing.

use super::{Limiter, Partition};
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;

/// Work that was let in; its room is free again when this is consumed or dropped.
#[derive(Debug)]
#[must_use = "the room is free again once the guard is dropped"]
pub struct Guard {
    limiter: Arc<Limiter>,
    partition: Partition,
    started: Instant,
    in_flight: usize,
    if_dropped: Outcome,
}

/// How a piece of work went, as far as the limit is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done: its time is a sample.
    Success,
    /// It was given up for overload (a time-out, a refusal): the limit has to fall.
    Dropped,
    /// Its time says nothing about load: a mistake of the caller, an answer from a cache.
    Ignored,
}

impl Guard {
    pub(super) const fn new(
        limiter: Arc<Limiter>,
        partition: Partition,
        started: Instant,
        in_flight: usize,
    ) -> Self {
        Self { limiter, partition, started, in_flight, if_dropped: Outcome::Ignored }
    }

    /// The work was done.
    pub fn success(self) {
        self.end(Outcome::Success);
    }

    /// The work was given up for overload.
    pub fn dropped(self) {
        self.end(Outcome::Dropped);
    }

    /// The work's time says nothing.
    pub fn ignored(self) {
        self.end(Outcome::Ignored);
    }

    /// The work ended with `outcome`.
    pub fn end(mut self, outcome: Outcome) {
        self.if_dropped = outcome;
    }

    /// What it means when this is dropped without a word, as happens when a caller gives up. Default: ignored.
    pub const fn if_dropped(mut self, outcome: Outcome) -> Self {
        self.if_dropped = outcome;
        self
    }

    /// How long the work is under way.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// How many were in flight when this was let in, itself included.
    pub(super) const fn in_flight(&self) -> usize {
        self.in_flight
    }

    pub(super) const fn started(&self) -> Instant {
        self.started
    }

    pub(super) const fn partition(&self) -> Partition {
        self.partition
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.limiter.release(self, self.if_dropped);
    }
}
