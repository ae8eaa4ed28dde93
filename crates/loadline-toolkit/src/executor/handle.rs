//! The handle of a task: its result, and the means to cancel it.

use super::{
    TaskError,
    core::Withdraw,
    slot::{Settle as _, Slot},
};
use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll, ready},
};
use tokio::time::{Instant, Sleep, sleep_until};

/// A task that was taken. Awaiting it gives the result; dropping it leaves the task to itself, as with tokio's own.
#[must_use = "the task goes on by itself; await the handle for its result or cancel it"]
pub struct Handle<T> {
    slot: Arc<Slot<T>>,
    executor: Weak<dyn Withdraw>,
    id: u64,
    /// When the handle itself has to see to the time.
    until: Option<Instant>,
    time: Option<Pin<Box<Sleep>>>,
}

impl<T: Send> Handle<T> {
    pub(super) const fn new(
        slot: Arc<Slot<T>>,
        executor: Weak<dyn Withdraw>,
        id: u64,
        until: Option<Instant>,
    ) -> Self {
        Self { slot, executor, id, until, time: None }
    }

    /// Ends the task: one that waits never runs, one that runs is dropped where it waits next. Work on a thread goes
    /// on until it asks [`should_stop`](super::should_stop). A result that is there already stays.
    pub fn cancel(&self) {
        self.give_up(&TaskError::Cancelled);
    }

    /// Whether there is a result or an error.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.slot.is_settled()
    }

    fn give_up(&self, error: &TaskError) {
        if self.slot.give_up(error.clone())
            && let Some(executor) = self.executor.upgrade()
        {
            executor.withdraw(self.id, error);
        }
    }
}

impl<T: Send> Future for Handle<T> {
    type Output = Result<T, TaskError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(outcome) = self.slot.poll_outcome(cx) {
            return Poll::Ready(outcome);
        }
        let Some(until) = self.until else {
            return Poll::Pending;
        };
        ready!(self.time.get_or_insert_with(|| Box::pin(sleep_until(until))).as_mut().poll(cx));
        self.give_up(&TaskError::TimedOut { begun: self.slot.has_begun() });
        self.slot.poll_outcome(cx)
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("id", &self.id).finish_non_exhaustive()
    }
}
