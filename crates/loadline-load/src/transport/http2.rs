//! A connection that carries several requests at once: shared by users, driven by a task of its own.
//!
//! Users put requests in and are woken when their answer is there; the task writes what several of them
//! put in with one call, and reads what came for several with another.

use std::cell::{Cell, RefCell, RefMut};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::deadline::Deadline;
use super::fault::{ErrorKind, Fault};
use super::http2_driver::drive;
use super::network::Network;
use super::peer::Peer;
use super::stream::Stream;
use super::turns::Turns;
use super::version::Protocol;
use crate::http2::{Client, ConnectionError, Event, StreamError, StreamKey};

/// An open connection.
pub(super) struct Link {
    pub(super) state: RefCell<State>,
    pub(super) turns: Turns,
    /// Who is at the other end.
    pub(super) peer: Rc<Peer>,
    /// Why the connection broke, where the system knows more than the protocol.
    broke: RefCell<Option<Fault>>,
    /// Whether nobody will begin a request on it any more.
    is_retired: Cell<bool>,
    driver: RefCell<Option<Waker>>,
    is_driver_woken: Cell<bool>,
    /// Whoever waits for the peer's first word.
    first_word: Cell<Option<Waker>>,
}

/// The connection's state, and what the users of its streams wait for.
pub(super) struct State {
    pub(super) client: Client,
    /// One for each place of a stream.
    pub(super) lanes: Vec<Lane>,
}

/// The user of one stream.
#[derive(Default)]
pub(super) struct Lane {
    /// The stream, for as long as it has a user.
    pub(super) key: Option<StreamKey>,
    pub(super) waker: Option<Waker>,
    /// Whoever waits to hand in more of a call.
    pub(super) writer: Option<Waker>,
    pub(super) deadline: Option<Rc<Deadline>>,
    pub(super) first_byte_limit: Duration,
    pub(super) total_deadline: Option<Instant>,
    pub(super) sent: Option<Instant>,
    pub(super) first_byte: Option<Instant>,
    pub(super) done: Option<Instant>,
}

impl Link {
    /// Takes an open connection into use.
    pub(super) fn start(stream: Stream, tls: bool, network: &Rc<Network>) -> Rc<Self> {
        let client = Client::new(tls, network.options.limits, network.blocks.clone());
        let turns = Turns::new(client.streams_max());
        let link = Rc::new(Self {
            state: RefCell::new(State { client, lanes: Vec::new() }),
            turns,
            peer: Rc::new(stream.peer(Protocol::Http2)),
            broke: RefCell::default(),
            is_retired: Cell::new(false),
            driver: RefCell::default(),
            is_driver_woken: Cell::new(false),
            first_word: Cell::new(None),
        });
        tokio::task::spawn_local(drive(stream, link.clone(), network.clone()));
        link
    }

    /// Whether it takes requests.
    #[inline]
    pub(super) fn is_open(&self) -> bool {
        !self.is_retired.get() && self.state.borrow().client.is_open()
    }

    /// Nobody will begin a request on it any more; those under way are finished.
    pub(super) fn retire(&self) {
        self.is_retired.set(true);
        self.wake_driver();
    }

    /// Whether the peer broke the protocol, or a limit.
    #[inline]
    pub(super) fn has_failed(&self) -> bool {
        self.state.borrow().client.failure().is_some()
    }

    /// Whether anything waits to be written.
    #[inline]
    pub(super) fn has_output(&self) -> bool {
        !self.state.borrow().client.out().is_empty()
    }

    /// Whether there is nothing left to do on it; the peer is told so.
    pub(super) fn say_goodbye(&self) -> bool {
        let client = &mut self.state.borrow_mut().client;
        let is_done = self.is_retired.get() && client.streams_open() == 0;
        if is_done {
            client.close();
        }
        is_done
    }

    /// There is something to write, or nothing more to do.
    #[inline]
    pub(super) fn wake_driver(&self) {
        if !self.is_driver_woken.replace(true)
            && let Some(driver) = &*self.driver.borrow()
        {
            driver.wake_by_ref();
        }
    }

    /// A stream is over: there may be something to tell the peer, or nothing more to do.
    #[inline]
    pub(super) fn stream_ended(&self) {
        if self.is_retired.get() || self.has_output() {
            self.wake_driver();
        }
    }

    /// The driver is awake, and can be woken by `cx` from now on.
    pub(super) fn note_driver(&self, cx: &Context<'_>) {
        self.is_driver_woken.set(false);
        let mut driver = self.driver.borrow_mut();
        if !driver.as_ref().is_some_and(|driver| driver.will_wake(cx.waker())) {
            *driver = Some(cx.waker().clone());
        }
    }

