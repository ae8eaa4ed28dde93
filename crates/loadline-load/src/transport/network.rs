//! What the connections of one thread share: limits, time-outs, addresses, TLS, the read buffer.

use std::cell::{Cell, RefCell};
use std::net::IpAddr;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use super::Endpoint;
use super::deadline::Deadlines;
use super::local::{Sources, check_source};
use super::lookup::Lookup;
use super::pace::Pace;
use super::pinned::PinnedHost;
use super::proxy::Proxies;
use super::resolve::Resolver;
use super::rules::HostRules;
use super::share::Share;
use super::tls::{Certificates, Tls, TlsError, TlsOptions};
use super::unix::check_path;
use super::version::{HttpVersion, Protocol};
use crate::http1::HeadMemo;
use crate::http2::BlockMemo;
use crate::message::Limits;

/// One read at most; larger answers take several. Shared by all connections of a thread, so it stays in
/// the cache and a connection at rest needs no buffer.
const READ_BYTES: usize = 64 * 1024;
/// Sets of certificates remembered; one that is forgotten is read again.
const OTHERS_MAX: usize = 16;
/// Servers whose protocol is remembered; one that is forgotten is asked again.
const SPOKEN_MAX: usize = 64;

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
    /// How connections are encrypted.
    pub tls: TlsOptions,
    /// Which version of HTTP to speak.
    pub version: HttpVersion,
    /// The proxies on the way.
    pub proxies: Proxies,
    /// Hosts whose addresses are given.
    pub pinned: Vec<PinnedHost>,
    /// Where connections may go.
    pub rules: HostRules,
    /// How names are looked up.
    pub lookup: Lookup,
    /// The most requests per second of all users together.
    pub pace: Option<Pace>,
    /// Addresses of this machine to leave from, in turn; the system chooses where there are none.
    pub source_addresses: Vec<IpAddr>,
    /// A socket in the file system that all connections go to, whatever the host.
    pub unix_socket: Option<PathBuf>,
}

/// Connections that cannot be made as asked for.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// No connection can leave from there.
    #[error("connect from {address}: {source}")]
    SourceAddress {
        /// The address.
        address: IpAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// No socket can be there.
    #[error("connect to {}: {source}", path.display())]
    UnixSocket {
        /// The path.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

impl NetworkOptions {
    /// Whether connections can be made as asked for, as far as that can be told without making one.
    ///
    /// # Errors
    /// When a file cannot be used, an address is not one of this machine, or a path is too long.
    pub fn check(&self) -> Result<(), NetworkError> {
        self.tls.check()?;
        for address in self.source_addresses.iter().copied() {
            check_source(address)
                .map_err(|source| NetworkError::SourceAddress { address, source })?;
        }
        let path = self.unix_socket.as_ref();
        path.map_or(Ok(()), |path| check_path(path).map_err(|source| (path.clone(), source)))
            .map_err(|(path, source)| NetworkError::UnixSocket { path, source })
    }
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
            proxies: Proxies::default(),
            pinned: Vec::new(),
            rules: HostRules::default(),
            lookup: Lookup::default(),
            pace: None,
            source_addresses: Vec::new(),
            unix_socket: None,
        }
    }
}

/// The TLS part of the options, made once and shared by all threads.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) options: NetworkOptions,
    pub(crate) tls: Arc<Tls>,
}

impl Prepared {
    pub(crate) fn new(options: NetworkOptions) -> Result<Self, TlsError> {
        let tls = Arc::new(Tls::new(&options.tls, options.version)?);
        Ok(Self { options, tls })
    }
}

/// What the connections of one thread share.
pub struct Network {
    pub(super) options: NetworkOptions,
    pub(super) tls: Arc<Tls>,
    pub(super) resolver: Resolver,
    pub(super) sources: Sources,
    pub(super) share: Option<Rc<Share>>,
    pub(super) heads: HeadMemo,
    pub(super) blocks: BlockMemo,
    /// What servers were found to speak, the one met first first.
    spoken: RefCell<Vec<(Endpoint, Protocol)>>,
    pub(super) read_buffer: RefCell<Box<[u8]>>,
    pub(super) opened: Cell<u64>,
    /// Bytes of connections that stay, behind the requests that opened them: sent and received.
    lasting_bytes: Cell<(u64, u64)>,
    shortest_timeout: Cell<Duration>,
    /// The deadlines of this thread's users.
    pub deadlines: Deadlines,
    /// Networks with certificates of scripts.
    others: RefCell<Vec<(Certificates, Rc<Self>)>>,
}

