//! A seat: what the scheduler and one user's task share.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The place of one user on its thread.
#[derive(Debug, Default)]
pub(super) struct Seat {
    leaving: Cell<bool>,
    /// Whether it leaves for good.
    dismissed: Cell<bool>,
    called: Notify,
}

impl Seat {
    pub(super) fn new() -> Rc<Self> {
        Rc::default()
    }

    /// Asks the user to leave after its iteration; ends a pause.
    pub(super) fn leave(&self) {
        self.leaving.set(true);
        self.called.notify_one();
    }

    /// Asks the user to leave, and not to wait to be wanted again.
    pub(super) fn dismiss(&self) {
        self.dismissed.set(true);
        self.leave();
    }

    /// Asks a user that left, or is about to, to work on.
    pub(super) fn come_back(&self) {
        self.leaving.set(self.dismissed.get());
        self.called.notify_one();
    }

    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.get()
    }

    /// Waits until the user is wanted again; false when it never will be.
    pub(super) async fn is_wanted_again(&self) -> bool {
        while self.is_leaving() && !self.dismissed.get() {
            self.called.notified().await;
        }
        !self.is_leaving()
    }

    /// Waits until `moment`, or until the user is asked to leave.
    pub(super) async fn pause_until(&self, moment: Instant) {
        // A call that was not waited for before says nothing about now.
        while !self.is_leaving() {
            tokio::select! {
                () = tokio::time::sleep_until(moment.into()) => return,
                () = self.called.notified() => {}
            }
        }
    }

    /// Waits that long, or until the user is asked to leave.
    pub(super) async fn pause(&self, length: Duration) {
        if !length.is_zero() {
            self.pause_until(Instant::now() + length).await;
        }
    }
}