    /// Takes in what was read. Says whether somebody was woken by it.
    pub(super) fn receive(&self, bytes: &[u8]) -> bool {
        let now = Instant::now();
        let mut state = self.state.borrow_mut();
        let State { client, lanes } = &mut *state;
        let mut has_woken = false;
        // A failure is for the streams to tell, which have all been told.
        let _ = client.feed(bytes, &mut |event| has_woken |= happened(lanes, event, now));
        self.turns.set_limit(client.streams_max());
        if !client.is_open() {
            self.turns.wake_all();
        }
        if let Some(waker) = self.first_word.take() {
            waker.wake();
        }
        has_woken
    }

    /// Takes in that so many bytes were written.
    pub(super) fn wrote(&self, count: usize) {
        let now = Instant::now();
        let mut state = self.state.borrow_mut();
        let State { client, lanes } = &mut *state;
        client.wrote(count, &mut |event| {
            happened(lanes, event, now);
        });
    }

    /// The connection ended, by itself or by a fault.
    pub(super) fn end(&self, fault: Option<Fault>) {
        let now = Instant::now();
        *self.broke.borrow_mut() = fault;
        let mut state = self.state.borrow_mut();
        let State { client, lanes } = &mut *state;
        client.end(&mut |event| {
            happened(lanes, event, now);
        });
        self.turns.wake_all();
        if let Some(waker) = self.first_word.take() {
            waker.wake();
        }
    }

    /// Makes room for the owner of a stream that was opened just now.
    pub(super) fn take_lane(&self, key: StreamKey) -> RefMut<'_, Lane> {
        let mut lanes = RefMut::map(self.state.borrow_mut(), |state| &mut state.lanes);
        if lanes.len() <= key.slot {
            lanes.resize_with(key.slot + 1, Default::default);
        }
        let mut lane = RefMut::map(lanes, |lanes| &mut lanes[key.slot]);
        lane.key = Some(key);
        (lane.sent, lane.first_byte, lane.done) = (None, None, None);
        lane
    }

    /// Waits for the peer's first word of HTTP/2, or the end of the connection.
    pub(super) fn poll_ready(&self, cx: &Context<'_>) -> Poll<Result<(), Fault>> {
        let (is_open, has_settings) = {
            let client = &self.state.borrow().client;
            (client.is_open(), client.has_settings())
        };
        match (is_open, has_settings) {
            (false, _) => Poll::Ready(Err(self.closed())),
            (true, true) => Poll::Ready(Ok(())),
            (true, false) => {
                self.first_word.set(Some(cx.waker().clone()));
                Poll::Pending
            }
        }
    }

    /// Why it takes no more requests.
    pub(super) fn closed(&self) -> Fault {
        let failure = self.state.borrow().client.failure();
        self.fault(failure.unwrap_or(ConnectionError::Closed).into())
    }

    /// What a stream's error is counted as.
    pub(super) fn fault(&self, error: StreamError) -> Fault {
        use ConnectionError as Connection;
        let kind = match error {
            StreamError::Connection(Connection::Closed | Connection::ClosedAtOnce) => {
                if let Some(Fault { kind, detail }) = &*self.broke.borrow() {
                    return Fault::new(*kind, detail.clone());
                }
                ErrorKind::Closed
            }
            StreamError::Reset { .. } | StreamError::Refused => ErrorKind::StreamReset,
            StreamError::GoneAway { .. } | StreamError::Connection(Connection::GoAway { .. }) => {
                ErrorKind::GoAway
            }
            StreamError::BodyTooLarge => ErrorKind::BodyTooLarge,
            StreamError::Protocol(_) | StreamError::HeadTooLarge | StreamError::Connection(_) => {
                ErrorKind::Protocol
            }
        };
        Fault::new(kind, error.to_string())
    }
}

/// Notes what happened to a stream, and wakes its user where that matters; says whether it did.
#[inline]
fn happened(lanes: &mut [Lane], event: Event, now: Instant) -> bool {
    let (Event::Sent(key)
    | Event::FirstByte(key)
    | Event::Writable(key)
    | Event::Readable(key)
    | Event::Done(key)) = event;
    // What was written last may belong to a stream that was given up meanwhile.
    let lane = lanes.get_mut(key.slot).filter(|lane| lane.key == Some(key));
    let Some(lane) = lane else { return false };
    match event {
        Event::Sent(_) => {
            lane.sent = Some(now);
            if let (Some(deadline), Some(total), None) =
                (&lane.deadline, lane.total_deadline, lane.first_byte)
            {
                deadline.set(total.min(now + lane.first_byte_limit));
            }
            return false;
        }
        Event::FirstByte(_) => {
            lane.first_byte = Some(now);
            if let (Some(deadline), Some(total)) = (&lane.deadline, lane.total_deadline) {
                deadline.set(total);
            }
            return false;
        }
        Event::Readable(_) | Event::Writable(_) => {}
        Event::Done(_) => lane.done = Some(now),
    }
    if let Some(writer) = &lane.writer {
        writer.wake_by_ref();
    }
    if let Some(waker) = &lane.waker {
        waker.wake_by_ref();
    }
    true
}
