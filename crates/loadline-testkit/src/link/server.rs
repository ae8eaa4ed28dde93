//! The handle of a link: orders go to its connections through one watched value, so that each sees the latest.
//!
//! Deliberately not here: moving bytes (`pump`).

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::watch;

use super::pump;
use crate::error::StartError;
use crate::host::Host;

/// What a [`Link`] does with bytes and newcomers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkMode {
    /// Lets everything through.
    Pass,
    /// Accepts connections and moves no byte on any, nor the end of one, until the mode changes: what stood still then
    /// goes on. As a server that was stopped, or a network that is split.
    Freeze,
    /// Each piece of bytes waits this long, in either direction.
    Delay(Duration),
    /// Resets newcomers; those that are there go on.
    Refuse,
    /// Resets a connection once this many bytes of the server's have come through it from now on: in the middle of an
    /// answer, if the number is well chosen.
    CutAfter(u64),
}

/// How many connections a [`Link`] has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkCounts {
    /// All connections so far, those that were turned away, too.
    pub accepted: u64,
    /// Those whose client has not left and that were not reset.
    pub open: u64,
}

/// A TCP proxy on a free loopback port. Stops, with its connections, when dropped.
#[derive(Debug)]
pub struct Link {
    orders: watch::Sender<Orders>,
    tally: Arc<Tally>,
    host: Host,
}

/// What the connections are told. Connections are numbered from one as they come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Orders {
    pub(super) mode: LinkMode,
    /// Those up to this number move no byte ever again.
    pub(super) silent_up_to: u64,
    /// Those up to this number are reset.
    pub(super) reset_up_to: u64,
}

/// What the connections count.
#[derive(Debug, Default)]
struct Tally {
    accepted: AtomicU64,
    open: AtomicU64,
}

impl Link {
    /// Starts a link to a server, which need not run yet.
    ///
    /// # Errors
    ///
    /// When the port or thread cannot be had.
    pub fn to(target: SocketAddr) -> Result<Self, StartError> {
        let mode = LinkMode::Pass;
        let (orders, watched) = watch::channel(Orders { mode, silent_up_to: 0, reset_up_to: 0 });
        let tally = Arc::new(Tally::default());
        let shared = Arc::clone(&tally);
        let host = Host::start(move || {
            Ok(move |client: TcpStream| {
                let number = shared.accepted.fetch_add(1, Ordering::SeqCst) + 1;
                let (open, orders) = (Open::new(&shared), watched.clone());
                async move {
                    // A broken connection is for its two ends to notice.
                    let _ = pump::run(number, client, target, orders, open).await;
                }
            })
        })?;
        Ok(Self { orders, tally, host })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.host.address()
    }

    /// Does this from now on, with the connections that are there and those to come.
    pub fn set(&self, mode: LinkMode) {
        self.orders.send_modify(|orders| orders.mode = mode);
    }

    /// The connections that are there go dead: no byte passes any more and neither end is told. New ones are not
    /// concerned.
    pub fn silence(&self) {
        let accepted = self.tally.accepted.load(Ordering::SeqCst);
        self.orders.send_modify(|orders| orders.silent_up_to = accepted);
    }

    /// Resets the connections that are there. New ones are not concerned.
    pub fn reset(&self) {
        let accepted = self.tally.accepted.load(Ordering::SeqCst);
        self.orders.send_modify(|orders| orders.reset_up_to = accepted);
    }

    /// How many connections it has seen.
    #[must_use]
    pub fn counts(&self) -> LinkCounts {
        LinkCounts {
            accepted: self.tally.accepted.load(Ordering::SeqCst),
            open: self.tally.open.load(Ordering::SeqCst),
        }
    }
}

/// One open connection, counted until this is dropped.
#[derive(Debug)]
pub(super) struct Open(Arc<Tally>);

impl Open {
    fn new(tally: &Arc<Tally>) -> Self {
        tally.open.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(tally))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}
