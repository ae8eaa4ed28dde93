//! One call on the wire: messages framed and unframed, head and trailers, and how it ended.

use std::cell::{Cell, RefCell};

use loadline_load::message::Fields;
use loadline_load::transport::{Call, CallConnection, CallOver, Fault};

use super::status::{INTERNAL, RESOURCE_EXHAUSTED, Status, UNIMPLEMENTED};

/// Compressed or not, and the length.
const PREFIX_BYTES: usize = 5;

/// A call under way.
pub(super) struct Conversation {
    call: Call,
    head: RefCell<Option<(u16, Fields)>>,
    pending: RefCell<Vec<u8>>,
    receive_bytes_max: usize,
    is_over: Cell<bool>,
}

/// What came since the last time.
#[derive(Debug, Default)]
pub(super) struct News {
    pub(super) messages: Vec<Vec<u8>>,
    pub(super) end: Option<End>,
}

/// How a call ended.
#[derive(Debug)]
pub(super) struct End {
    pub(super) status: Status,
    pub(super) headers: Fields,
    pub(super) trailers: Fields,
}

impl End {
    /// One that came from here, not from the server.
    pub(super) fn own(status: Status) -> Self {
        Self { status, headers: Fields::default(), trailers: Fields::default() }
    }
}

impl Conversation {
    /// Begins a call with that head.
    pub(super) async fn begin(
        connection: &CallConnection,
        head: &[u8],
        receive_bytes_max: usize,
    ) -> Result<Self, Fault> {
        Ok(Self {
            call: connection.begin(head).await?,
            head: RefCell::default(),
            pending: RefCell::default(),
            receive_bytes_max,
            is_over: Cell::new(false),
        })
    }

    /// Sends a framed message; nothing follows the last one.
    pub(super) async fn send(&self, framed: &[u8], last: bool) -> Result<(), CallOver> {
        self.call.send(framed, last).await
    }

    /// Waits until something came that is worth telling.
    pub(super) async fn next(&self) -> News {
        loop {
            if self.is_over.get() {
                return News::default();
            }
            let progress = self.call.progress().await;
            if progress.head.is_some() {
                *self.head.borrow_mut() = progress.head;
            }
            self.pending.borrow_mut().extend_from_slice(&progress.body);
            let (messages, broken) = self.unframed();
            let end = match (broken, progress.end) {
                (Some(status), _) => Some(self.ended(status, Fields::default())),
                (None, None) => None,
                (None, Some(Ok(trailers))) => {
                    let status = Status::said(self.head.borrow().as_ref(), &trailers);
                    Some(self.ended(status, trailers))
                }
                (None, Some(Err(error))) => {
                    let status = Status::broken(error, &self.call.fault(error).detail);
                    Some(self.ended(status, Fields::default()))
                }
            };
            if end.is_some() || !messages.is_empty() {
                return News { messages, end };
            }
        }
    }

    fn ended(&self, status: Status, trailers: Fields) -> End {
        self.is_over.set(true);
        let headers = self.head.borrow_mut().take().map(|(_, fields)| fields).unwrap_or_default();
        End { status, headers, trailers }
    }

    /// Bytes sent and received so far.
    pub(super) fn bytes(&self) -> (u64, u64) {
        self.call.bytes()
    }

    /// The whole messages that have come, and what is wrong with the one behind them.
    fn unframed(&self) -> (Vec<Vec<u8>>, Option<Status>) {
        let mut pending = self.pending.borrow_mut();
        let mut messages = Vec::new();
        let mut at = 0;
        let wrong = loop {
            let rest = &pending[at..];
            let Some((prefix, behind)) = rest.split_first_chunk::<PREFIX_BYTES>() else {
                break None;
            };
            let [flag, length @ ..] = *prefix;
            let length = u32::from_be_bytes(length) as usize;
            match flag {
                0 => {}
                1 => {
                    let text = "grpc: compressed flag set with identity or empty encoding";
                    break Some(Status::new(INTERNAL, text));
                }
                other => {
                    let text = format!("grpc: received unexpected payload format {other}");
                    break Some(Status::new(UNIMPLEMENTED, text));
                }
            }
            if length > self.receive_bytes_max {
                let most = self.receive_bytes_max;
                let text = format!("grpc: received message larger than max ({length} vs. {most})");
                break Some(Status::new(RESOURCE_EXHAUSTED, text));
            }
            let Some(message) = behind.get(..length) else { break None };
            messages.push(message.to_vec());
            at += PREFIX_BYTES + length;
        };
        pending.drain(..at);
        (messages, wrong)
    }
}

/// A message as it goes out.
pub(super) fn framed(message: &[u8], send_bytes_max: usize) -> Result<Vec<u8>, Status> {
    let length = message.len();
    if length > send_bytes_max {
        let text =
            format!("trying to send message larger than max ({length} vs. {send_bytes_max})");
        return Err(Status::new(RESOURCE_EXHAUSTED, text));
    }
    let length = u32::try_from(length)
        .map_err(|_| Status::new(RESOURCE_EXHAUSTED, "the message is too long"))?;
    let mut framed = Vec::with_capacity(PREFIX_BYTES + message.len());
    framed.push(0);
    framed.extend_from_slice(&length.to_be_bytes());
    framed.extend_from_slice(message);
    Ok(framed)
}
