//! The requests that wait and the counts of batches: plain state behind the batcher's lock, with the one decision of
//! what has to begin now. Nothing here waits, spawns or runs the caller's code.

use super::{BatchError, Linger, config::Config};
use std::collections::VecDeque;
use tokio::{sync::oneshot, time::Instant};

/// Where the answer to a request goes.
pub(super) type Reply<A, E> = oneshot::Sender<Result<A, BatchError<E>>>;

/// A request that waits.
#[derive(Debug)]
pub(super) struct Item<Q, A, E> {
    /// Rises along the queue.
    pub(super) id: u64,
    pub(super) request: Q,
    pub(super) bytes: usize,
    pub(super) since: Instant,
    pub(super) reply: Reply<A, E>,
}

/// What has to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing: what waits will be looked at by something that is under way.
    Nothing,
    /// A flight; it is counted already.
    Flight,
    /// The timer that wakes when the oldest request has waited long enough; it is counted already.
    Timer,
}

/// The state of a batcher. Of the flights under way, those `boarding` have not taken their batch yet.
#[derive(Debug)]
pub(super) struct Queue<Q, A, E> {
    items: VecDeque<Item<Q, A, E>>,
    bytes: usize,
    next_id: u64,
    in_flight: usize,
    boarding: usize,
    has_timer: bool,
    is_closed: bool,
}

impl<Q, A, E> Queue<Q, A, E> {
    pub(super) const fn new() -> Self {
        Self {
            items: VecDeque::new(),
            bytes: 0,
            next_id: 0,
            in_flight: 0,
            boarding: 0,
            has_timer: false,
            is_closed: false,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) const fn in_flight(&self) -> usize {
        self.in_flight
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.is_closed
    }

    pub(super) fn is_idle(&self) -> bool {
        self.items.is_empty() && self.in_flight == 0
    }

    /// Puts a request at the end; its number is for [`remove`](Self::remove).
    pub(super) fn push(&mut self, request: Q, bytes: usize, reply: Reply<A, E>) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.bytes += bytes;
        self.items.push_back(Item { id, request, bytes, since: Instant::now(), reply });
        id
    }

    /// Takes out the request of that number, if it still waits.
    pub(super) fn remove(&mut self, id: u64) -> Option<Item<Q, A, E>> {
        let at = self.items.binary_search_by_key(&id, |item| item.id).ok()?;
        let item = self.items.remove(at)?;
        self.bytes -= item.bytes;
        Some(item)
    }

    /// No request is taken from now on, and those that wait go without lingering.
    pub(super) const fn close(&mut self) {
        self.is_closed = true;
    }

    /// Takes out all that wait.
    pub(super) fn clear(&mut self) -> VecDeque<Item<Q, A, E>> {
        self.bytes = 0;
        std::mem::take(&mut self.items)
    }

    /// A flight takes its batch: the oldest requests, as many as fit.
    pub(super) fn board(&mut self, config: &Config) -> Vec<Item<Q, A, E>> {
        self.boarding -= 1;
        let mut bytes = 0_usize;
        let fits = |item: &&Item<Q, A, E>| {
            bytes = bytes.saturating_add(item.bytes);
            bytes <= config.max_bytes
        };
        let count = self.items.iter().take(config.max_items).take_while(fits).count();
        let batch: Vec<_> = self.items.drain(..count).collect();
        self.bytes -= batch.iter().map(|item| item.bytes).sum::<usize>();
        batch
    }

    /// A flight is over; `has_boarded` when it had taken its batch.
    pub(super) const fn land(&mut self, has_boarded: bool) {
        self.in_flight -= 1;
        if !has_boarded {
            self.boarding -= 1;
        }
    }

    /// The timer has ended.
    pub(super) const fn timer_ended(&mut self) {
        self.has_timer = false;
    }

    /// When the oldest request that no flight is boarding for has waited long enough.
    pub(super) fn due(&self, config: &Config) -> Option<Instant> {
        let item = self.items.get(self.boarding * config.max_items)?;
        Some(item.since + config.max_wait)
    }

    /// Decides what has to begin and counts it. `is_due` when a request is known to have waited long enough.
    pub(super) fn next(&mut self, config: &Config, is_due: bool) -> Next {
        let left = self.items.len().saturating_sub(self.boarding * config.max_items);
        if left == 0 || self.in_flight >= config.concurrency {
            return Next::Nothing;
        }
        let is_full = left >= config.max_items
            || self.bytes / config.max_bytes > self.boarding
            || self.is_closed;
        let is_alone = config.linger == Linger::Adaptive && self.in_flight == 0;
        if is_full || is_due || is_alone || config.max_wait.is_zero() {
            self.in_flight += 1;
            self.boarding += 1;
            return Next::Flight;
        }
        if self.has_timer {
            return Next::Nothing;
        }
        self.has_timer = true;
        Next::Timer
    }
}
