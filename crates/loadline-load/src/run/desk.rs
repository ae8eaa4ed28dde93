//! The desk of an open load: where arrivals and users meet on one thread.
//!
//! An arrival goes to an idle user. Where none is, it waits in the late queue or is dropped, as the load says;
//! what is dropped is remembered until a user is served that can stand for it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use crate::missed::Missed;

/// Where arrivals and users meet.
#[derive(Default)]
pub(super) struct Desk {
    late: RefCell<VecDeque<Instant>>,
    late_max: usize,
    /// Users without work; the one that became idle last is taken first, its connection is the warmest.
    idle: RefCell<Vec<Rc<Slot>>>,
    missed: RefCell<Missed>,
    closing: Cell<bool>,
    /// Whether a user is being made for later arrivals.
    pub(super) is_hiring: Cell<bool>,
}

/// An arrival as a user takes it up.
pub(super) struct Arrival {
    pub(super) due: Instant,
    /// Whether it had to wait for a free user, which is not the generator's doing.
    pub(super) late: bool,
    /// Those it stands for.
    pub(super) stands_for: Option<Rc<Missed>>,
}

/// Where one user waits.
#[derive(Default)]
pub(super) struct Slot {
    /// When the arrival it was given was due.
    arrival: Cell<Option<Instant>>,
    stands_for: Cell<Option<Rc<Missed>>>,
    is_idle: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Slot {
    /// The place of a user that comes for an arrival.
    pub(super) fn with(due: Instant) -> Rc<Self> {
        Rc::new(Self { arrival: Cell::new(Some(due)), ..Self::default() })
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

impl Desk {
    /// A desk where so many arrivals may wait for a free user.
    pub(super) fn new(late_max: usize) -> Rc<Self> {
        Rc::new(Self { late_max, ..Self::default() })
    }

    /// The next arrival for the user in `slot`; none when there will be no more.
    pub(super) fn poll_arrival(&self, slot: &Rc<Slot>, cx: &Context<'_>) -> Poll<Option<Arrival>> {
        let stands_for = slot.stands_for.take();
        let given = slot.arrival.take().map(|due| Arrival { due, late: false, stands_for });
        let queued = || self.late.borrow_mut().pop_front();
        let arrival =
            given.or_else(|| queued().map(|due| Arrival { due, late: true, stands_for: None }));
        if arrival.is_some() || self.closing.get() {
            return Poll::Ready(arrival);
        }
        slot.waker.replace(Some(cx.waker().clone()));
        self.seat_idle(slot);
        Poll::Pending
    }

    /// Lets the user in `slot` wait for an arrival.
    pub(super) fn seat_idle(&self, slot: &Rc<Slot>) {
        if !slot.is_idle.replace(true) {
            self.idle.borrow_mut().push(slot.clone());
        }
    }

    fn take_idle(&self) -> Option<Rc<Slot>> {
        let slot = self.idle.borrow_mut().pop()?;
        slot.is_idle.set(false);
        Some(slot)
    }

    /// Gives an arrival to an idle user, with all that were dropped since the last one; false when nobody is.
    pub(super) fn give(&self, due: Instant) -> bool {
        let Some(slot) = self.take_idle() else { return false };
        if !self.missed.borrow().is_empty() {
            slot.stands_for.set(Some(Rc::new(self.missed.take())));
        }
        slot.arrival.set(Some(due));
        slot.wake();
        true
    }

    /// Lets an arrival wait; false when there is no room.
    pub(super) fn queue(&self, due: Instant) -> bool {
        let mut late = self.late.borrow_mut();
        let has_room = late.len() < self.late_max;
        if has_room {
            late.push_back(due);
        }
        has_room
    }

    /// Remembers an arrival that was dropped.
    pub(super) fn miss(&self, due: Instant) {
        self.missed.borrow_mut().push(due);
    }

    /// Gives an arrival back that its user cannot take: the next idle user is woken for it.
    pub(super) fn pass_on(&self, due: Instant) {
        self.late.borrow_mut().push_front(due);
        if let Some(slot) = self.take_idle() {
            slot.wake();
        }
    }

    /// No more arrivals: idle users go home, the others when the late queue is empty.
    pub(super) fn close(&self) {
        self.closing.set(true);
        while let Some(slot) = self.take_idle() {
            slot.wake();
        }
    }

    /// Empties the late queue; gives how many waited in it.
    pub(super) fn give_up_late(&self) -> u64 {
        self.late.take().len() as u64
    }
}
