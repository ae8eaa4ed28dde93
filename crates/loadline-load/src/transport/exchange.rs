//! One request and its answer on an open connection: written, awaited, read, with its times.
//!
//! Reading goes on while writing waits, so a server that answers before it has read everything is heard.

use std::io::ErrorKind;
use std::task::{Context, Poll};
use std::time::Instant;

use super::deadline::Deadline;
use super::fault::{self, Fault};
use super::network::Network;
use super::request::TimeLimits;
use super::stream::Stream;
use crate::http1::{ResponseParser, Step};
use crate::message::{Payload, RestReader};

/// A request on its way.
pub(super) struct Flight<'a> {
    pub(super) stream: &'a mut Stream,
    pub(super) parser: &'a mut ResponseParser,
    pub(super) payload: Payload<'a>,
    pub(super) rest: RestReader<'a>,
    /// Bytes of the request in all.
    pub(super) total: u64,
    pub(super) network: &'a Network,
    pub(super) deadline: &'a Deadline,
    pub(super) limits: TimeLimits,
    pub(super) total_deadline: Instant,
    pub(super) written: u64,
    pub(super) received: u64,
    pub(super) sent: Option<Instant>,
    pub(super) first_byte: Option<Instant>,
    pub(super) last_read: Option<Instant>,
}

impl Flight<'_> {
    /// Goes on with writing and reading until the answer is complete.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        let mut refused = None;
        if self.sent.is_none() {
            match self.poll_write(cx) {
                Poll::Ready(Ok(())) => self.note_sent(),
                Poll::Ready(Err(error)) => refused = Some(Fault::io(&error)),
                Poll::Pending => {}
            }
        }
        match self.poll_read(cx) {
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending if self.deadline.poll_expired(cx) => Poll::Ready(Err(self.timed_out())),
            // The server stopped listening and has nothing to say either.
            Poll::Pending => refused.map_or(Poll::Pending, |fault| Poll::Ready(Err(fault))),
        }
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let head = self.payload.written.len() as u64;
        while self.written < self.total {
            let is_head = self.written < head;
            let next = if is_head {
                &self.payload.written[self.written as usize..]
            } else {
                self.rest.chunk()?
            };
            match self.stream.poll_write(cx, next) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => {
                    self.written += written as u64;
                    if !is_head {
                        self.rest.consume(written);
                    }
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
        self.stream.poll_flush(cx)
    }

    fn note_sent(&mut self) {
        let now = Instant::now();
        self.sent = Some(now);
        let first_byte = now + self.limits.first_byte;
        self.deadline.set(first_byte.min(self.total_deadline));
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        loop {
            let mut buffer = self.network.read_buffer.borrow_mut();
            let read = match self.stream.poll_read(cx, &mut buffer) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(read)) => read,
                // A TLS peer that leaves without a word: the parser knows whether all was said.
                Poll::Ready(Err(error)) if error.kind() == ErrorKind::UnexpectedEof => 0,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(Fault::io(&error))),
            };
            let now = Instant::now();
            self.last_read = Some(now);
            if read == 0 {
                return Poll::Ready(self.parser.end().map_err(Fault::from));
            }
            if self.first_byte.is_none() {
                self.first_byte = Some(now);
                self.deadline.set(self.total_deadline);
            }
            self.received += read as u64;
            match self.parser.feed(&buffer[..read]) {
                Ok(Step::Done) => return Poll::Ready(Ok(())),
                Ok(Step::More) => {}
                Err(error) => return Poll::Ready(Err(error.into())),
            }
        }
    }

    fn timed_out(&self) -> Fault {
        let limits = self.limits;
        let (kind, limit) = match (self.sent, self.first_byte) {
            (_, Some(_)) => (fault::ErrorKind::TimedOutReceiving, limits.total),
            (Some(_), None) => (fault::ErrorKind::TimedOutWaiting, limits.first_byte),
            (None, None) => (fault::ErrorKind::TimedOutWaiting, limits.total),
        };
        Fault::new(kind, format!("no complete answer within {limit:?}"))
    }
}
