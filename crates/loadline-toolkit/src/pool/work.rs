//! The tasks in which a pool calls its manager: connecting, checking, resetting, closing. Each is bounded in time, and each
//! has the place in the pool that its connection takes: however it ends, the place is given back exactly once. A task
//! that is dropped before its end is dropped by a runtime that ends; the pool is closed with it.

use super::{
    ConnectFailure, LastStatement, Manager,
    plan::Attempt,
    shared::Shared,
    state::{Live, Placed, Refusal, State},
};
use crate::{
    Transient,
    panics::{caught, caught_async},
};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{Arc, PoisonError},
    task::{Poll, Waker},
    time::Duration,
};
use tokio::{
    sync::oneshot,
    time::{Instant, timeout},
};

/// A connection in a task, and its place.
struct Lease<M: Manager> {
    shared: Arc<Shared<M>>,
    live: Option<Box<Live<M>>>,
    slot: u32,
    place: Place,
    is_over: bool,
}

/// As what a connection in a task is counted.
#[derive(Debug, Clone, Copy)]
enum Place {
    Busy,
    Closing,
}

/// An attempt to connect, and its place.
struct Starting<M: Manager> {
    shared: Arc<Shared<M>>,
    id: u64,
    is_over: bool,
}

impl<M: Manager> Shared<M> {
    /// Asks a connection that is counted as busy whether it still works.
    pub(super) fn spawn_check(self: &Arc<Self>, live: Box<Live<M>>) {
        let mut lease = self.lease(live, Place::Busy);
        self.runtime.spawn(async move {
            let (shared, live) = lease.parts();
            let limit = shared.config.check_timeout;
            let work = async { shared.manager.check(&mut live.conn).await };
            let is_good = matches!(bounded(limit, work).await, Some(Ok(Ok(()))));
            if is_good {
                live.checked = Instant::now();
            }
            lease.end(is_good);
        });
    }

    /// Resets a connection that is counted as busy.
    pub(super) fn spawn_reset(self: &Arc<Self>, live: Box<Live<M>>) {
        let mut lease = self.lease(live, Place::Busy);
        self.runtime.spawn(async move {
            let (shared, live) = lease.parts();
            let limit = shared.config.release_timeout;
            let work = async { shared.manager.reset(&mut live.conn).await };
            let is_good = matches!(bounded(limit, work).await, Some(Ok(Ok(()))));
            lease.end(is_good);
        });
    }

    /// Closes a connection that works and is counted as closing.
    pub(super) fn spawn_close(self: &Arc<Self>, live: Box<Live<M>>) {
        let mut lease = self.lease(live, Place::Closing);
        self.runtime.spawn(async move {
            if let Some(live) = lease.live.take() {
                let work = async { lease.shared.manager.close(live.conn).await };
                let _ = bounded(lease.shared.config.release_timeout, work).await;
            }
            lease.free();
        });
    }

    /// Drops a connection that is of no use any more and is counted as closing.
    pub(super) fn spawn_drop(self: &Arc<Self>, live: Box<Live<M>>) {
        let lease = self.lease(live, Place::Closing);
        self.lock().counts.broken += 1;
        self.runtime.spawn(async move { lease.end(false) });
    }

    /// Opens a connection, as [`State::plan_connects`] wants it.
    pub(super) fn spawn_connect(self: &Arc<Self>, attempt: Attempt) {
        let Attempt { id, unwanted } = attempt;
        let mut starting = Starting { shared: Arc::clone(self), id, is_over: false };
        self.runtime.spawn(async move {
            let started = Instant::now();
            let outcome = starting.shared.connect(unwanted).await;
            starting.is_over = true;
            starting.shared.connect_ended(id, started, outcome);
        });
    }

    fn lease(self: &Arc<Self>, live: Box<Live<M>>, place: Place) -> Lease<M> {
        let slot = live.slot();
        Lease { shared: Arc::clone(self), live: Some(live), slot, place, is_over: false }
    }

    /// A connection, why there is none, or `None` when it was no longer wanted.
    async fn connect(
        &self,
        unwanted: oneshot::Receiver<()>,
    ) -> Option<Result<M::Conn, ConnectFailure>> {
        let limit = self.config.connect_timeout;
        let mut unwanted = pin!(unwanted);
        let mut work = pin!(bounded(limit, async { self.manager.connect().await }));
        let connected = poll_fn(|cx| match unwanted.as_mut().poll(cx) {
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => work.as_mut().poll(cx).map(Some),
        });
        Some(match connected.await? {
            None => Err(ConnectFailure::TimedOut { after: limit }),
            Some(Err(message)) => Err(ConnectFailure::Panicked { message }),
            Some(Ok(Ok(conn))) => Ok(conn),
            Some(Ok(Err(error))) => {
                let is_transient = caught(|| self.manager.is_transient(&error)).unwrap_or(false);
                Err(ConnectFailure::Driver { error: Arc::new(error), is_transient })
            }
        })
    }

