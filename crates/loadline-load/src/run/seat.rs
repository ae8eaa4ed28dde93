//! A seat: what the scheduler and one user's task share.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::time::{Sleep, sleep_until};

/// The place of one user on its thread.
#[derive(Debug, Default)]
pub(super) struct Seat {
    leaving: Cell<bool>,
    /// Whether it leaves for good.
    dismissed: Cell<bool>,
    /// When the iteration under way is cut off.
    cut_off_at: Cell<Option<Instant>>,
    /// Who is to look at that again.
    iterating: RefCell<Option<Waker>>,
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

    /// Asks the user to leave within `grace`, where that is bounded: an iteration that takes longer is cut off.
    pub(super) fn leave_within(&self, grace: Option<Duration>) {
        if let Some(grace) = grace {
            self.cut_off_at.set(Some(Instant::now() + grace));
            if let Some(waker) = self.iterating.take() {
                waker.wake();
            }
        }
        self.leave();
    }

    /// Asks the user to leave, and not to wait to be wanted again.
    pub(super) fn dismiss(&self) {
        self.dismissed.set(true);
        self.leave();
    }

    /// Asks a user that left, or is about to, to work on.
    pub(super) fn come_back(&self) {
        self.leaving.set(self.dismissed.get());
        self.cut_off_at.set(None);
        self.called.notify_one();
    }

    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.get()
    }

    /// Does `iteration` to its end; none when it was cut off before.
    pub(super) async fn unless_cut_off<T>(
        &self,
        mut iteration: Pin<&mut impl Future<Output = T>>,
    ) -> Option<T> {
        let mut alarm: Option<Pin<Box<Sleep>>> = None;
        let done = poll_fn(|cx| {
            if let Poll::Ready(done) = iteration.as_mut().poll(cx) {
                return Poll::Ready(Some(done));
            }
            self.iterating.replace(Some(cx.waker().clone()));
            let Some(moment) = self.cut_off_at.get() else { return Poll::Pending };
            let alarm = alarm.get_or_insert_with(|| Box::pin(sleep_until(moment.into())));
            if alarm.deadline() != moment.into() {
                alarm.as_mut().reset(moment.into());
            }
            alarm.as_mut().poll(cx).map(|()| None)
        });
        let done = done.await;
        self.iterating.take();
        done
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
                () = sleep_until(moment.into()) => return,
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
