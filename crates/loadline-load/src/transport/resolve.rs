//! Addresses of hosts: looked up once or given, kept for a minute, all of them used in turn.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::fault::{ErrorKind, Fault};
use super::pinned::PinnedHost;

/// How long addresses are kept before they are looked up again.
const KEPT: Duration = Duration::from_secs(60);
/// Addresses kept of one host.
const ADDRESSES_MAX: usize = 64;

/// The addresses of one host.
struct Known {
    addresses: Vec<SocketAddr>,
    next: usize,
    looked_up: Instant,
}

/// Looks up hosts for the connections of one thread. Users that ask for one host at the same time wait
/// for a single look-up.
pub(super) struct Resolver {
    pinned: Vec<PinnedHost>,
    known: RefCell<HashMap<(String, u16), Known>>,
    looking_up: Mutex<()>,
}

/// Addresses to try, in this order, and what the look-up cost where there was one.
pub(super) struct Resolved {
    pub(super) addresses: Rc<[SocketAddr]>,
    pub(super) dns_seconds: Option<f64>,
}

impl Resolver {
    /// A resolver that looks up all hosts but those that are `pinned`.
    pub(super) fn new(pinned: &[PinnedHost]) -> Self {
        let (known, looking_up) = (RefCell::default(), Mutex::default());
        Self { pinned: pinned.to_vec(), known, looking_up }
    }

    /// The addresses of a host, starting with the one whose turn it is.
    pub(super) async fn resolve(&self, host: &str, port: u16) -> Result<Resolved, Fault> {
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
        let addresses: Vec<_> = found.take(ADDRESSES_MAX).collect();
        if addresses.is_empty() {
            return Err(Fault::new(ErrorKind::Dns, format!("{host}: no address")));
        }
        let addresses = self.learn(host, port, addresses);
        Ok(Resolved { addresses, dns_seconds: Some(started.elapsed().as_secs_f64()) })
    }

    /// Keeps `addresses` and gives them in their first order.
    fn learn(&self, host: &str, port: u16, addresses: Vec<SocketAddr>) -> Rc<[SocketAddr]> {
        let known = Known { addresses, next: 0, looked_up: Instant::now() };
        self.known.borrow_mut().insert((host.to_owned(), port), known);
        self.in_turn(host, port).unwrap_or_default()
    }

    fn in_turn(&self, host: &str, port: u16) -> Option<Rc<[SocketAddr]>> {
        let mut known = self.known.borrow_mut();
        let known = known.get_mut(&(host.to_owned(), port))?;
        if known.looked_up.elapsed() > KEPT {
            return None;
        }
        known.next = (known.next + 1) % known.addresses.len();
        let (later, first) = known.addresses.split_at(known.next);
        Some(first.iter().chain(later).copied().collect())
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
