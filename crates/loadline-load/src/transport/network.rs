//! What the connections of one thread share: limits, time-outs, addresses, TLS, the read buffer.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use super::deadline::Deadlines;
use super::resolve::Resolver;
use super::share::Share;
use super::tls::{self, TlsError, TlsOptions};
use super::version::{HttpVersion, Offers};
use crate::http1::HeadMemo;
use crate::message::Limits;

/// One read at most; larger answers take several. Shared by all connections of a thread, so it stays in
/// the cache and a connection at rest needs no buffer.
const READ_BYTES: usize = 64 * 1024;

/// How connections behave.
#[derive(Debug, Clone)]
pub struct NetworkOptions {
    /// Longest time to connect, look-up and TLS included.
    pub connect_timeout: Duration,
    /// Longest time from the request's last byte to the answer's first.
    pub first_byte_timeout: Duration,
    /// Longest time for the whole request.
    pub total_timeout: Duration,
    /// Bounds on an answer.
    pub limits: Limits,
    /// Connections shared by all users of the run; each user has its own when none is given.
    pub connections: Option<u32>,
    /// Whom to trust.
    pub tls: TlsOptions,
    /// Which version of HTTP to speak.
    pub version: HttpVersion,
}

impl Default for NetworkOptions {
    /// Ten seconds to connect; a minute for an answer, which is k6's default too.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(60),
            total_timeout: Duration::from_secs(60),
            limits: Limits::default(),
            connections: None,
            tls: TlsOptions::default(),
            version: HttpVersion::default(),
        }
    }
}

/// The TLS part of the options, made once and shared by all threads.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) options: NetworkOptions,
    pub(crate) tls: Offers,
}

impl Prepared {
    pub(crate) fn new(options: NetworkOptions) -> Result<Self, TlsError> {
        let tls = Offers::new(&*tls::configure(&options.tls)?, options.version);
        Ok(Self { options, tls })
    }
}

/// What the connections of one thread share.
pub struct Network {
    pub(super) options: NetworkOptions,
    pub(super) tls: Offers,
    pub(super) resolver: Resolver,
    pub(super) share: Option<Rc<Share>>,
    pub(super) heads: HeadMemo,
    pub(super) read_buffer: RefCell<Box<[u8]>>,
    pub(super) opened: Cell<u64>,
    shortest_timeout: Cell<Duration>,
    /// The deadlines of this thread's users.
    pub deadlines: Deadlines,
}

impl Network {
    /// The network of one thread, which gets `connections` of the shared ones where they are shared.
    pub(crate) fn new(prepared: &Prepared, connections: Option<u32>) -> Rc<Self> {
        Rc::new(Self {
            options: prepared.options.clone(),
            tls: prepared.tls.clone(),
            resolver: Resolver::default(),
            share: connections.map(Share::new),
            heads: HeadMemo::default(),
            read_buffer: RefCell::new(vec![0; READ_BYTES].into_boxed_slice()),
            opened: Cell::new(0),
            shortest_timeout: Cell::new(
                prepared.options.first_byte_timeout.min(prepared.options.total_timeout),
            ),
            deadlines: Deadlines::default(),
        })
    }

    /// The shortest time-out, which the deadline sweeps go by.
    pub(crate) fn shortest_timeout(&self) -> Duration {
        self.shortest_timeout.get()
    }

    /// Some requests have a time-out of their own: the sweeps have to be as fine as it needs.
    pub(crate) fn expect_timeout(&self, timeout: Duration) {
        self.shortest_timeout.set(timeout.min(self.shortest_timeout.get()));
    }

    /// Bounds on an answer.
    pub(crate) fn limits(&self) -> Limits {
        self.options.limits
    }

    /// Whether users share connections.
    pub(crate) fn is_shared(&self) -> bool {
        self.share.is_some()
    }

    /// Connections opened since the last call.
    pub(crate) fn take_opened(&self) -> u64 {
        self.opened.take()
    }
}
