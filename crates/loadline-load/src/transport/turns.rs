//! Turns on a connection that carries several requests at once: first come, first served, and as many at
//! a time as the peer allows, which it may change at any moment.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// The turns of one connection. Those who wait are bounded by the number of users.
#[derive(Debug)]
pub(super) struct Turns {
    limit: Cell<usize>,
    taken: Cell<usize>,
    waiting: RefCell<VecDeque<Rc<Ticket>>>,
}

/// A place in the queue.
#[derive(Debug, Default)]
pub(super) struct Ticket {
    is_granted: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Turns {
    pub(super) fn new(limit: usize) -> Self {
        let (limit, taken) = (Cell::new(limit), Cell::new(0));
        Self { limit, taken, waiting: RefCell::default() }
    }

    /// Whether nobody would have to wait.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.taken.get() < self.limit.get()
    }

    /// Takes a turn, or a place in the queue, which `ticket` holds until its turn comes.
    #[inline]
    pub(super) fn poll_take(&self, ticket: &mut Option<Rc<Ticket>>, cx: &Context<'_>) -> Poll<()> {
        match ticket {
            None if self.has_room() => {
                self.taken.set(self.taken.get() + 1);
                return Poll::Ready(());
            }
            None => {
                let new = ticket.insert(Rc::default());
                self.waiting.borrow_mut().push_back(new.clone());
            }
            Some(held) if held.is_granted.get() => {
                *ticket = None;
                return Poll::Ready(());
            }
            Some(_) => {}
        }
        let waker = ticket.as_ref().map(|ticket| ticket.waker.replace(Some(cx.waker().clone())));
        drop(waker);
        Poll::Pending
    }

    /// Gives a turn back.
    #[inline]
    pub(super) fn give_back(&self) {
        self.taken.set(self.taken.get() - 1);
        self.grant();
    }

    /// Leaves the queue; a turn that had come meanwhile goes to the next.
    pub(super) fn leave(&self, ticket: Option<Rc<Ticket>>) {
        if ticket.is_some_and(|ticket| ticket.is_granted.get()) {
            self.give_back();
        }
    }

    /// How many turns there are from now on.
    #[inline]
    pub(super) fn set_limit(&self, limit: usize) {
        if self.limit.replace(limit) < limit {
            self.grant();
        }
    }

    /// Everyone in the queue looks again whether waiting makes sense.
    pub(super) fn wake_all(&self) {
        for ticket in self.waiting.borrow().iter() {
            ticket.wake();
        }
    }

    fn grant(&self) {
        while self.has_room() {
            let Some(ticket) = self.waiting.borrow_mut().pop_front() else { return };
            // Whoever left the queue holds no ticket any more.
            if Rc::strong_count(&ticket) > 1 {
                self.taken.set(self.taken.get() + 1);
                ticket.is_granted.set(true);
                ticket.wake();
            }
        }
    }
}

impl Ticket {
    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests;
