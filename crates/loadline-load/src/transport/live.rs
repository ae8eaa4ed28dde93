//! Connections that stay: opened with one request, then read on as what the answer's head agreed to.
//!
//! A WebSocket and a stream of events begin alike. Their request is sent on a connection of its own, the head
//! of the answer ends the measured exchange, and whatever came behind it waits for its reader.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use super::deadline::Deadline;
use super::fault::{self, Fault};
use super::network::Network;
use super::stream::Stream;
use super::version::Protocol;
use super::{Exchange, Phases, Request, connect};
use crate::http1::ResponseParser;
use crate::message::Limits;

/// A connection whose answer has begun.
pub(crate) struct Live {
    pub(super) stream: Stream,
    pub(super) network: Rc<Network>,
    pub(super) deadline: Rc<Deadline>,
    pub(super) parser: ResponseParser,
    /// What came behind the head.
    pub(super) leftover: Vec<u8>,
}

/// The request on its way, up to the head of its answer.
struct Opening<'a> {
    live: &'a mut Live,
    request: &'a [u8],
    written: usize,
    received: u64,
    sent: Option<Instant>,
    first_byte: Option<Instant>,
}

impl Live {
    /// Sends `request` on a new connection and reads the head of its answer, whatever the status. The body
    /// of the answer has no limit in size: it is read as it comes.
    pub(crate) async fn open(
        network: &Rc<Network>,
        request: &Request<'_>,
    ) -> (Exchange, Option<Self>) {
        let started = request.started;
        let connected = connect::open(network, request.endpoint, Some(Protocol::Http1)).await;
        let (stream, opened) = match connected {
            Ok(connected) => connected,
            Err(fault) => return (Exchange::never_sent(started, fault), None),
        };
        let limits = Limits { body_bytes_max: u64::MAX, ..network.options.limits };
        let mut parser = ResponseParser::new(limits, network.heads.clone());
        parser.expect(request.head_only, request.keep);
        let deadline = network.deadlines.add();
        let (network, leftover) = (network.clone(), Vec::new());
        let mut live = Self { stream, network, deadline, parser, leftover };
        let sending = Instant::now();
        live.deadline.set(sending + live.network.options.first_byte_timeout);
        let written = request.payload.written;
        let mut opening = Opening {
            live: &mut live,
            request: written,
            written: 0,
            received: 0,
            sent: None,
            first_byte: None,
        };
        let ended = poll_fn(|cx| opening.poll(cx)).await;
        let done = Instant::now();
        let (sent, first_byte) = (opening.sent.unwrap_or(done), opening.first_byte.unwrap_or(done));
        let phases = Phases { started, sending, sent, first_byte, done, opened: Some(opened) };
        let (bytes_sent, bytes_received) = (opening.written as u64, opening.received);
        live.deadline.clear();
        let is_open = ended.is_ok();
        let result = ended.map(|()| live.parser.reply().clone());
        (
            Exchange { phases, bytes_sent, bytes_received, peer: None, result },
            is_open.then_some(live),
        )
    }
}

impl Live {
    /// What of the body came along with the head; of the size of one read at most.
    pub(super) fn beginning_of_body(&mut self) -> Option<Vec<u8>> {
        let leftover = std::mem::take(&mut self.leftover);
        self.parser.feed(&leftover).ok()?;
        Some(self.parser.take_body())
    }
}

impl Opening<'_> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        if self.sent.is_none() {
            match self.poll_write(cx) {
                Poll::Ready(Ok(())) => self.sent = Some(Instant::now()),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(Fault::io(&error))),
                Poll::Pending => {}
            }
        }
        match self.poll_head(cx) {
            Poll::Pending if self.live.deadline.poll_expired(cx) => {
                let limit = self.live.network.options.first_byte_timeout;
                let detail = format!("no answer within {limit:?}");
                Poll::Ready(Err(Fault::new(fault::ErrorKind::TimedOutWaiting, detail)))
            }
            other => other,
        }
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written < self.request.len() {
            match ready!(self.live.stream.poll_write(cx, &self.request[self.written..]))? {
                0 => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
                written => self.written += written,
            }
        }
        self.live.stream.poll_flush(cx)
    }

    fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        let Live { stream, network, parser, leftover, .. } = &mut *self.live;
        loop {
            let mut buffer = network.read_buffer.borrow_mut();
            let read = ready!(poll_read(stream, cx, &mut buffer))?;
            if read == 0 {
                return Poll::Ready(parser.end().map_err(Fault::from));
            }
            self.first_byte.get_or_insert_with(Instant::now);
            self.received += read as u64;
            let mut rest = &buffer[..read];
            // Line by line, so that nothing behind the head is taken for a part of it.
            while parser.reply().status == 0 && !rest.is_empty() {
                let line = rest.iter().position(|byte| *byte == b'\n');
                let (line, after) = rest.split_at(line.map_or(rest.len(), |end| end + 1));
                parser.feed(line)?;
                rest = after;
            }
            if parser.reply().status != 0 {
                leftover.extend_from_slice(rest);
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// Reads what is there; zero at the end. A TLS peer that leaves without a word has ended too: whoever reads
/// knows whether all was said.
pub(super) fn poll_read(
    stream: &mut Stream,
    cx: &mut Context<'_>,
    buffer: &mut [u8],
) -> Poll<Result<usize, Fault>> {
    match ready!(stream.poll_read(cx, buffer)) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Poll::Ready(Ok(0)),
        read => Poll::Ready(read.map_err(|error| Fault::io(&error))),
    }
}
