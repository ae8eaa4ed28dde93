//! One response from its bytes, in whatever pieces they come.

use super::body::Chunked;
use super::head::{Framing, Head, HeadError};
use super::memo::HeadMemo;
use crate::message::{EXCERPT_BYTES, Fields, Keep, Limits, Reply};

/// What a server did that HTTP/1.1 does not allow, or that passes a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// The head is not one.
    #[error(transparent)]
    Head(#[from] HeadError),
    /// The head, or all interim heads together, passes the limit.
    #[error("the answer's head is larger than the limit")]
    HeadTooLarge,
    /// A chunk's size is no number, or its trailers do not end.
    #[error("the answer's chunked body is malformed")]
    BadChunk,
    /// The body passes the limit.
    #[error("the answer's body is larger than the limit")]
    BodyTooLarge,
    /// More bytes than the response declared.
    #[error("bytes follow the end of the answer")]
    TrailingBytes,
    /// The connection ended inside the response.
    #[error("the connection closed inside the answer")]
    Truncated,
}

/// Whether a response is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// More bytes are needed.
    More,
    /// The response is complete.
    Done,
}

#[derive(Debug, Clone)]
enum Place {
    Head,
    Length(u64),
    Chunked(Chunked),
    UntilClose,
    Done,
}

/// The state of reading one response. Bytes of an unfinished head are the only ones it copies, besides
/// a body that was asked for.
#[derive(Debug)]
pub struct ResponseParser {
    limits: Limits,
    memo: HeadMemo,
    to_head_request: bool,
    keep: Keep,
    place: Place,
    unfinished_head: Vec<u8>,
    head_bytes: usize,
    reply: Reply,
}

impl ResponseParser {
    /// A parser for responses within `limits`, which shares what others have learnt of heads.
    pub fn new(limits: Limits, memo: HeadMemo) -> Self {
        Self {
            limits,
            memo,
            to_head_request: false,
            keep: Keep::default(),
            place: Place::Head,
            unfinished_head: Vec::new(),
            head_bytes: 0,
            reply: Reply::default(),
        }
    }

    /// Makes ready for the answer to the next request: whether that was a HEAD, what of it is kept.
    pub fn expect(&mut self, to_head_request: bool, keep: Keep) {
        self.to_head_request = to_head_request;
        self.keep = keep;
        self.place = Place::Head;
        self.unfinished_head.clear();
        self.head_bytes = 0;
        self.reply = Reply { body: keep.body.then(Vec::new), ..Reply::default() };
    }

    /// The reply, handed out; the parser is then ready for [`Self::expect`].
    pub fn take_reply(&mut self) -> Reply {
        std::mem::take(&mut self.reply)
    }

    /// The reply so far; its status is 0 until its head is complete.
    pub fn reply(&self) -> &Reply {
        &self.reply
    }

