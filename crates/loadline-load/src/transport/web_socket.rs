//! A WebSocket for scripts: opened with a URL, written to at any moment, and asked for what happens next.
//!
//! Writing never waits: what the connection does not take at once is held here, within a bound, and goes out
//! while the next event is awaited. Redirects and challenges are not followed.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::fault::{ErrorKind, Fault};
use super::live::Live;
use super::network::Network;
use super::socket::Socket;
use super::{Endpoint, Exchange, Request};
use crate::message::{Fields, Keep, Payload, Rest};
use crate::websocket::{Key, Kind, Received, check_answer};

/// Bytes that may wait to be sent; a script that sends more is told so.
const OUTBOX_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The longest payload of a ping, a pong or a goodbye.
const CONTROL_BYTES_MAX: usize = 125;

/// A WebSocket to be opened.
#[derive(Debug, Clone, Copy)]
pub struct SocketRequest<'a> {
    /// The server.
    pub endpoint: &'a Endpoint,
    /// Path and query.
    pub path: &'a str,
    /// Header fields besides those that WebSockets need, `Host` among them where it is to differ.
    pub headers: &'a [(String, String)],
    /// Subprotocols offered.
    pub protocols: &'a [String],
    /// The longest time until it is open, instead of the network's limits on a request.
    pub timeout: Option<Duration>,
}

/// What happens on an open WebSocket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SocketEvent {
    /// A text came.
    Text(String),
    /// Bytes came.
    Binary(Vec<u8>),
    /// A ping came, and was answered.
    Ping(Vec<u8>),
    /// The answer to a ping came.
    Pong(Vec<u8>),
    /// The server said goodbye; nothing comes any more.
    Close {
        /// Its code, where it gave one.
        code: Option<u16>,
        /// Its reason, which may be empty.
        reason: String,
    },
}

/// An open WebSocket.
pub struct WebSocket {
    socket: RefCell<Socket>,
    listener: RefCell<Option<Waker>>,
    is_over: Cell<bool>,
    protocol: String,
}

impl WebSocket {
    /// Opens one. The exchange tells when what happened, and the head of the server's answer, whatever it was; of a
    /// refusal also the part of its body that came along.
    ///
    /// # Errors
    /// When the server cannot be reached or does not agree.
    pub async fn open(
        network: &Rc<Network>,
        asked: SocketRequest<'_>,
        mut random: fastrand::Rng,
    ) -> (Exchange, Result<Self, Fault>) {
        let key = Key::new(random.u128(..).to_ne_bytes());
        let written = head_of(&asked, &key);
        let request = Request {
            started: Instant::now(),
            endpoint: asked.endpoint,
            payload: Payload { written: &written, rest: Rest::Nothing },
            head_only: false,
            repeatable: false,
            keep: Keep { fields: true, body: true, failure: false, peer: false },
            timeout: asked.timeout,
        };
        let (mut exchange, mut live) = Box::pin(Live::open(network, &request)).await;
        if let (Ok(reply), Some(live)) = (&mut exchange.result, &mut live)
            && reply.status != 101
        {
            reply.body = live.beginning_of_body();
        }
        let protocol = match &exchange.result {
            Err(fault) => Err(Fault::new(fault.kind, fault.detail.clone())),
            Ok(reply) => agreed(reply.status, reply.fields.as_ref(), &key, asked.protocols),
        };
        let opened = protocol.and_then(|protocol| {
            let gone = || Fault::new(ErrorKind::Closed, "the connection closed");
            let mut socket = Socket::new(live.ok_or_else(gone)?, random);
            socket.outbox_bytes_max = OUTBOX_BYTES_MAX;
            let (listener, is_over) = (RefCell::default(), Cell::new(false));
            Ok(Self { socket: RefCell::new(socket), listener, is_over, protocol })
        });
        (exchange, opened)
    }

    /// The subprotocol that the server chose; empty where it chose none.
    pub fn protocol(&self) -> &str {
        &self.protocol
    }

    /// Bytes that wait to be sent.
    pub fn waiting_bytes(&self) -> usize {
        self.socket.borrow().waiting_bytes()
    }

