//! [`AcquireObject`]: a caller's wait for an object. Dropping it at any moment is safe: what was handed over and not yet
//! taken goes to the next in the queue.

use super::{
    ObjectPoolError, PooledObject,
    shared::{Handed, Pool, State},
    waiters::Ticket,
};
use crate::deadline::Deadline;
use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, MutexGuard},
    task::{Context, Poll, ready},
};
use tokio::{
    task::coop,
    time::{Instant, Sleep, sleep},
};

/// The wait for an object; see [`ObjectPool::acquire`](super::ObjectPool::acquire).
#[must_use = "it waits only when it is awaited"]
pub struct AcquireObject<'a, T: Send + 'static> {
    shared: &'a Pool<T>,
    waiting: Option<Waiting>,
}

struct Waiting {
    ticket: Ticket,
    since: Instant,
    end: Pin<Box<Sleep>>,
}

impl<'a, T: Send + 'static> AcquireObject<'a, T> {
    pub(super) const fn new(shared: &'a Pool<T>) -> Self {
        Self { shared, waiting: None }
    }

    fn begin(&mut self, cx: &mut Context<'_>) -> Poll<Result<PooledObject<T>, ObjectPoolError>> {
        let mut state = self.shared.lock();
        let Some(handed) = self.shared.take(&mut state) else { return self.join(state, cx) };
        drop(state);
        self.shared.waits.record_ns(0);
        Poll::Ready(self.taken(handed))
    }

    fn join(
        &mut self,
        mut state: MutexGuard<'_, State<T>>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<PooledObject<T>, ObjectPoolError>> {
        let config = &self.shared.settings.config;
        let waiting = state.waiters.len();
        if waiting >= config.waiters_max {
            state.refused += 1;
            return Poll::Ready(Err(ObjectPoolError::QueueFull { waiting }));
        }
        let since = Instant::now();
        let ticket = state.waiters.join(since, cx.waker().clone());
        drop(state);
        let mut end = Box::pin(sleep(Deadline::time_left_or(config.acquire_timeout)));
        let is_over = end.as_mut().poll(cx).is_ready();
        self.waiting = Some(Waiting { ticket, since, end });
        if is_over { self.time_out() } else { Poll::Pending }
    }

    fn resume(&mut self, cx: &mut Context<'_>) -> Poll<Result<PooledObject<T>, ObjectPoolError>> {
        let Some(waiting) = &mut self.waiting else { return self.begin(cx) };
        let served = self.shared.lock().waiters.poll(waiting.ticket, cx);
        if let Some(handed) = served {
            self.waiting = None;
            return Poll::Ready(self.taken(handed));
        }
        ready!(waiting.end.as_mut().poll(cx));
        self.time_out()
    }

    fn time_out(&mut self) -> Poll<Result<PooledObject<T>, ObjectPoolError>> {
        let Some(Waiting { ticket, since, .. }) = self.waiting.take() else { return Poll::Pending };
        let mut state = self.shared.lock();
        if let Some(handed) = state.waiters.leave(ticket) {
            drop(state);
            return Poll::Ready(self.taken(handed));
        }
        state.timed_out += 1;
        let (waited, max) = (since.elapsed(), self.shared.settings.config.max);
        Poll::Ready(Err(ObjectPoolError::TimedOut { waited, max }))
    }

    fn taken(&self, handed: Handed<T>) -> Result<PooledObject<T>, ObjectPoolError> {
        let object = self.shared.object(handed)?;
        Ok(PooledObject::new(Arc::clone(self.shared), object))
    }
}

impl<T: Send + 'static> Future for AcquireObject<'_, T> {
    type Output = Result<PooledObject<T>, ObjectPoolError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let progress = ready!(coop::poll_proceed(cx));
        let polled = self.get_mut().resume(cx);
        if polled.is_ready() {
            progress.made_progress();
        }
        polled
    }
}

impl<T: Send + 'static> Drop for AcquireObject<'_, T> {
    fn drop(&mut self) {
        let Some(Waiting { ticket, .. }) = self.waiting.take() else { return };
        let handed = self.shared.lock().waiters.leave(ticket);
        if let Some(handed) = handed {
            self.shared.hand_on(handed);
        }
    }
}
