//! What a limiter keeps under its lock: who is in flight, who waits, the rule and the counts. Everything here is
//! arithmetic; waking and dropping happen outside, once the lock is given back.

use super::{Algorithm, Bounds, Guard, Outcome, Sample, algorithm::as_float, limiter::Partition};
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
};
use tokio::{sync::oneshot, time::Instant};

/// The state of a limiter.
#[derive(Debug)]
pub(super) struct State {
    pub(super) limit: usize,
    pub(super) in_flight: usize,
    pub(super) shares: Vec<Share>,
    /// In the order of arrival, so of tickets; as many as the configuration allows.
    waiters: VecDeque<Waiter>,
    next_ticket: u64,
    bounds: Bounds,
    /// None once it panicked.
    algorithm: Option<Box<dyn Algorithm>>,
    pub(super) counts: Counts,
}

/// A partition's share of the limit and what it has in flight.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) name: String,
    share: f64,
    pub(super) in_flight: usize,
}

/// What happened so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) success: u64,
    pub(super) dropped: u64,
    pub(super) ignored: u64,
    pub(super) refused: u64,
    pub(super) timed_out: u64,
}

/// Someone who waits for room.
#[derive(Debug)]
struct Waiter {
    ticket: u64,
    partition: Partition,
    grant: oneshot::Sender<Guard>,
}

/// Room for one who waited: to be sent once the lock is given back.
#[derive(Debug)]
pub(super) struct Grant {
    pub(super) to: oneshot::Sender<Guard>,
    pub(super) partition: Partition,
    pub(super) in_flight: usize,
}

impl State {
    pub(super) fn new(
        bounds: Bounds,
        algorithm: Box<dyn Algorithm>,
        shares: Vec<(String, f64)>,
    ) -> Self {
        let shares =
            shares.into_iter().map(|(name, share)| Share { name, share, in_flight: 0 }).collect();
        Self {
            limit: bounds.initial,
            in_flight: 0,
            shares,
            waiters: VecDeque::new(),
            next_ticket: 0,
            bounds,
            algorithm: Some(algorithm),
            counts: Counts::default(),
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiters.len()
    }

    /// Lets one in where there is room; how many are in flight then.
    pub(super) fn enter(&mut self, partition: Partition) -> Option<usize> {
        if self.in_flight >= self.limit && !self.below_share(partition) {
            return None;
        }
        self.in_flight += 1;
        if let Some(share) = partition.index().and_then(|index| self.shares.get_mut(index)) {
            share.in_flight += 1;
        }
        Some(self.in_flight)
    }

    /// Puts one to the end of those who wait; the ticket to leave with.
    pub(super) fn line_up(&mut self, partition: Partition, grant: oneshot::Sender<Guard>) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.waiters.push_back(Waiter { ticket, partition, grant });
        ticket
    }

    /// One who waited does so no more.
    pub(super) fn leave(&mut self, ticket: u64) {
        if let Ok(position) = self.waiters.binary_search_by_key(&ticket, |waiter| waiter.ticket) {
            self.waiters.remove(position);
        }
    }

    /// One in flight has ended.
    pub(super) fn exit(&mut self, guard: &Guard, outcome: Outcome) {
        self.in_flight -= 1;
        if let Some(share) = guard.partition().index().and_then(|index| self.shares.get_mut(index))
        {
            share.in_flight -= 1;
        }
        match outcome {
            Outcome::Success => self.counts.success += 1,
            Outcome::Dropped => self.counts.dropped += 1,
            Outcome::Ignored => {
                self.counts.ignored += 1;
                return;
            }
        }
        let at = Instant::now();
        self.learn(&Sample {
            at,
            rtt: at.saturating_duration_since(guard.started()),
            in_flight: guard.in_flight(),
            dropped: outcome == Outcome::Dropped,
        });
    }

    /// The next one who waits and has room now: those below their share first, then first come, first served.
    pub(super) fn next_grant(&mut self) -> Option<Grant> {
        loop {
            let below = if self.shares.is_empty() {
                None
            } else {
                self.waiters.iter().position(|waiter| self.below_share(waiter.partition))
            };
            let position = below.or((self.in_flight < self.limit).then_some(0))?;
            let waiter = self.waiters.remove(position)?;
            if waiter.grant.is_closed() {
                continue;
            }
            let in_flight = self.enter(waiter.partition)?;
            return Some(Grant { to: waiter.grant, partition: waiter.partition, in_flight });
        }
    }

    fn below_share(&self, partition: Partition) -> bool {
        partition.index().and_then(|index| self.shares.get(index)).is_some_and(|share| {
            let own = (share.share * as_float(self.limit)).round().max(1.0);
            as_float(share.in_flight) < own
        })
    }

    fn learn(&mut self, sample: &Sample) {
        let (Some(mut algorithm), bounds) = (self.algorithm.take(), self.bounds) else { return };
        let update = AssertUnwindSafe(|| {
            let limit = algorithm.update(sample, bounds);
            (limit, algorithm)
        });
        let Ok((limit, algorithm)) = catch_unwind(update) else {
            tracing::warn!(limit = self.limit, "the limit's algorithm panicked, the limit stays");
            return;
        };
        self.algorithm = Some(algorithm);
        let limit = limit.clamp(bounds.min, bounds.max);
        if limit != self.limit {
            tracing::trace!(from = self.limit, to = limit, "limit changed");
            self.limit = limit;
        }
    }
}