    /// Sends a message, or a ping or pong.
    ///
    /// # Errors
    /// When the connection is over, a ping is too long, or too much waits to be sent already.
    pub fn send(&self, kind: Kind, payload: &[u8]) -> Result<(), Fault> {
        if self.is_over.get() {
            return Err(Fault::new(ErrorKind::Closed, "the WebSocket is closed"));
        }
        let is_control = !matches!(kind, Kind::Text | Kind::Binary);
        if is_control && payload.len() > CONTROL_BYTES_MAX {
            let detail = format!("a control frame holds at most {CONTROL_BYTES_MAX} bytes");
            return Err(Fault::new(ErrorKind::Protocol, detail));
        }
        let mut socket = self.socket.borrow_mut();
        if socket.waiting_bytes().saturating_add(payload.len()) > OUTBOX_BYTES_MAX {
            let detail = format!("more than {OUTBOX_BYTES_MAX} bytes wait to be sent");
            return Err(Fault::new(ErrorKind::Generator, detail));
        }
        if !socket.send_now(kind, payload)?
            && let Some(listener) = &*self.listener.borrow()
        {
            listener.wake_by_ref();
        }
        Ok(())
    }

    /// Says goodbye. Events go on until the server has said so, too.
    ///
    /// # Errors
    /// When the connection is over, or the reason too long.
    pub fn close(&self, code: u16, reason: &str) -> Result<(), Fault> {
        let payload = [&code.to_be_bytes(), reason.as_bytes()].concat();
        self.send(Kind::Close, &payload)
    }

    /// Waits for what happens next. One listener at a time.
    ///
    /// # Errors
    /// When the connection ends without a goodbye, or the server breaks the protocol; nothing comes after it.
    pub async fn next(&self) -> Result<SocketEvent, Fault> {
        let event = poll_fn(|cx| self.poll_next(cx)).await;
        if matches!(event, Err(_) | Ok(SocketEvent::Close { .. })) {
            self.is_over.set(true);
        }
        event
    }

    fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Result<SocketEvent, Fault>> {
        if self.is_over.get() {
            return Poll::Ready(Err(Fault::new(ErrorKind::Closed, "the WebSocket is closed")));
        }
        let mut listener = self.listener.borrow_mut();
        if !listener.as_ref().is_some_and(|listener| listener.will_wake(cx.waker())) {
            *listener = Some(cx.waker().clone());
        }
        drop(listener);
        let mut event = None;
        let polled = self.socket.borrow_mut().poll_receive(cx, &mut |received| {
            event = Some(SocketEvent::from(received));
            ControlFlow::Break(())
        });
        polled.map(|ended| match (event, ended) {
            (Some(event), _) => Ok(event),
            (None, Err(fault)) => Err(fault),
            (None, Ok(())) => unreachable!("nothing but an event ends the listening"),
        })
    }
}

impl From<&Received<'_>> for SocketEvent {
    fn from(received: &Received<'_>) -> Self {
        match received {
            Received::Text(text) => Self::Text((*text).to_owned()),
            Received::Binary(bytes) => Self::Binary(bytes.to_vec()),
            Received::Ping(bytes) => Self::Ping(bytes.to_vec()),
            Received::Pong(bytes) => Self::Pong(bytes.to_vec()),
            Received::Close(close) => {
                Self::Close { code: close.code, reason: close.reason.to_owned() }
            }
        }
    }
}

/// The request that asks for a WebSocket.
fn head_of(asked: &SocketRequest<'_>, key: &Key) -> Vec<u8> {
    let mut head = format!("GET {} HTTP/1.1\r\n", asked.path);
    let mut line = |name: &str, value: &str| {
        let is_kept = |text: &char| !matches!(text, '\r' | '\n');
        head.extend(name.chars().filter(is_kept));
        head.push_str(": ");
        head.extend(value.chars().filter(is_kept));
        head.push_str("\r\n");
    };
    if !asked.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        line("Host", &asked.endpoint.host_header());
    }
    asked.headers.iter().for_each(|(name, value)| line(name, value));
    line("Upgrade", "websocket");
    line("Connection", "Upgrade");
    line("Sec-WebSocket-Key", key.as_str());
    line("Sec-WebSocket-Version", "13");
    if !asked.protocols.is_empty() {
        line("Sec-WebSocket-Protocol", &asked.protocols.join(", "));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Whether the answer agrees; gives the subprotocol chosen.
fn agreed(
    status: u16,
    fields: Option<&Fields>,
    key: &Key,
    offered: &[String],
) -> Result<String, Fault> {
    if status != 101 {
        let detail = format!("the server answers with status {status}");
        return Err(Fault::new(ErrorKind::BadStatus, detail));
    }
    let none = Fields::default();
    let chosen = check_answer(fields.unwrap_or(&none), key, offered);
    chosen
        .map(|chosen| chosen.unwrap_or_default().to_owned())
        .map_err(|error| Fault::new(ErrorKind::Protocol, error.to_string()))
}

#[cfg(test)]
mod tests;
