//! One request and its answer on a connection that carries several: waits for a stream, hands the body in
//! as flow control allows, and is woken when the answer is there.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Instant;

use super::deadline::Deadline;
use super::fault::{ErrorKind, Fault};
use super::http2::Link;
use super::request::TimeLimits;
use super::turns::Ticket;
use super::{Exchange, Opened, Phases, Request};
use crate::http2::{Ended, Opening, RequestError, StreamKey};
use crate::message::{Payload, Reply, RestReader};

/// An exchange, and whether its request is known never to have been begun by the peer.
pub(super) struct Flown {
    pub(super) exchange: Exchange,
    pub(super) is_unprocessed: bool,
}

/// What a flight needs besides its request.
pub(super) struct Means<'a> {
    pub(super) link: &'a Rc<Link>,
    pub(super) deadline: &'a Rc<Deadline>,
    pub(super) limits: TimeLimits,
    /// Whether the request begins when its turn has come, and not before.
    pub(super) begins_with_turn: bool,
}

/// A request on its way. Dropping it gives its stream up and leaves the connection usable.
struct Flight<'a> {
    link: &'a Link,
    deadline: &'a Rc<Deadline>,
    limits: TimeLimits,
    begins_with_turn: bool,
    started: Instant,
    sending: Instant,
    payload: Payload<'a>,
    rest: RestReader<'a>,
    /// How much of what is written was handed in, its head included.
    handed_in: usize,
    /// Bytes of the body still to be handed in.
    left: u64,
    ticket: Option<Rc<Ticket>>,
    key: Option<StreamKey>,
}

/// How a flight ended: with the stream's own end, or before that.
enum Landed {
    Stream(Ended),
    Fault(Fault),
    /// The connection took no more requests.
    Turned,
}

/// Sends on `means.link` and waits for the answer.
pub(super) async fn fly(means: Means<'_>, request: &Request<'_>, opened: Option<Opened>) -> Flown {
    let started = request.started;
    let sending = if opened.is_some() { Instant::now() } else { started };
    let Means { link, deadline, limits, begins_with_turn } = means;
    deadline.set(started + limits.total);
    let mut flight = Flight {
        link,
        deadline,
        limits,
        begins_with_turn,
        started,
        sending,
        payload: request.payload,
        rest: RestReader::new(request.payload.rest),
        handed_in: 0,
        left: 0,
        ticket: None,
        key: None,
    };
    let landed = poll_fn(|cx| flight.poll(cx, request)).await;
    flight.end(landed, opened)
}

