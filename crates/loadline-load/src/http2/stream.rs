//! One request and its answer, as the connection sees them.

use super::call::CallState;
use super::error::StreamError;
use super::head::Head;
use super::request::Opening;
use super::settings::STREAM_WINDOW_BYTES;
use super::window::{ReceiveWindow, SendWindow};
use crate::message::{EXCERPT_BYTES, Fields, Keep, Limits, Reply};

/// How far the answer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Head,
    Body,
    Done,
}

/// A stream. Its number stands beside it, in the connection.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) phase: Phase,
    pub(super) send: SendWindow,
    pub(super) receive: ReceiveWindow,
    /// Bytes of the request's body that were not handed in yet.
    pub(super) unsent: u64,
    /// Whether its user waits to hand in more.
    pub(super) is_blocked: bool,
    pub(super) bytes_sent: u64,
    pub(super) bytes_received: u64,
    pub(super) reply: Reply,
    pub(super) failed: Option<StreamError>,
    /// What a call keeps besides; nothing for an ordinary request.
    pub(super) call: Option<Box<CallState>>,
    keep: Keep,
    head_only: bool,
    /// Bytes of the body as announced.
    length: Option<u64>,
    list_bytes: usize,
}

impl Stream {
    pub(super) fn new(opening: &Opening<'_>, unsent: u64, window_bytes: u32) -> Self {
        let body = opening.keep.body.then(Vec::new);
        Self {
            phase: Phase::Head,
            send: SendWindow::new(window_bytes),
            receive: ReceiveWindow::new(STREAM_WINDOW_BYTES),
            unsent,
            is_blocked: false,
            bytes_sent: 0,
            bytes_received: 0,
            reply: Reply { keep_alive: true, body, ..Reply::default() },
            failed: None,
            call: None,
            keep: opening.keep,
            head_only: opening.head_only,
            length: None,
            list_bytes: 0,
        }
    }

    /// Whether the fields of the next block are wanted whatever they are.
    #[inline]
    pub(super) fn wants_fields(&self) -> bool {
        self.keep.fields || self.reply.fields.is_some()
    }

    /// Takes in a head or trailers; the fields are taken by the caller when this says so.
    pub(super) fn accept(
        &mut self,
        head: Head,
        ends: bool,
        limits: &Limits,
    ) -> Result<bool, StreamError> {
        self.list_bytes += head.list_bytes;
        if self.list_bytes > limits.head_bytes_max {
            return Err(StreamError::HeadTooLarge);
        }
        match (self.phase, head.status) {
            (Phase::Head, 101) => {
                return Err(StreamError::Protocol("the answer changes the protocol"));
            }
            (Phase::Head, 100..=199) if ends => {
                return Err(StreamError::Protocol("an interim answer ends the stream"));
            }
            (Phase::Head, 100..=199) => return Ok(false),
            (Phase::Head, 200..) => {
                self.phase = Phase::Body;
                self.reply.status = head.status;
                if self.is_failure() {
                    self.reply.body.get_or_insert_default();
                }
                let has_body = !self.head_only && !matches!(head.status, 204 | 304);
                self.length = head.length.filter(|_| has_body);
                if self.length.is_some_and(|length| length > limits.body_bytes_max) {
                    return Err(StreamError::BodyTooLarge);
                }
            }
            (Phase::Body, 0) if ends => {}
            (Phase::Body, 0) => {
                return Err(StreamError::Protocol("trailers do not end the stream"));
            }
            _ => return Err(StreamError::Protocol("the answer's status is missing or misplaced")),
        }
        if ends {
            self.end()?;
        }
        Ok(self.wants_fields() || head.tells_more || self.is_failure())
    }

    /// Whether the answer is a failure that is to be shown.
    fn is_failure(&self) -> bool {
        self.keep.failure && self.reply.status >= 400
    }

    /// Takes in a piece of the body.
    #[inline]
    pub(super) fn data(&mut self, bytes: &[u8], limits: &Limits) -> Result<(), StreamError> {
        if self.phase != Phase::Body {
            return Err(StreamError::Protocol("a body comes before its head"));
        }
        self.reply.body_bytes += bytes.len() as u64;
        // What a call is told is taken as it comes, and its window bounds what waits.
        if self.reply.body_bytes > limits.body_bytes_max && self.call.is_none() {
            return Err(StreamError::BodyTooLarge);
        }
        if let Some(body) = &mut self.reply.body {
            let whole = self.keep.body;
            let room = if whole { bytes.len() } else { EXCERPT_BYTES.saturating_sub(body.len()) };
            body.extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
        Ok(())
    }

    /// The peer said all it had to say.
    #[inline]
    pub(super) fn end(&mut self) -> Result<(), StreamError> {
        if self.phase != Phase::Body {
            return Err(StreamError::Protocol("the stream ends before its head"));
        }
        if self.length.is_some_and(|length| length != self.reply.body_bytes) {
            return Err(StreamError::Protocol("the body is not as long as announced"));
        }
        self.phase = Phase::Done;
        Ok(())
    }

    /// Where the fields of this answer go.
    pub(super) fn fields(&mut self) -> &mut Fields {
        if let Some(call) = &mut self.call
            && std::mem::replace(&mut call.has_head, true)
        {
            return &mut call.trailers;
        }
        self.reply.fields.get_or_insert_default()
    }
}
