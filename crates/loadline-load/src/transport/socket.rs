//! An open WebSocket: messages out and in over one connection.
//!
//! Reading goes through the thread's shared buffer, so a socket at rest holds nothing but its connection.
//! Pings are answered and a close is returned here; what messages mean is for the caller.

use std::future::poll_fn;
use std::io;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use super::deadline::Deadline;
use super::fault::{ErrorKind, Fault};
use super::live::{Live, poll_read};
use super::network::Network;
use super::stream::Stream;
use crate::websocket::{Kind, MASK_BYTES, MessageReader, Received, mask};
use crate::websocket::{write_frame, write_frame_head};

/// The largest message taken.
const MESSAGE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Read ahead while a message of ours waits for room; then the server has to wait, too.
const READ_AHEAD_BYTES_MAX: usize = 1024 * 1024;
/// Answers to pings that wait for room; then nothing more is read until they are gone.
const OUTBOX_BYTES_MAX: usize = 64 * 1024;
/// Room kept for the next message to send; larger room is let go.
const ROOM_KEPT_BYTES: usize = 256;
/// Zero bytes masked and written at once; a multiple of the mask's length.
const ZEROS_BYTES: usize = 16 * 1024;
/// The longest wait for the server to agree to the end.
const CLOSE_TIME_MAX: Duration = Duration::from_secs(5);
/// The code of an end as it was meant.
const NORMAL_CLOSE: u16 = 1000;

/// An open WebSocket.
pub(crate) struct Socket {
    stream: Stream,
    network: Rc<Network>,
    deadline: Rc<Deadline>,
    reader: MessageReader,
    /// Bytes received and not looked at.
    ahead: Vec<u8>,
    /// Bytes to be sent.
    outbox: Vec<u8>,
    random: fastrand::Rng,
    closing: bool,
    /// Bytes that wait for room, beyond which nothing more is read until they are gone.
    pub(super) outbox_bytes_max: usize,
}

impl Socket {
    /// Speaks on `live`, whose answer has agreed to it; masks come from `random`.
    pub(crate) fn new(live: Live, random: fastrand::Rng) -> Self {
        Self {
            stream: live.stream,
            network: live.network,
            deadline: live.deadline,
            reader: MessageReader::new(MESSAGE_BYTES_MAX),
            ahead: live.leftover,
            outbox: Vec::new(),
            random,
            closing: false,
            outbox_bytes_max: OUTBOX_BYTES_MAX,
        }
    }

    /// Sends one message or control frame.
    pub(crate) async fn send(
        &mut self,
        kind: Kind,
        payload: &[u8],
        until: Instant,
    ) -> Result<(), Fault> {
        let key = key(&mut self.random);
        write_frame(&mut self.outbox, kind, payload, key);
        self.flush(until).await
    }

    /// Puts a frame behind what waits and sends what goes at once; says whether all of it went.
    pub(super) fn send_now(&mut self, kind: Kind, payload: &[u8]) -> Result<bool, Fault> {
        self.closing |= matches!(kind, Kind::Close);
        let key = key(&mut self.random);
        write_frame(&mut self.outbox, kind, payload, key);
        match self.poll_outbox(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(sent) => sent.map(|()| true).map_err(|error| Fault::io(&error)),
            Poll::Pending => Ok(false),
        }
    }

    /// Bytes that wait to be sent.
    pub(super) fn waiting_bytes(&self) -> usize {
        self.outbox.len()
    }

    /// Sends one binary message of that many zero bytes, without holding it in memory.
    pub(crate) async fn send_zeros(&mut self, count: u64, until: Instant) -> Result<(), Fault> {
        let key = key(&mut self.random);
        write_frame_head(&mut self.outbox, Kind::Binary, count, key);
        let mut left = count;
        while left > 0 {
            let length = left.min(ZEROS_BYTES as u64) as usize;
            let start = self.outbox.len();
            self.outbox.resize(start + length, 0);
            mask(&mut self.outbox[start..], key);
            left -= length as u64;
            self.flush(until).await?;
        }
        self.flush(until).await
    }

