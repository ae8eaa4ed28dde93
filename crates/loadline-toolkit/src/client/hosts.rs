//! The circuit breaker of each host, for a bounded number of hosts: the one that was used longest ago makes room, one
//! that is closed before one that is not.

use crate::breaker::{Breaker, BreakerBuilder, State};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Breakers by host.
#[derive(Debug)]
pub(super) struct Hosts {
    config: BreakerBuilder,
    hosts_max: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    breakers: HashMap<String, Used>,
    /// Counts the uses, so that the last use of each host has its place.
    uses: u64,
}

#[derive(Debug)]
struct Used {
    breaker: Breaker,
    last: u64,
}

impl Hosts {
    /// `config` has been built once, so that it can be.
    pub(super) fn new(config: BreakerBuilder, hosts_max: usize) -> Self {
        Self { config, hosts_max, known: Mutex::default() }
    }

    /// The breaker of a host, made at its first use.
    pub(super) fn of(&self, host: &str) -> Breaker {
        let mut known = self.known();
        known.uses += 1;
        let last = known.uses;
        if let Some(used) = known.breakers.get_mut(host) {
            used.last = last;
            return used.breaker.clone();
        }
        if known.breakers.len() >= self.hosts_max {
            known.make_room();
        }
        let breaker = self.config.clone().build().expect("it was built when the client was");
        known.breakers.insert(host.to_owned(), Used { breaker: breaker.clone(), last });
        breaker
    }

    /// The breaker of a host that was used.
    pub(super) fn find(&self, host: &str) -> Option<Breaker> {
        self.known().breakers.get(host).map(|used| used.breaker.clone())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn make_room(&mut self) {
        let order = |used: &Used| (used.breaker.state() != State::Closed, used.last);
        let oldest = self.breakers.iter().min_by_key(|(_, used)| order(used));
        if let Some(host) = oldest.map(|(host, _)| host.clone()) {
            self.breakers.remove(&host);
        }
    }
}
