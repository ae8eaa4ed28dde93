//! [`Acquire`]: a caller's wait for a connection. It takes an idle one at once, or joins the queue and is handed whatever
//! comes first. It never calls the manager itself but for [`Manager::is_broken`], so dropping it at any moment leaves
//! nothing half done: a connection that was handed over and not yet taken goes to the next in the queue.

use super::{
    Manager, PoolError, Pooled,
    shared::Shared,
    state::{Hold, Refusal, State, Waiter},
};
use crate::{deadline::Deadline, object_pool::Ticket};
use std::{
    future::Future,
    panic::Location,
    pin::Pin,
    sync::{Arc, MutexGuard},
    task::{Context, Poll, ready},
};
use tokio::{
    task::{self, coop},
    time::Instant,
};

/// The wait for a connection; see [`Pool::acquire`](super::Pool::acquire).
#[must_use = "it waits only when it is awaited"]
pub struct Acquire<'a, M: Manager> {
    shared: &'a Arc<Shared<M>>,
    asked_at: &'static Location<'static>,
    waiting: Option<(Ticket, Waiter)>,
}

impl<'a, M: Manager> Acquire<'a, M> {
    pub(super) const fn new(
        shared: &'a Arc<Shared<M>>,
        asked_at: &'static Location<'static>,
    ) -> Self {
        Self { shared, asked_at, waiting: None }
    }

    /// Takes a connection that lies ready, or joins the queue.
    fn begin(&mut self, cx: &Context<'_>) -> Poll<Result<Pooled<M>, PoolError>> {
        let now = Instant::now();
        let task = task::try_id();
        let hold = Hold { acquired_at: self.asked_at, since: now, task, is_reported: false };
        match self.shared.take_ready(hold) {
            Ok(live) => Poll::Ready(Ok(Pooled::new(Arc::clone(self.shared), live))),
            Err(state) => self.join(state, cx, hold),
        }
    }

    fn join(
        &mut self,
        mut state: MutexGuard<'_, State<M>>,
        cx: &Context<'_>,
        hold: Hold,
    ) -> Poll<Result<Pooled<M>, PoolError>> {
        let Hold { acquired_at: asked_at, since, task, .. } = hold;
        if state.is_closed {
            return Poll::Ready(Err(PoolError::Closed));
        }
        let waiting = state.waiters.len();
        state.counts.asked += 1;
        if waiting >= self.shared.config.waiters_max {
            state.counts.refused += 1;
            return Poll::Ready(Err(PoolError::QueueFull { waiting }));
        }
        let deadline = since + Deadline::time_left_or(self.shared.config.acquire_timeout);
        let waiter = Waiter { asked_at, since, deadline, task };
        let ticket = state.waiters.join(waiter, cx.waker().clone());
        self.waiting = Some((ticket, waiter));
        state.queue_grew(since);
        self.shared.refill_for(state, since, deadline);
        Poll::Pending
    }

    fn refused(&self, refusal: Refusal, waiter: Waiter) -> PoolError {
        match refusal {
            Refusal::Expired(under_way) => {
                let exhaustion = self.shared.exhaustion(waiter, under_way);
                PoolError::Exhausted(Box::new(exhaustion))
            }
            Refusal::Closed => PoolError::Closed,
            Refusal::Connect { attempts, failure } => PoolError::Connect { attempts, failure },
        }
    }
}

impl<M: Manager> Future for Acquire<'_, M> {
    type Output = Result<Pooled<M>, PoolError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let progress = ready!(coop::poll_proceed(cx));
        let polled = match this.waiting {
            None => this.begin(cx),
            Some((ticket, waiter)) => {
                let served = this.shared.lock().waiters.poll(ticket, cx);
                served.map_or(Poll::Pending, |outcome| {
                    this.waiting = None;
                    Poll::Ready(match outcome {
                        Ok(live) => Ok(Pooled::new(Arc::clone(this.shared), live)),
                        Err(refusal) => Err(this.refused(refusal, waiter)),
                    })
                })
            }
        };
        if polled.is_ready() {
            progress.made_progress();
        }
        polled
    }
}

impl<M: Manager> Drop for Acquire<'_, M> {
    fn drop(&mut self) {
        let Some((ticket, _)) = self.waiting.take() else { return };
        let mut state = self.shared.lock();
        state.counts.left += 1;
        match state.waiters.leave(ticket) {
            Some(Ok(live)) => {
                drop(state);
                self.shared.put_back(live);
            }
            Some(Err(_refusal)) => {}
            None => state.queue_shrank(),
        }
    }
}
