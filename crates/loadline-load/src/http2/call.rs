//! Calls: streams on which both sides talk for as long as they like.
//!
//! A call begins as a request whose body has no end yet. What comes is taken piece by piece, and the peer's
//! window opens again only as it is taken, which bounds what waits here. Head and trailers are kept apart.

use super::client::{Client, StreamKey, live};
use super::error::StreamError;
use super::frame::{Code, DATA, END_STREAM, FrameHead, RST_STREAM, WINDOW_UPDATE, write_number};
use super::request::{Opening, RequestError};
use super::stream::Phase;
use crate::message::{Fields, Keep};

/// What a stream keeps when it is a call.
#[derive(Debug, Default)]
pub(super) struct CallState {
    /// Whether the fields of the answer's head have come.
    pub(super) has_head: bool,
    pub(super) trailers: Fields,
    is_head_taken: bool,
}

/// What came on a call since it was last asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Status and fields of the answer's head.
    pub head: Option<(u16, Fields)>,
    /// Bytes of the body.
    pub body: Vec<u8>,
    /// How it ended, with the trailers where there were any.
    pub end: Option<Result<Fields, StreamError>>,
}

impl Client {
    /// Whether the peer has said its first word.
    pub fn has_settings(&self) -> bool {
        self.has_settings
    }

    /// Begins a call with a head in the form of HTTP/1.1. Its body is handed in with [`Client::send_body`] and
    /// ends where [`Client::end_body`] says so.
    ///
    /// # Errors
    /// When the head is none, or no stream is to be had.
    pub fn open_call(&mut self, head: &[u8]) -> Result<StreamKey, RequestError> {
        let keep = Keep { fields: true, body: true, failure: false, peer: false };
        let opening = Opening { written: head, rest_bytes: u64::MAX, head_only: false, keep };
        let (key, _) = self.open(&opening)?;
        let stream = self.streams[key.slot].as_mut().expect("the stream was opened just now");
        stream.call = Some(Box::default());
        Ok(key)
    }

    /// Says that the body of a call ends after `more` bytes, which may be none.
    pub fn end_body(&mut self, key: StreamKey, more: u64) {
        let Some(stream) = live(&mut self.streams, &self.ids, key) else { return };
        if stream.unsent == 0 {
            return;
        }
        stream.unsent = more;
        if more == 0 {
            FrameHead { length: 0, kind: DATA, flags: END_STREAM, stream: key.id }
                .write(&mut self.out);
            self.mark_end(key);
        }
    }

    /// Takes what came on a call; the peer may send more from then on.
    pub fn take_progress(&mut self, key: StreamKey) -> Progress {
        let Some(stream) = live(&mut self.streams, &self.ids, key) else {
            return Progress::default();
        };
        let is_over = stream.phase == Phase::Done;
        let body = stream.reply.body.as_mut().map(std::mem::take).unwrap_or_default();
        let Some(call) = &mut stream.call else { return Progress::default() };
        let is_news = call.has_head && !std::mem::replace(&mut call.is_head_taken, call.has_head);
        let fields = stream.reply.fields.as_mut().filter(|_| is_news).map(std::mem::take);
        let head = fields.map(|fields| (stream.reply.status, fields));
        let end = match stream.failed {
            Some(error) => Some(Err(error)),
            None => is_over.then(|| Ok(std::mem::take(&mut call.trailers))),
        };
        if end.is_none()
            && let Some(more) = stream.receive.refill()
        {
            write_number(&mut self.out, WINDOW_UPDATE, key.id, more);
        }
        Progress { head, body, end }
    }

    /// Bytes of a call's frames so far, sent and received.
    pub fn call_bytes(&self, key: StreamKey) -> (u64, u64) {
        let stream = self.streams.get(key.slot).and_then(Option::as_ref);
        let stream = stream.filter(|_| self.ids[key.slot] == key.id);
        stream.map_or((0, 0), |stream| (stream.bytes_sent, stream.bytes_received))
    }

    /// Ends a call, wherever it stands; its place is free then.
    pub fn close_call(&mut self, key: StreamKey) {
        let Some(stream) = live(&mut self.streams, &self.ids, key) else { return };
        let is_whole = stream.phase == Phase::Done;
        if is_whole && stream.failed.is_none() && stream.unsent > 0 {
            write_number(&mut self.out, RST_STREAM, key.id, Code::NoError as u32);
        }
        self.release(key);
    }
}
