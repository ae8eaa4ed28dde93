//! A seat: what the scheduler and one user's task share.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The place of one user on its thread.
#[derive(Debug, Default)]
pub(super) struct Seat {
    leaving: Cell<bool>,
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

    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.get()
    }

    /// Waits until `moment`, or until the user is asked to leave.
    pub(super) async fn pause_until(&self, moment: Instant) {
        if self.is_leaving() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep_until(moment.into()) => {}
            () = self.called.notified() => {}
        }
    }

    /// Waits that long, or until the user is asked to leave.
    pub(super) async fn pause(&self, length: Duration) {
        if !length.is_zero() {
            self.pause_until(Instant::now() + length).await;
        }
    }
}