impl Network {
    /// The network of one thread, which gets `connections` of the shared ones where they are shared.
    pub(crate) fn new(prepared: &Prepared, connections: Option<u32>) -> Rc<Self> {
        Rc::new(Self {
            options: prepared.options.clone(),
            tls: prepared.tls.clone(),
            resolver: Resolver::new(&prepared.options),
            sources: Sources::new(&prepared.options.source_addresses),
            share: connections.map(Share::new),
            heads: HeadMemo::default(),
            blocks: BlockMemo::default(),
            spoken: RefCell::default(),
            read_buffer: RefCell::new(vec![0; READ_BYTES].into_boxed_slice()),
            opened: Cell::new(0),
            lasting_bytes: Cell::default(),
            shortest_timeout: Cell::new(
                prepared.options.first_byte_timeout.min(prepared.options.total_timeout),
            ),
            deadlines: Deadlines::default(),
            others: RefCell::default(),
        })
    }

    /// The same with certificates of somebody's own, for calls; made once for those that come again.
    ///
    /// # Errors
    /// When they are no certificates, or the key is not theirs.
    pub fn with_certificates(&self, own: &Certificates) -> Result<Rc<Self>, NetworkError> {
        let mut others = self.others.borrow_mut();
        if let Some((_, known)) = others.iter().find(|(known, _)| known == own) {
            return Ok(known.clone());
        }
        let tls = Arc::new(self.tls.with(own)?);
        let made = Self::new(&Prepared { options: self.options.clone(), tls }, None);
        if others.len() == OTHERS_MAX {
            others.remove(0);
        }
        others.push((own.clone(), made.clone()));
        Ok(made)
    }

    /// The shortest time-out, which the deadline sweeps go by.
    pub(crate) fn shortest_timeout(&self) -> Duration {
        self.shortest_timeout.get()
    }

    /// Some requests have a time-out of their own: the sweeps have to be as fine as it needs.
    pub(crate) fn expect_timeout(&self, timeout: Duration) {
        self.shortest_timeout.set(timeout.min(self.shortest_timeout.get()));
    }

    /// The longest time for a whole request.
    pub(crate) fn total_timeout(&self) -> Duration {
        self.options.total_timeout
    }

    /// Bounds on an answer.
    pub(crate) fn limits(&self) -> Limits {
        self.options.limits
    }

    /// Whether users share connections.
    pub(crate) fn is_shared(&self) -> bool {
        self.share.is_some()
    }

    /// What that server speaks, where that was asked for or found out.
    #[inline]
    pub(super) fn protocol_of(&self, endpoint: &Endpoint) -> Option<Protocol> {
        let asked_for = self.options.version.of_all(endpoint.tls);
        asked_for.or_else(|| {
            let spoken = self.spoken.borrow();
            spoken.iter().find(|(known, _)| known == endpoint).map(|(_, protocol)| *protocol)
        })
    }

    /// Notes what a server was found to speak.
    pub(super) fn learn(&self, endpoint: &Endpoint, protocol: Protocol) {
        let mut spoken = self.spoken.borrow_mut();
        spoken.retain(|(known, _)| known != endpoint);
        if spoken.len() == SPOKEN_MAX {
            spoken.remove(0);
        }
        spoken.push((endpoint.clone(), protocol));
    }

    /// Counts bytes of a connection that stays.
    #[inline]
    pub(super) fn count_lasting(&self, sent: usize, received: usize) {
        let (all_sent, all_received) = self.lasting_bytes.get();
        self.lasting_bytes.set((all_sent + sent as u64, all_received + received as u64));
    }

    /// Bytes of connections that stay, sent and received since the last call.
    pub(crate) fn take_lasting_bytes(&self) -> (u64, u64) {
        self.lasting_bytes.take()
    }

    /// Connections opened since the last call.
    pub(crate) fn take_opened(&self) -> u64 {
        self.opened.take()
    }
}
