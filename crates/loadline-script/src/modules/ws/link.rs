//! An open WebSocket of a script: messages counted, pings timed, ends told in k6's words.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Instant;

use loadline_load::transport::{SocketEvent, WebSocket};
use loadline_load::websocket::Kind;
use loadline_load::{ErrorKind, Fault};

use crate::metrics::{Meters, MetricId, TagsId};

/// Pings whose answers are waited for; the oldest is forgotten first.
const PINGS_MAX: usize = 1_000;
/// Ends that are nobody's mistake.
const NORMAL: u16 = 1000;
const GOING_AWAY: u16 = 1001;
/// Stands for an end without a code, and for one without a goodbye.
const NO_STATUS: u16 = 1005;
const ABNORMAL: u16 = 1006;

/// An open WebSocket.
pub(super) struct Link {
    pub(super) socket: WebSocket,
    pub(super) meters: Rc<Meters>,
    pub(super) tags: TagsId,
    opened: Instant,
    pings: RefCell<VecDeque<(u32, Instant)>>,
    pings_sent: Cell<u32>,
    is_over: Cell<bool>,
}

/// What happened on it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    Text(String),
    Binary(Vec<u8>),
    Ping,
    Pong,
    /// The end, with an error where it is one.
    Close {
        code: u16,
        reason: String,
        error: Option<String>,
    },
}

impl Link {
    pub(super) fn new(socket: WebSocket, meters: Rc<Meters>, tags: TagsId) -> Self {
        Self {
            socket,
            meters,
            tags,
            opened: Instant::now(),
            pings: RefCell::default(),
            pings_sent: Cell::new(0),
            is_over: Cell::new(false),
        }
    }

    /// Sends a message.
    pub(super) fn send(&self, kind: Kind, payload: &[u8]) -> Result<(), Fault> {
        self.socket.send(kind, payload)?;
        self.count_sent();
        Ok(())
    }

    /// Counts a message as sent.
    pub(super) fn count_sent(&self) {
        self.meters.add(MetricId::WS_MSGS_SENT, self.tags, 1.0);
    }

    /// Asks whether the server is there.
    pub(super) fn ping(&self) -> Result<(), Fault> {
        let number = self.pings_sent.get().wrapping_add(1);
        self.pings_sent.set(number);
        self.socket.send(Kind::Ping, &number.to_be_bytes())?;
        let mut pings = self.pings.borrow_mut();
        if pings.len() == PINGS_MAX {
            pings.pop_front();
        }
        pings.push_back((number, Instant::now()));
        Ok(())
    }

    /// Waits for what happens next.
    pub(super) async fn next(&self) -> Told {
        match self.socket.next().await {
            Ok(event) => self.told(event),
            Err(fault) => Told::Close {
                code: ABNORMAL,
                reason: String::new(),
                error: Some(match fault.kind {
                    ErrorKind::Closed => named(ABNORMAL, "unexpected EOF"),
                    _ => format!("websocket: {}", fault.detail),
                }),
            },
        }
    }

    fn told(&self, event: SocketEvent) -> Told {
        match event {
            SocketEvent::Text(text) => {
                self.meters.add(MetricId::WS_MSGS_RECEIVED, self.tags, 1.0);
                Told::Text(text)
            }
            SocketEvent::Binary(bytes) => {
                self.meters.add(MetricId::WS_MSGS_RECEIVED, self.tags, 1.0);
                Told::Binary(bytes)
            }
            SocketEvent::Ping(_) => Told::Ping,
            SocketEvent::Pong(payload) => {
                self.ponged(&payload);
                Told::Pong
            }
            SocketEvent::Close { code, reason } => {
                let code = code.unwrap_or(NO_STATUS);
                let is_fine = matches!(code, NORMAL | GOING_AWAY);
                let error = (!is_fine).then(|| named(code, &reason));
                Told::Close { code, reason, error }
            }
        }
    }

    fn ponged(&self, payload: &[u8]) {
        let Some(number) = payload.first_chunk().map(|bytes| u32::from_be_bytes(*bytes)) else {
            return;
        };
        let mut pings = self.pings.borrow_mut();
        if let Some(place) = pings.iter().position(|(known, _)| *known == number)
            && let Some((_, sent)) = pings.remove(place)
        {
            self.meters.add(MetricId::WS_PING, self.tags, millis(sent));
        }
    }

    /// It is over: how long it lasted is counted, once.
    pub(super) fn finish(&self) {
        if !self.is_over.replace(true) {
            self.meters.add(MetricId::WS_SESSION_DURATION, self.tags, millis(self.opened));
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.finish();
    }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

/// An end in k6's words.
pub(super) fn named(code: u16, reason: &str) -> String {
    let name = match code {
        1000 => " (normal)",
        1001 => " (going away)",
        1002 => " (protocol error)",
        1003 => " (unsupported data)",
        1005 => " (no status)",
        1006 => " (abnormal closure)",
        1007 => " (invalid payload data)",
        1008 => " (policy violation)",
        1009 => " (message too big)",
        1010 => " (mandatory extension missing)",
        1011 => " (internal server error)",
        1015 => " (TLS handshake error)",
        _ => "",
    };
    let colon = if reason.is_empty() { "" } else { ": " };
    format!("websocket: close {code}{name}{colon}{reason}")
}