impl Flight<'_> {
    fn poll(&mut self, cx: &mut Context<'_>, request: &Request<'_>) -> Poll<Landed> {
        let Some(key) = self.key else { return self.poll_open(cx, request) };
        if self.left > 0
            && let Err(error) = self.hand_in(key)
        {
            return Poll::Ready(Landed::Fault(Fault::new(ErrorKind::Generator, error.to_string())));
        }
        self.poll_end(cx, key)
    }

    /// Waits for a stream and begins the request on it.
    fn poll_open(&mut self, cx: &mut Context<'_>, request: &Request<'_>) -> Poll<Landed> {
        if !self.link.is_open() {
            return Poll::Ready(Landed::Turned);
        }
        let has_waited = self.ticket.is_some();
        if self.link.turns.poll_take(&mut self.ticket, cx).is_pending() {
            return match self.deadline.poll_expired(cx) {
                true => Poll::Ready(Landed::Fault(self.timed_out())),
                false => Poll::Pending,
            };
        }
        if has_waited {
            self.begin_late();
        }
        let opening = Opening {
            written: request.payload.written,
            rest_bytes: request.payload.rest.length(),
            head_only: request.head_only,
            keep: request.keep,
        };
        let opened = self.link.state.borrow_mut().client.open(&opening);
        let (key, head_bytes) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                self.link.turns.give_back();
                return Poll::Ready(match error {
                    RequestError::NoRoom => Landed::Turned,
                    RequestError::Malformed => {
                        Landed::Fault(Fault::new(ErrorKind::Generator, error.to_string()))
                    }
                });
            }
        };
        (self.key, self.handed_in) = (Some(key), head_bytes);
        self.left = self.payload.length() - head_bytes as u64;
        self.take_lane(key);
        self.link.wake_driver();
        self.poll(cx, request)
    }

    /// The turn had to be waited for: nothing was sent before now.
    fn begin_late(&mut self) {
        let now = Instant::now();
        self.sending = now;
        if self.begins_with_turn {
            self.started = now;
            self.deadline.set(now + self.limits.total);
        }
    }

    fn take_lane(&self, key: StreamKey) {
        let mut lane = self.link.take_lane(key);
        lane.deadline = Some(self.deadline.clone());
        lane.first_byte_limit = self.limits.first_byte;
        lane.total_deadline = Some(self.started + self.limits.total);
    }

    /// Hands in as much of the body as is taken now.
    fn hand_in(&mut self, key: StreamKey) -> std::io::Result<()> {
        let client = &mut self.link.state.borrow_mut().client;
        while self.left > 0 {
            let written = &self.payload.written[self.handed_in..];
            let chunk = if written.is_empty() { self.rest.chunk()? } else { written };
            let taken = client.send_body(key, chunk);
            if taken == 0 {
                break;
            }
            if written.is_empty() {
                self.rest.consume(taken);
            } else {
                self.handed_in += taken;
            }
            self.left -= taken as u64;
            self.link.wake_driver();
        }
        Ok(())
    }

    #[inline]
    fn poll_end(&mut self, cx: &Context<'_>, key: StreamKey) -> Poll<Landed> {
        let mut state = self.link.state.borrow_mut();
        let lane = &mut state.lanes[key.slot];
        if lane.done.is_some() {
            let ended = state.client.take(key).expect("a stream that is done has an end");
            return Poll::Ready(Landed::Stream(ended));
        }
        if !lane.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            lane.waker = Some(cx.waker().clone());
        }
        drop(state);
        if self.deadline.poll_expired(cx) {
            return Poll::Ready(Landed::Fault(self.timed_out()));
        }
        Poll::Pending
    }

    fn timed_out(&self) -> Fault {
        let state = self.link.state.borrow();
        let lane = self.key.map(|key| &state.lanes[key.slot]);
        let (sent, first_byte) = lane.map_or((None, None), |lane| (lane.sent, lane.first_byte));
        let (kind, limit) = match (sent, first_byte) {
            (_, Some(_)) => (ErrorKind::TimedOutReceiving, self.limits.total),
            (Some(_), None) => (ErrorKind::TimedOutWaiting, self.limits.first_byte),
            (None, None) => (ErrorKind::TimedOutWaiting, self.limits.total),
        };
        Fault::new(kind, format!("no complete answer within {limit:?}"))
    }

    /// What became of it, with its times.
    fn end(mut self, landed: Landed, opened: Option<Opened>) -> Flown {
        self.deadline.clear();
        let mut is_unprocessed = matches!(landed, Landed::Turned);
        let lane = self.key.map(|key| {
            let state = self.link.state.borrow();
            let lane = &state.lanes[key.slot];
            (lane.sent, lane.first_byte, lane.done)
        });
        let (sent, first_byte, done) = lane.unwrap_or_default();
        let done = done.unwrap_or_else(Instant::now);
        let (bytes_sent, bytes_received, result): (u64, u64, Result<Reply, Fault>) = match landed {
            Landed::Stream(ended) => {
                is_unprocessed = ended.result.as_ref().is_err_and(|error| error.is_unprocessed());
                let result = ended.result.map_err(|error| self.link.fault(error));
                (ended.bytes_sent, ended.bytes_received, result)
            }
            Landed::Fault(fault) => {
                let (sent, received) = self.give_up();
                (sent, received, Err(fault))
            }
            Landed::Turned => {
                let detail = "the connection takes no more requests";
                (0, 0, Err(Fault::new(ErrorKind::GoAway, detail)))
            }
        };
        let (started, sending) = (self.started, self.sending);
        let sent = sent.unwrap_or(done);
        let first_byte = first_byte.unwrap_or(done);
        let phases = Phases { started, sending, sent, first_byte, done, opened };
        let peer = Some(self.link.peer.clone());
        let exchange = Exchange { phases, bytes_sent, bytes_received, peer, result };
        Flown { exchange, is_unprocessed }
    }

    /// Gives the stream and the turn back, wherever things stand; gives the bytes sent and received.
    fn give_up(&mut self) -> (u64, u64) {
        self.link.turns.leave(self.ticket.take());
        let Some(key) = self.key.take() else { return (0, 0) };
        let mut state = self.link.state.borrow_mut();
        let bytes = state.client.release(key);
        state.lanes[key.slot].key = None;
        state.lanes[key.slot].deadline = None;
        drop(state);
        self.link.turns.give_back();
        self.link.stream_ended();
        bytes
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.give_up();
    }
}
