//! Addresses of hosts: looked up once or given, kept for a while, one or all of them used.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::time::Instant;

use tokio::sync::Mutex;

use super::fault::{ErrorKind, Fault};
use super::lookup::{Lookup, Select};
use super::network::NetworkOptions;
use super::pinned::PinnedHost;
use super::rules::HostRules;

/// Addresses kept of one host.
const ADDRESSES_MAX: usize = 64;

/// The addresses of one host.
struct Known {
    addresses: Vec<SocketAddr>,
    next: usize,
    looked_up: Instant,
}

impl Known {
    /// The addresses to try now.
    fn choose(&mut self, select: Select) -> Rc<[SocketAddr]> {
        match select {
            Select::First => Rc::new([self.addresses[0]]),
            Select::Random => Rc::new([self.addresses[fastrand::usize(..self.addresses.len())]]),
            Select::InTurn => {
                self.next = (self.next + 1) % self.addresses.len();
                let (later, first) = self.addresses.split_at(self.next);
                first.iter().chain(later).copied().collect()
            }
        }
    }
}

/// Looks up hosts for the connections of one thread. Users that ask for one host at the same time wait
/// for a single look-up.
pub(super) struct Resolver {
    pinned: Vec<PinnedHost>,
    rules: HostRules,
    lookup: Lookup,
    known: RefCell<HashMap<(String, u16), Known>>,
    looking_up: Mutex<()>,
}

/// Addresses to try, in this order, and what the look-up cost where there was one.
pub(super) struct Resolved {
    pub(super) addresses: Rc<[SocketAddr]>,
    pub(super) dns_seconds: Option<f64>,
}

impl Resolver {
    /// A resolver that looks up all hosts but those whose addresses are given.
    pub(super) fn new(options: &NetworkOptions) -> Self {
        let (known, looking_up) = (RefCell::default(), Mutex::default());
        let NetworkOptions { pinned, rules, lookup, .. } = options;
        Self { pinned: pinned.clone(), rules: rules.clone(), lookup: *lookup, known, looking_up }
    }

    /// The addresses of a host that may be connected to, the one whose turn it is first.
    pub(super) async fn resolve(&self, host: &str, port: u16) -> Result<Resolved, Fault> {
        self.rules.check_host(host)?;
        let resolved = match self.rules.place_of(host, port) {
            Some(place) => Resolved { addresses: Rc::new([place]), dns_seconds: None },
            None => self.find(host, port).await?,
        };
        let checked = |address: &SocketAddr| self.rules.check_address(address.ip());
        resolved.addresses.iter().try_for_each(checked)?;
        Ok(resolved)
    }

    async fn find(&self, host: &str, port: u16) -> Result<Resolved, Fault> {
        if let Some(addresses) = self.in_turn(host, port) {
            return Ok(Resolved { addresses, dns_seconds: None });
        }
        if let Some(pinned) = self.pinned.iter().find(|pinned| pinned.stands_for(host, port)) {
            let addresses = self.learn(host, port, pinned.socket_addresses());
            return Ok(Resolved { addresses, dns_seconds: None });
        }
        if let Ok(address) = host.parse::<IpAddr>() {
            let addresses = Rc::new([SocketAddr::new(address, port)]);
            return Ok(Resolved { addresses, dns_seconds: None });
        }
        let _only_one = self.looking_up.lock().await;
        if let Some(addresses) = self.in_turn(host, port) {
            return Ok(Resolved { addresses, dns_seconds: None });
        }
        let started = Instant::now();
        let found = tokio::net::lookup_host((host, port)).await;
        let found =
            found.map_err(|error| Fault::new(ErrorKind::Dns, format!("{host}: {error}")))?;
        let addresses = self.lookup.family.of(found.take(ADDRESSES_MAX).collect());
        if addresses.is_empty() {
            return Err(Fault::new(ErrorKind::Dns, format!("{host}: no address")));
        }
        let addresses = self.learn(host, port, addresses);
        Ok(Resolved { addresses, dns_seconds: Some(started.elapsed().as_secs_f64()) })
    }

    /// Keeps `addresses` and gives those to be used now.
    fn learn(&self, host: &str, port: u16, addresses: Vec<SocketAddr>) -> Rc<[SocketAddr]> {
        let mut known = Known { addresses, next: 0, looked_up: Instant::now() };
        let chosen = known.choose(self.lookup.select);
        self.known.borrow_mut().insert((host.to_owned(), port), known);
        chosen
    }

    fn in_turn(&self, host: &str, port: u16) -> Option<Rc<[SocketAddr]>> {
        let mut known = self.known.borrow_mut();
        let known = known.get_mut(&(host.to_owned(), port))?;
        if self.lookup.kept.is_some_and(|kept| known.looked_up.elapsed() > kept) {
            return None;
        }
        Some(known.choose(self.lookup.select))
    }

    /// Leaves `dead` out until the next look-up, as long as another address remains.
    pub(super) fn leave_out(&self, host: &str, dead: SocketAddr) {
        let mut known = self.known.borrow_mut();
        if let Some(known) = known.get_mut(&(host.to_owned(), dead.port()))
            && known.addresses.len() > 1
        {
            known.addresses.retain(|address| *address != dead);
        }
    }
}