    /// Hands everything that is said to `handle`, until that has what it wants, the time is up, or the
    /// server ends the conversation.
    pub(crate) async fn receive<R>(
        &mut self,
        until: Instant,
        mut handle: impl FnMut(&Received<'_>) -> ControlFlow<R>,
    ) -> Result<R, Fault> {
        self.deadline.set(until);
        let received = poll_fn(|cx| self.poll_receive(cx, &mut handle)).await;
        self.deadline.clear();
        received
    }

    /// Says goodbye and waits for the server's; what it still says goes to `handle`.
    pub(crate) async fn close(
        &mut self,
        mut handle: impl FnMut(&Received<'_>),
    ) -> Result<(), Fault> {
        let until = Instant::now() + CLOSE_TIME_MAX;
        self.closing = true;
        self.send(Kind::Close, &NORMAL_CLOSE.to_be_bytes(), until).await?;
        let heard = self.receive(until, |received| {
            handle(received);
            ControlFlow::<()>::Continue(())
        });
        match heard.await {
            // Nothing but an end stops it: the server's goodbye, or the end of the connection.
            Err(fault) if matches!(fault.kind, ErrorKind::Closed | ErrorKind::Reset) => Ok(()),
            other => other,
        }
    }

    async fn flush(&mut self, until: Instant) -> Result<(), Fault> {
        self.deadline.set(until);
        let flushed = poll_fn(|cx| self.poll_send(cx)).await;
        self.deadline.clear();
        flushed
    }

    /// Sends what waits, and reads ahead meanwhile: two ends that both only write would wait for ever.
    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        loop {
            match self.poll_outbox(cx) {
                Poll::Ready(sent) => return Poll::Ready(sent.map_err(|error| Fault::io(&error))),
                Poll::Pending if self.deadline.poll_expired(cx) => {
                    let detail = "the server does not take the message";
                    return Poll::Ready(Err(Fault::new(ErrorKind::TimedOutWaiting, detail)));
                }
                Poll::Pending if self.ahead.len() >= READ_AHEAD_BYTES_MAX => return Poll::Pending,
                Poll::Pending => {}
            }
            let mut buffer = self.network.read_buffer.borrow_mut();
            match ready!(poll_read(&mut self.stream, cx, &mut buffer))? {
                0 => return Poll::Ready(Err(ended())),
                read => {
                    self.network.count_lasting(0, read);
                    self.ahead.extend_from_slice(&buffer[..read]);
                }
            }
        }
    }

    fn poll_outbox(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut written = 0;
        let done = loop {
            if written == self.outbox.len() {
                break self.stream.poll_flush(cx);
            }
            match self.stream.poll_write(cx, &self.outbox[written..]) {
                Poll::Ready(Ok(0)) => break Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => written += count,
                Poll::Ready(Err(error)) => break Poll::Ready(Err(error)),
                Poll::Pending => break Poll::Pending,
            }
        };
        self.network.count_lasting(written, 0);
        self.outbox.drain(..written);
        if self.outbox.is_empty() {
            self.outbox.shrink_to(ROOM_KEPT_BYTES);
        }
        done
    }

    pub(super) fn poll_receive<R>(
        &mut self,
        cx: &mut Context<'_>,
        handle: &mut impl FnMut(&Received<'_>) -> ControlFlow<R>,
    ) -> Poll<Result<R, Fault>> {
        loop {
            if !self.outbox.is_empty() {
                let sent = self.poll_outbox(cx).map_err(|error| Fault::io(&error))?;
                if sent.is_pending() && self.outbox.len() > self.outbox_bytes_max {
                    return Poll::Pending;
                }
            }
            if !self.ahead.is_empty() {
                let ahead = std::mem::take(&mut self.ahead);
                if let Some(wanted) = self.look_at(&ahead, handle)? {
                    return Poll::Ready(Ok(wanted));
                }
                continue;
            }
            let network = self.network.clone();
            let mut buffer = network.read_buffer.borrow_mut();
            match poll_read(&mut self.stream, cx, &mut buffer)? {
                Poll::Pending if self.deadline.poll_expired(cx) => {
                    let detail = "the message that was waited for did not come";
                    return Poll::Ready(Err(Fault::new(ErrorKind::TimedOutWaiting, detail)));
                }
                Poll::Pending => return Poll::Pending,
                Poll::Ready(0) => return Poll::Ready(Err(ended())),
                Poll::Ready(read) => {
                    network.count_lasting(0, read);
                    if let Some(wanted) = self.look_at(&buffer[..read], handle)? {
                        return Poll::Ready(Ok(wanted));
                    }
                }
            }
        }
    }

    /// Goes through what was received until `handle` has what it wants; the rest is kept for later.
    fn look_at<R>(
        &mut self,
        mut input: &[u8],
        handle: &mut impl FnMut(&Received<'_>) -> ControlFlow<R>,
    ) -> Result<Option<R>, Fault> {
        loop {
            let received = match self.reader.read(&mut input) {
                Ok(Some(received)) => received,
                Ok(None) => return Ok(None),
                Err(violation) => {
                    self.say_goodbye(violation.close_code());
                    return Err(violation.into());
                }
            };
            let kept = handle(&received);
            match received {
                Received::Ping(payload) => {
                    write_frame(&mut self.outbox, Kind::Pong, payload, key(&mut self.random));
                }
                Received::Close(close) => {
                    let detail = format!("the server closed the WebSocket {close}");
                    let code = close.code.unwrap_or(NORMAL_CLOSE);
                    self.say_goodbye(code);
                    return Err(Fault::new(ErrorKind::Closed, detail));
                }
                Received::Text(_) | Received::Binary(_) | Received::Pong(_) => {}
            }
            if let ControlFlow::Break(wanted) = kept {
                self.ahead.extend_from_slice(input);
                return Ok(Some(wanted));
            }
        }
    }

    /// A last frame, sent as far as there is room for it: nobody waits for it.
    fn say_goodbye(&mut self, code: u16) {
        if !std::mem::replace(&mut self.closing, true) {
            write_frame(&mut self.outbox, Kind::Close, &code.to_be_bytes(), key(&mut self.random));
            let _ = self.poll_outbox(&mut Context::from_waker(std::task::Waker::noop()));
        }
    }
}

fn key(random: &mut fastrand::Rng) -> [u8; MASK_BYTES] {
    random.u32(..).to_ne_bytes()
}

fn ended() -> Fault {
    Fault::new(ErrorKind::Closed, "the server ended the connection without closing the WebSocket")
}
