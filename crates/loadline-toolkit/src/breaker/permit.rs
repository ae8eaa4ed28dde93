//! The right to one call. It ends with an outcome; dropped without one, it gives its place back.

use super::{Breaker, machine::Ticket, window::Outcome};
use std::{borrow::Borrow, time::Duration};
use tokio::time::Instant;

/// The right to one call, for as long as it lasts.
///
/// ```
/// use loadline_toolkit::breaker::Breaker;
///
/// let breaker = Breaker::builder().build().expect("what is set by itself is valid");
/// let permit = breaker.acquire().expect("a new breaker is closed");
/// permit.record(false);
/// assert_eq!(breaker.stats().succeeded, 1);
/// drop(breaker.acquire());
/// assert_eq!(breaker.stats().dropped, 1);
/// ```
#[derive(Debug)]
#[must_use = "a permit that is dropped at once counts for nothing"]
pub struct Permit<B: Borrow<Breaker>> {
    breaker: B,
    ticket: Option<Ticket>,
    slow_from: Option<Instant>,
}

impl<B: Borrow<Breaker>> Permit<B> {
    pub(super) fn new(breaker: B, ticket: Ticket, slow_after: Option<Duration>) -> Self {
        let slow_from = slow_after.and_then(|after| Instant::now().checked_add(after));
        Self { breaker, ticket: Some(ticket), slow_from }
    }

    /// The call came to an end, and failed or did not.
    pub fn record(mut self, failed: bool) {
        self.end(failed);
    }

    /// What it was asked for by.
    pub(super) const fn holder(&self) -> &B {
        &self.breaker
    }

    fn end(&mut self, failed: bool) {
        if let Some(ticket) = self.ticket.take() {
            let slow = self.slow_from.is_some_and(|from| Instant::now() >= from);
            self.breaker.borrow().done(ticket, Outcome { failed, slow });
        }
    }
}

impl<B: Borrow<Breaker>> Drop for Permit<B> {
    /// A call that was dropped counts as nothing, one that panicked as a failure.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.end(true);
        } else if let Some(ticket) = self.ticket.take() {
            self.breaker.borrow().give_back(ticket);
        }
    }
}
