//! Calls over HTTP/2: both sides talk for as long as they like, on a connection that belongs to one user.
//!
//! A head comes in and a [`Call`] goes out, which is written to and read from as its owner pleases. Dropping a
//! call that is not over resets its stream. Time limits are the caller's own business: it stops waiting.

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Instant;

use super::fault::{ErrorKind, Fault};
use super::http2::Link;
use super::network::Network;
use super::stream::Stream;
use super::turns::Ticket;
use super::version::Protocol;
use super::{Endpoint, Opened, connect};
use crate::http2::{Progress, RequestError, StreamError, StreamKey};

/// A connection for calls, of HTTP/2 whatever else the network speaks. It is closed when it is dropped and the
/// last of its calls is over.
pub struct CallConnection {
    link: Rc<Link>,
    opened: Opened,
}

/// Bytes and times of a call.
#[derive(Debug, Clone, Copy, Default)]
pub struct CallFigures {
    /// When the last byte of what was sent was written.
    pub sent: Option<Instant>,
    /// When the first byte of the answer came.
    pub first_byte: Option<Instant>,
    /// When it was over.
    pub done: Option<Instant>,
}

/// A stream on which both sides talk.
pub struct Call {
    link: Rc<Link>,
    key: StreamKey,
    is_ended: Cell<bool>,
}

impl CallConnection {
    /// Opens one. In TLS nothing but HTTP/2 is offered; without, the server is taken to know it.
    ///
    /// # Errors
    /// When there is no connection to be had, or the server does not agree to HTTP/2.
    pub async fn open(network: &Rc<Network>, endpoint: &Endpoint) -> Result<Self, Fault> {
        let (stream, opened) = connect::open(network, endpoint, Some(Protocol::Http2)).await?;
        if matches!(stream, Stream::Tls(_)) && stream.negotiated() != Some(b"h2") {
            let detail = "the server does not agree to HTTP/2";
            return Err(Fault::new(ErrorKind::Protocol, detail));
        }
        Ok(Self { link: Link::start(stream, endpoint.tls, network), opened })
    }

    /// What opening it cost.
    pub fn opened(&self) -> Opened {
        self.opened
    }

    /// Whether it takes calls; one that does not will never do so again.
    pub fn is_open(&self) -> bool {
        self.link.is_open()
    }

    /// Waits until the server has said its first word of HTTP/2.
    ///
    /// # Errors
    /// When the connection ends before it.
    pub async fn ready(&self) -> Result<(), Fault> {
        poll_fn(|cx| self.link.poll_ready(cx)).await
    }

    /// Begins a call with a head in the form of HTTP/1.1, as soon as the server allows one more.
    ///
    /// # Errors
    /// When the connection takes no more calls, or the head is none.
    pub async fn begin(&self, head: &[u8]) -> Result<Call, Fault> {
        let mut place = InQueue { link: &self.link, ticket: None };
        poll_fn(|cx| place.poll(cx)).await?;
        let opened = self.link.state.borrow_mut().client.open_call(head);
        let key = opened.map_err(|error| {
            self.link.turns.give_back();
            let kind = match error {
                RequestError::NoRoom => ErrorKind::GoAway,
                RequestError::Malformed => ErrorKind::Generator,
            };
            Fault::new(kind, error.to_string())
        })?;
        self.link.take_lane(key);
        self.link.wake_driver();
        Ok(Call { link: self.link.clone(), key, is_ended: Cell::new(false) })
    }
}

impl Drop for CallConnection {
    fn drop(&mut self) {
        self.link.retire();
    }
}

/// Waits for the right to begin a call.
struct InQueue<'a> {
    link: &'a Link,
    ticket: Option<Rc<Ticket>>,
}

impl InQueue<'_> {
    fn poll(&mut self, cx: &Context<'_>) -> Poll<Result<(), Fault>> {
        if !self.link.is_open() {
            return Poll::Ready(Err(self.link.closed()));
        }
        self.link.turns.poll_take(&mut self.ticket, cx).map(Ok)
    }
}

impl Drop for InQueue<'_> {
    fn drop(&mut self) {
        self.link.turns.leave(self.ticket.take());
    }
}

impl Call {
    /// Sends `bytes`, as fast as the server takes them; nothing follows the `last` ones. One sender at a time.
    ///
    /// # Errors
    /// When the call is over before all was taken; what it ended with is for [`Call::progress`] to tell.
    pub async fn send(&self, bytes: &[u8], last: bool) -> Result<(), CallOver> {
        if last {
            self.link.state.borrow_mut().client.end_body(self.key, bytes.len() as u64);
            self.link.wake_driver();
        }
        let mut left = bytes;
        poll_fn(|cx| self.poll_send(&mut left, cx)).await
    }

    fn poll_send(&self, left: &mut &[u8], cx: &Context<'_>) -> Poll<Result<(), CallOver>> {
        let mut state = self.link.state.borrow_mut();
        while !left.is_empty() {
            let lane = &mut state.lanes[self.key.slot];
            if self.is_ended.get() || lane.done.is_some() {
                return Poll::Ready(Err(CallOver));
            }
            lane.writer = Some(cx.waker().clone());
            let taken = state.client.send_body(self.key, left);
            if taken == 0 {
                return Poll::Pending;
            }
            *left = &left[taken..];
            self.link.wake_driver();
        }
        Poll::Ready(Ok(()))
    }

    /// Waits until something came and takes it. What the server may send unasked is bounded by its window, which
    /// opens again as this is called. Once it told the end it has nothing more to tell.
    pub async fn progress(&self) -> Progress {
        poll_fn(|cx| self.poll_progress(cx)).await
    }

    fn poll_progress(&self, cx: &Context<'_>) -> Poll<Progress> {
        if self.is_ended.get() {
            return Poll::Ready(Progress {
                end: Some(Ok(Default::default())),
                ..Progress::default()
            });
        }
        let mut state = self.link.state.borrow_mut();
        let progress = state.client.take_progress(self.key);
        if progress.head.is_none() && progress.body.is_empty() && progress.end.is_none() {
            let lane = &mut state.lanes[self.key.slot];
            if !lane.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                lane.waker = Some(cx.waker().clone());
            }
            return Poll::Pending;
        }
        drop(state);
        self.is_ended.set(progress.end.is_some());
        self.link.stream_ended();
        Poll::Ready(progress)
    }

    /// What an end that [`Call::progress`] told is counted as, with what the system knows of it.
    pub fn fault(&self, error: StreamError) -> Fault {
        self.link.fault(error)
    }

    /// Bytes of its frames so far, sent and received.
    pub fn bytes(&self) -> (u64, u64) {
        self.link.state.borrow().client.call_bytes(self.key)
    }

    /// When what happened to it.
    pub fn figures(&self) -> CallFigures {
        let state = self.link.state.borrow();
        let lane = &state.lanes[self.key.slot];
        CallFigures { sent: lane.sent, first_byte: lane.first_byte, done: lane.done }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let mut state = self.link.state.borrow_mut();
        state.client.close_call(self.key);
        let lane = &mut state.lanes[self.key.slot];
        (lane.key, lane.writer) = (None, None);
        drop(state);
        self.link.turns.give_back();
        self.link.stream_ended();
    }
}

/// The call was over before everything was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the call is over")]
pub struct CallOver;

#[cfg(test)]
mod tests;
