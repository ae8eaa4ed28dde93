//! The door for protocols: a request, its exchange, and the trait that turns one into the other.

use std::future::Future;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::fault::{ErrorKind, Fault};
use super::network::NetworkOptions;
use super::peer::Peer;
use super::target::Endpoint;
use crate::message::{Keep, Payload, Reply};

/// One request, ready to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The moment it starts, which is now: its user has just read the clock.
    pub started: Instant,
    /// Where to.
    pub endpoint: &'a Endpoint,
    /// Its bytes.
    pub payload: Payload<'a>,
    /// Whether it asks for the head alone: its answer has no body.
    pub head_only: bool,
    /// Whether it may be sent again when a kept connection turns out to be closed.
    pub repeatable: bool,
    /// What of the answer is wanted.
    pub keep: Keep,
    /// The longest time it may take in all, instead of the network's limits on a request.
    pub timeout: Option<Duration>,
}

/// The longest times of one request.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeLimits {
    /// From its last byte to the answer's first.
    pub(super) first_byte: Duration,
    /// From its start to its end.
    pub(super) total: Duration,
}

impl<'a> Request<'a> {
    /// The same request with another written part.
    pub(super) fn with_written(self, written: &'a [u8]) -> Self {
        Self { payload: Payload { written, ..self.payload }, ..self }
    }

    /// Its own limit where it has one, else those of the network.
    pub(super) fn time_limits(&self, options: &NetworkOptions) -> TimeLimits {
        match self.timeout {
            Some(own) => TimeLimits { first_byte: own, total: own },
            None => {
                TimeLimits { first_byte: options.first_byte_timeout, total: options.total_timeout }
            }
        }
    }

    /// What `opening` gives, unless the request's own limit passes first; the network's are its own matter.
    pub(super) async fn in_time<T>(
        &self,
        opening: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let Some(own) = self.timeout else { return opening.await };
        tokio::time::timeout_at((self.started + own).into(), opening).await.unwrap_or_else(|_| {
            let detail = format!("no connection to {} within {own:?}", self.endpoint);
            Err(Fault::new(ErrorKind::TimedOutConnecting, detail))
        })
    }
}

/// When what happened to a request. Phases that did not take place have no time.
#[derive(Debug, Clone, Copy)]
pub struct Phases {
    /// When it was begun, connecting included.
    pub started: Instant,
    /// When the connection was there and its first byte was sent.
    pub sending: Instant,
    /// When its last byte was sent.
    pub sent: Instant,
    /// When the first byte of the answer came.
    pub first_byte: Instant,
    /// When it was over.
    pub done: Instant,
    /// What a new connection cost, where there was one.
    pub opened: Option<Opened>,
}

impl Phases {
    /// The phases of a request that was over as soon as it was begun.
    #[must_use]
    pub const fn at_once(at: Instant) -> Self {
        Self { started: at, sending: at, sent: at, first_byte: at, done: at, opened: None }
    }
}

/// What a new connection cost, in seconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Opened {
    /// Looking up the address, where that was not known yet.
    pub dns_seconds: Option<f64>,
    /// The TCP handshake.
    pub connect_seconds: f64,
    /// The TLS handshake.
    pub tls_seconds: Option<f64>,
}

/// What became of a request.
#[derive(Debug)]
pub struct Exchange {
    /// When what happened.
    pub phases: Phases,
    /// Bytes sent.
    pub bytes_sent: u64,
    /// Bytes received.
    pub bytes_received: u64,
    /// Who answered, where that was asked for.
    pub peer: Option<Rc<Peer>>,
    /// The answer, or why there is none.
    pub result: Result<Reply, Fault>,
}

impl Exchange {
    /// One that ended before a byte could be sent.
    pub(super) fn never_sent(started: Instant, fault: Fault) -> Self {
        let done = Instant::now();
        let phases =
            Phases { started, sending: done, sent: done, first_byte: done, done, opened: None };
        Self { phases, bytes_sent: 0, bytes_received: 0, peer: None, result: Err(fault) }
    }
}

/// Sends requests for one user, one at a time.
pub trait Transport {
    /// Sends `request` and waits for its answer. It may be dropped while it waits, and the connection with it.
    fn exchange(&mut self, request: Request<'_>) -> impl Future<Output = Exchange>;

    /// Another one for the same user, to be used at the same time: requests side by side go through siblings,
    /// which share a connection where the protocol carries several requests on one.
    fn sibling(&self) -> Self;
}
