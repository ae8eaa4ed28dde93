//! Where a task and its handle meet: the outcome, put in once, and the wish to end early. Both sides hold it; neither
//! waits for the other's lock for longer than a move of the outcome.

use super::TaskError;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};
use tokio::time::Instant;

/// What became of a task, or nothing yet.
#[derive(Debug)]
pub(super) struct Slot<T> {
    inner: Mutex<Inner<T>>,
}

#[derive(Debug)]
struct Inner<T> {
    outcome: Option<Result<T, TaskError>>,
    is_settled: bool,
    has_begun: bool,
    /// The handle's.
    waits: Option<Waker>,
    /// The running task's, told when it is settled from outside.
    runs: Option<Waker>,
}

/// A task's slot, whatever its result is.
pub(super) trait Settle: Send + Sync {
    /// Puts in an error from outside, and makes a running task end. Whether there was no outcome before.
    fn give_up(&self, error: TaskError) -> bool;

    /// A worker has taken the task: whether it is still wanted.
    fn begin(&self) -> bool;

    /// Whether it has begun.
    fn has_begun(&self) -> bool;

    /// Whether there is an outcome.
    fn is_settled(&self) -> bool;

    /// Ready when there is an outcome, for the task that runs.
    fn poll_settled(&self, cx: &mut Context<'_>) -> Poll<()>;
}

impl<T> Slot<T> {
    pub(super) const fn new() -> Self {
        let inner =
            Inner { outcome: None, is_settled: false, has_begun: false, waits: None, runs: None };
        Self { inner: Mutex::new(inner) }
    }

    /// Puts in the outcome unless there is one. Whether there was none.
    pub(super) fn settle(&self, outcome: Result<T, TaskError>) -> bool {
        let mut inner = self.lock();
        if inner.is_settled {
            // The lock goes first: the outcome's own drop is the caller's code.
            drop(inner);
            drop(outcome);
            return false;
        }
        inner.is_settled = true;
        inner.outcome = Some(outcome);
        let wakers = (inner.waits.take(), inner.runs.take());
        drop(inner);
        for waker in [wakers.0, wakers.1].into_iter().flatten() {
            waker.wake();
        }
        true
    }

    /// Ready with the outcome, for the handle. After it was taken there is none any more: [`TaskError::Closed`].
    pub(super) fn poll_outcome(&self, cx: &mut Context<'_>) -> Poll<Result<T, TaskError>> {
        let mut inner = self.lock();
        if inner.is_settled {
            return Poll::Ready(inner.outcome.take().unwrap_or(Err(TaskError::Closed)));
        }
        remember(&mut inner.waits, cx.waker());
        Poll::Pending
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send> Settle for Slot<T> {
    fn give_up(&self, error: TaskError) -> bool {
        self.settle(Err(error))
    }

    fn begin(&self) -> bool {
        let mut inner = self.lock();
        inner.has_begun = !inner.is_settled;
        inner.has_begun
    }

    fn has_begun(&self) -> bool {
        self.lock().has_begun
    }

    fn is_settled(&self) -> bool {
        self.lock().is_settled
    }

    fn poll_settled(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut inner = self.lock();
        if inner.is_settled {
            return Poll::Ready(());
        }
        remember(&mut inner.runs, cx.waker());
        Poll::Pending
    }
}

/// A task's own hold of its slot: when its work is dropped without an outcome, that is the outcome.
pub(super) struct SettleOnDrop<T>(pub(super) Arc<Slot<T>>);

impl<T> SettleOnDrop<T> {
    /// Puts in what the task came to unless it was settled from outside before; in short, how it ended.
    pub(super) fn end(&self, outcome: Result<T, String>, until: Instant) -> Result<(), TaskError> {
        let outcome = outcome.map_err(|message| TaskError::Panicked { message });
        let end = outcome.as_ref().map(|_| ()).map_err(Clone::clone);
        if self.0.settle(outcome) { end } else { Err(ended_early(until)) }
    }
}

impl<T> Drop for SettleOnDrop<T> {
    fn drop(&mut self) {
        self.0.settle(Err(TaskError::Closed));
    }
}

/// Why a task that ran was settled from outside.
pub(super) fn ended_early(until: Instant) -> TaskError {
    if until <= Instant::now() { TaskError::TimedOut { begun: true } } else { TaskError::Cancelled }
}

fn remember(place: &mut Option<Waker>, waker: &Waker) {
    match place {
        Some(known) => known.clone_from(waker),
        None => *place = Some(waker.clone()),
    }
}
