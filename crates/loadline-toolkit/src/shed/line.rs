//! Who waits, in the order of arrival, and who of them is served or shed next. The time is passed in; nothing here waits.

use super::{Shed, codel::Codel, config::Limits};
use std::{collections::VecDeque, time::Duration};
use tokio::time::Instant;

/// A line of bounded length.
#[derive(Debug)]
pub(super) struct Line<T> {
    items: VecDeque<Item<T>>,
    next_ticket: u64,
    codel: Codel,
    limits: Limits,
    pub(super) counts: Counts,
}

/// Those who waited too long, and how long.
pub(super) type Late<T> = Vec<(T, Shed)>;

/// What happened so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) served: u64,
    pub(super) full: u64,
    pub(super) late: u64,
}

#[derive(Debug)]
struct Item<T> {
    ticket: u64,
    arrived: Instant,
    it: T,
}

/// What a look at the line brought: the one to serve, with its wait, and those who waited too long.
#[derive(Debug)]
pub(super) struct Served<T> {
    pub(super) next: Option<(T, Duration)>,
    pub(super) late: Late<T>,
}

impl<T> Line<T> {
    pub(super) fn new(limits: Limits) -> Self {
        let codel = Codel::new(limits.target, limits.interval);
        Self { items: VecDeque::new(), next_ticket: 0, codel, limits, counts: Counts::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) const fn overloaded(&self) -> bool {
        self.codel.overloaded()
    }

    /// Puts one to the end; the ticket to leave with. It is given back when the line is full. Those who waited too long
    /// are taken out by the way.
    pub(super) fn push(&mut self, now: Instant, it: T) -> (Result<u64, (T, Shed)>, Late<T>) {
        let late = self.expire(now);
        if self.items.len() >= self.limits.len_max {
            self.counts.full += 1;
            let error =
                Shed::Full { waiting: self.items.len(), retry_after: self.codel.interval() };
            return (Err((it, error)), late);
        }
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.items.push_back(Item { ticket, arrived: now, it });
        (Ok(ticket), late)
    }

    /// Takes out the next one to serve, and those who waited too long.
    pub(super) fn pop(&mut self, now: Instant) -> Served<T> {
        let late = self.expire(now);
        let newest = self.limits.newest_first && self.codel.overloaded();
        let item = if newest { self.items.pop_back() } else { self.items.pop_front() };
        self.counts.served += u64::from(item.is_some());
        let next = item.map(|item| (item.it, now.saturating_duration_since(item.arrived)));
        Served { next, late }
    }

    /// One who waited does so no more, whatever was made of it.
    pub(super) fn leave(&mut self, ticket: u64) -> Option<T> {
        let position = self.items.binary_search_by_key(&ticket, |item| item.ticket).ok()?;
        self.items.remove(position).map(|item| item.it)
    }

    /// Judges the line by its oldest and takes out those who waited too long.
    fn expire(&mut self, now: Instant) -> Late<T> {
        let oldest = self.items.front().map_or(Duration::ZERO, |item| age(item, now));
        self.codel.observe(now, oldest);
        let (wait_max, retry_after) = (self.codel.wait_max(), self.codel.interval());
        let mut late = Vec::new();
        while let Some(item) = self.items.pop_front_if(|item| age(item, now) > wait_max) {
            let waited = age(&item, now);
            late.push((item.it, Shed::Late { waited, retry_after }));
        }
        if !late.is_empty() {
            self.codel.shed();
        }
        self.counts.late += late.len() as u64;
        late
    }
}

fn age<T>(item: &Item<T>, now: Instant) -> Duration {
    now.saturating_duration_since(item.arrived)
}