    /// What came of the body since the last call, where it is kept: for answers read as they arrive.
    pub fn take_body(&mut self) -> Vec<u8> {
        self.reply.body.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Reads on in `input`.
    ///
    /// # Errors
    /// When the bytes break the protocol or a limit; the connection is then of no further use.
    pub fn feed(&mut self, input: &[u8]) -> Result<Step, ProtocolError> {
        let mut rest = input;
        while !rest.is_empty() {
            let taken = match &mut self.place {
                Place::Head => self.feed_head(rest)?,
                Place::Done => return Err(ProtocolError::TrailingBytes),
                Place::Length(left) => {
                    let length = (*left).min(rest.len() as u64) as usize;
                    *left -= length as u64;
                    let done = *left == 0;
                    keep(&mut self.reply, &self.limits, self.keep.body, &rest[..length])?;
                    if done {
                        self.place = Place::Done;
                    }
                    length
                }
                Place::UntilClose => {
                    keep(&mut self.reply, &self.limits, self.keep.body, rest)?;
                    rest.len()
                }
                Place::Chunked(_) => self.feed_chunked(rest)?,
            };
            rest = &rest[taken..];
        }
        Ok(if matches!(self.place, Place::Done) { Step::Done } else { Step::More })
    }

    /// The connection ended: complete only where the body was to end with it.
    ///
    /// # Errors
    /// When the response was not complete.
    pub fn end(&mut self) -> Result<(), ProtocolError> {
        match self.place {
            Place::UntilClose | Place::Done => {
                self.place = Place::Done;
                Ok(())
            }
            _ => Err(ProtocolError::Truncated),
        }
    }

    /// Room taken for what the parser holds on to.
    #[cfg(test)]
    pub(super) fn memory_held_bytes(&self) -> usize {
        self.unfinished_head.capacity() + self.reply.body.as_ref().map_or(0, Vec::capacity)
    }

    fn feed_head(&mut self, rest: &[u8]) -> Result<usize, ProtocolError> {
        let kept = self.unfinished_head.len();
        let parsed = if kept == 0 {
            self.memo.parse(rest, self.to_head_request)?
        } else {
            let room = (self.limits.head_bytes_max + 1).saturating_sub(kept);
            self.unfinished_head.extend_from_slice(&rest[..rest.len().min(room)]);
            self.memo.parse(&self.unfinished_head, self.to_head_request)?
        };
        match parsed {
            Some(head) => {
                self.check_head_size(head.length)?;
                let is_failure = self.keep.failure && head.status >= 400;
                if self.keep.fields || head.tells_more || is_failure {
                    let bytes = if kept == 0 { rest } else { &self.unfinished_head };
                    self.reply.fields = Some(Fields::of_head(&bytes[..head.length]));
                }
                self.unfinished_head.clear();
                self.accept(head)?;
                Ok(head.length - kept)
            }
            None => {
                if kept == 0 {
                    self.check_head_size(rest.len())?;
                    self.unfinished_head.extend_from_slice(rest);
                } else {
                    self.check_head_size(self.unfinished_head.len())?;
                }
                Ok(rest.len())
            }
        }
    }

    fn accept(&mut self, head: Head) -> Result<(), ProtocolError> {
        self.head_bytes += head.length;
        // Interim answers (100, 103 …) precede the real one; 101 would change the protocol.
        if (100..200).contains(&head.status) && head.status != 101 {
            return Ok(());
        }
        self.reply.status = head.status;
        self.reply.keep_alive = head.keep_alive;
        if self.keep.failure && head.status >= 400 {
            self.reply.body.get_or_insert_default();
        }
        self.place = match head.framing {
            Framing::Empty => Place::Done,
            Framing::Length(length) if length > self.limits.body_bytes_max => {
                return Err(ProtocolError::BodyTooLarge);
            }
            Framing::Length(length) => Place::Length(length),
            Framing::Chunked => Place::Chunked(Chunked::new()),
            Framing::Close => Place::UntilClose,
        };
        Ok(())
    }

    fn check_head_size(&self, length: usize) -> Result<(), ProtocolError> {
        if self.head_bytes + length > self.limits.head_bytes_max {
            return Err(ProtocolError::HeadTooLarge);
        }
        Ok(())
    }

    fn feed_chunked(&mut self, rest: &[u8]) -> Result<usize, ProtocolError> {
        let Place::Chunked(chunked) = &mut self.place else { return Ok(0) };
        let mut kept = Ok(());
        let taken = chunked
            .take(rest, |data| {
                if kept.is_ok() {
                    kept = keep(&mut self.reply, &self.limits, self.keep.body, data);
                }
            })
            .map_err(|_| ProtocolError::BadChunk)?;
        kept?;
        if chunked.is_done() {
            self.place = Place::Done;
        }
        Ok(taken)
    }
}

#[inline]
fn keep(reply: &mut Reply, limits: &Limits, whole: bool, data: &[u8]) -> Result<(), ProtocolError> {
    reply.body_bytes += data.len() as u64;
    if reply.body_bytes > limits.body_bytes_max {
        return Err(ProtocolError::BodyTooLarge);
    }
    if let Some(body) = &mut reply.body {
        let room = if whole { data.len() } else { EXCERPT_BYTES.saturating_sub(body.len()) };
        body.extend_from_slice(&data[..data.len().min(room)]);
    }
    Ok(())
}