    fn connect_ended(
        self: &Arc<Self>,
        id: u64,
        started: Instant,
        outcome: Option<Result<M::Conn, ConnectFailure>>,
    ) {
        let now = Instant::now();
        if let Some(Ok(_)) = &outcome {
            self.figures.connects.record(now - started);
        }
        let outcome = outcome.map(|ended| ended.map(|conn| (self.statement_of(&conn), conn)));
        let mut refused = Vec::new();
        let mut placed = None;
        let mut failed = None;
        let mut state = self.lock();
        state.connects.ended(id);
        let failures_before = state.connects.failures;
        match outcome {
            Some(Ok((statement, conn))) => {
                state.connects.succeeded();
                state.load.connected(now - started);
                let expires = self.config.expiry(now, self.random());
                let live = state.opened(conn, statement, now, expires);
                placed = Some(self.place(&mut state, live, now));
            }
            Some(Err(failure)) => {
                refused = self.connect_failed(&mut state, id, &failure, now);
                failed = Some(failure);
            }
            None => {}
        }
        self.refill(state);
        tell(failed.as_ref(), failures_before);
        refused.into_iter().for_each(Waker::wake);
        if let Some(placed) = placed {
            self.after(placed);
        }
        self.changed.notify_waiters();
    }

    /// Notes a failure; those who are told of it are to be woken.
    fn connect_failed(
        &self,
        state: &mut State<M>,
        id: u64,
        failure: &ConnectFailure,
        now: Instant,
    ) -> Vec<Waker> {
        state.counts.connect_failed += 1;
        let is_final = !failure.is_transient();
        if state.connects.failed(id, failure.clone()) {
            let failures = if is_final { u32::MAX } else { state.connects.failures };
            let delay = self.config.retry.delay_after(failures);
            state.connects.not_before = Some(now + delay.mul_f64(1.0 - self.random() / 2.0));
        }
        let attempts = state.connects.failures;
        let is_hopeless = state.usable() == 0 && state.connects.pending() == 0;
        if !(is_hopeless && (is_final || self.config.retry.is_over_after(attempts))) {
            return Vec::new();
        }
        let refusal = || Err(Refusal::Connect { attempts, failure: failure.clone() });
        let wakers = state.waiters.serve_where(|_| true, refusal);
        state.counts.refused += wakers.len() as u64;
        state.queue_shrank();
        wakers
    }

    /// The note that goes with a connection: its own, or an empty one.
    fn statement_of(&self, conn: &M::Conn) -> LastStatement {
        caught(|| self.manager.last_statement(conn)).ok().flatten().unwrap_or_default()
    }

    /// From 0 to 1.
    fn random(&self) -> f64 {
        self.random.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }
}

impl<M: Manager> Lease<M> {
    fn parts(&mut self) -> (&Shared<M>, &mut Live<M>) {
        (&self.shared, self.live.as_mut().expect("a lease has its connection until it ends"))
    }

    /// The connection serves again, or is dropped.
    fn end(mut self, is_good: bool) {
        if !is_good {
            return self.free();
        }
        let Some(live) = self.live.take() else { return };
        self.is_over = true;
        let mut state = self.shared.lock();
        state.busy -= 1;
        let placed = self.shared.place(&mut state, live, Instant::now());
        if matches!(placed, Placed::Idle) {
            drop(state);
        } else {
            self.shared.refill(state);
        }
        self.shared.after(placed);
    }

    /// Drops the connection and frees its place, in this order: there are never more than may be.
    fn free(&mut self) {
        self.is_over = true;
        let live = self.live.take();
        let _ = caught(|| drop(live));
        let mut state = self.shared.lock();
        match self.place {
            Place::Busy => {
                state.busy -= 1;
                state.counts.broken += 1;
            }
            Place::Closing => state.closing -= 1,
        }
        state.gone(self.slot);
        self.shared.refill(state);
    }
}

impl<M: Manager> Drop for Lease<M> {
    fn drop(&mut self) {
        if !self.is_over {
            self.shared.runtime_ended();
            self.free();
        }
    }
}

impl<M: Manager> Drop for Starting<M> {
    fn drop(&mut self) {
        if !self.is_over {
            self.shared.runtime_ended();
            self.shared.lock().connects.ended(self.id);
        }
    }
}

/// The first failure in a row and its end are an operator's business; the others are not.
fn tell(failed: Option<&ConnectFailure>, failures_before: u32) {
    match failed {
        Some(failure) if failures_before == 0 => {
            tracing::warn!(%failure, "the server cannot be reached");
        }
        Some(failure) => {
            tracing::debug!(%failure, failures_before, "connect failed");
        }
        None if failures_before > 0 => {
            tracing::info!(failures = failures_before, "the server is reached again");
        }
        None => {}
    }
}

/// The work's result; its panic in words; `None` when it took too long.
async fn bounded<T>(limit: Duration, work: impl Future<Output = T>) -> Option<Result<T, String>> {
    timeout(limit, caught_async(work)).await.ok()
}
