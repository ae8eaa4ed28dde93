//! [`Batcher`]: takes requests, keeps the bound of those that wait, and ends. Sending batches is [`super::flight`].

use super::{
    BatchError, BatcherBuilder, ShutdownError, Stats,
    config::{Config, Measure},
    queue::{Next, Queue},
    stats::Figures,
};
use crate::{
    deadline::{Deadline, DeadlineExceeded},
    panics::caught,
};
use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{
        Notify, Semaphore, SemaphorePermit, TryAcquireError,
        oneshot::{self, error::RecvError},
    },
    time::{timeout, timeout_at},
};

/// What is done with a batch, boxed.
pub(super) type Handler<Q, A, E> =
    dyn Fn(Vec<Q>) -> Pin<Box<dyn Future<Output = Vec<Result<A, E>>> + Send>> + Send + Sync;

/// Gathers requests `Q` into batches and gives each caller its own answer `A` or error `E`. Cloning it gives another
/// handle to the same batcher.
pub struct Batcher<Q, A, E> {
    pub(super) shared: Arc<Shared<Q, A, E>>,
}

/// What the handles and the flights share.
pub(super) struct Shared<Q, A, E> {
    pub(super) config: Config,
    pub(super) handler: Box<Handler<Q, A, E>>,
    pub(super) figures: Figures,
    /// A permit for each request that may still come to wait.
    pub(super) room: Semaphore,
    /// Has no permits; closed when handlers under way are to be dropped.
    pub(super) abort: Semaphore,
    measure: Option<Arc<Measure<Q>>>,
    queue: Mutex<Queue<Q, A, E>>,
    /// Told when nothing waits and nothing is under way.
    idle: Notify,
}

impl<Q, A, E> Batcher<Q, A, E>
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    /// Starts from the defaults: 100 requests or 0.1 s.
    #[must_use]
    pub fn builder() -> BatcherBuilder<Q, A, E> {
        BatcherBuilder::new()
    }

    pub(super) fn new(
        config: Config,
        measure: Option<Arc<Measure<Q>>>,
        handler: Box<Handler<Q, A, E>>,
    ) -> Self {
        let shared = Shared {
            config,
            handler,
            figures: Figures::default(),
            room: Semaphore::new(config.queue),
            abort: Semaphore::new(0),
            measure,
            queue: Mutex::new(Queue::new()),
            idle: Notify::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Sends the request with the next batch and waits for its answer: first for room in the queue, first come first
    /// served, then for the batch. It waits no longer than the deadline of the task.
    ///
    /// Dropping the future takes the request back if its batch was not sent yet; a batch that was sent goes on.
    ///
    /// # Errors
    /// A [`BatchError`]: the handler's own for this request, or why there is no answer.
    ///
    /// # Panics
    /// Outside a tokio runtime with time.
    pub async fn submit(&self, request: Q) -> Result<A, BatchError<E>> {
        let bytes = self.measured(&request)?;
        let room = &self.shared.room;
        // Permits that come back go to those who wait, so there is one to take only when nobody does.
        let permit = match room.try_acquire() {
            Ok(permit) => permit,
            Err(TryAcquireError::Closed) => return Err(BatchError::Closed),
            Err(TryAcquireError::NoPermits) => {
                by_deadline(room.acquire()).await?.map_err(|_closed| BatchError::Closed)?
            }
        };
        let (waiting, answer) = self.put(request, bytes, permit)?;
        waiting.end(by_deadline(answer).await)
    }

    /// As [`submit`](Self::submit), and refuses when as many requests wait as may.
    ///
    /// # Errors
    /// [`BatchError::Full`], or what `submit` fails with.
    ///
    /// # Panics
    /// Outside a tokio runtime with time.
    pub async fn try_submit(&self, request: Q) -> Result<A, BatchError<E>> {
        let bytes = self.measured(&request)?;
        let permit = self.shared.room.try_acquire().map_err(|error| match error {
            TryAcquireError::Closed => BatchError::Closed,
            TryAcquireError::NoPermits => {
                self.shared.figures.refused.add(1);
                BatchError::Full
            }
        })?;
        let (waiting, answer) = self.put(request, bytes, permit)?;
        waiting.end(by_deadline(answer).await)
    }

    /// Takes no more requests, sends those that wait and waits until all are answered, no longer than `limit` or the
    /// deadline of the task. Callers that wait for room get [`BatchError::Closed`]. It may be called again, also after
    /// its future was dropped.
    ///
    /// # Errors
    /// [`ShutdownError`] when the time was not enough: what was left was dropped, and its callers got
    /// [`BatchError::Closed`].
    pub async fn shutdown(&self, limit: Duration) -> Result<(), ShutdownError> {
        let shared = &self.shared;
        shared.room.close();
        shared.with_queue(Queue::close);
        shared.begin_all();
        let all_answered = async {
            loop {
                let idle = shared.idle.notified();
                if shared.with_queue(|queue| queue.is_idle()) {
                    return;
                }
                idle.await;
            }
        };
        if timeout(Deadline::time_left_or(limit), all_answered).await.is_ok() {
            return Ok(());
        }
        let (left, batches) = shared.with_queue(|queue| (queue.clear(), queue.in_flight()));
        shared.abort.close();
        Err(ShutdownError { requests: left.len(), batches })
    }

    /// What it did and holds now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let (waiting, in_flight) = self.shared.with_queue(|queue| (queue.len(), queue.in_flight()));
        let figures = &self.shared.figures;
        Stats {
            waiting,
            in_flight,
            batches: figures.batches.get(),
            items: figures.items.get(),
            cancelled: figures.cancelled.get(),
            refused: figures.refused.get(),
            broken: figures.broken.get(),
            wait_time: figures.wait_time.snapshot(),
            handler_time: figures.handler_time.snapshot(),
        }
    }

    /// The request's bytes, if they fit a batch.
    fn measured(&self, request: &Q) -> Result<usize, BatchError<E>> {
        let Some(measure) = &self.shared.measure else {
            return Ok(0);
        };
        let bytes = caught(|| measure(request))
            .map_err(|message| BatchError::Panicked { message: message.into() })?;
        let max_bytes = self.shared.config.max_bytes;
        if bytes > max_bytes { Err(BatchError::TooLarge { bytes, max_bytes }) } else { Ok(bytes) }
    }

    /// Puts the request into the queue. The permit is the request's from now on: it comes back when the request
    /// leaves the queue.
    fn put(
        &self,
        request: Q,
        bytes: usize,
        permit: SemaphorePermit<'_>,
    ) -> Result<InQueue<'_, Q, A, E>, BatchError<E>> {
        let (reply, answer) = oneshot::channel();
        let (id, next) = {
            let mut queue = self.shared.queue();
            if queue.is_closed() {
                return Err(BatchError::Closed);
            }
            let id = queue.push(request, bytes, reply);
            permit.forget();
            (id, queue.next(&self.shared.config, false))
        };
        let waiting = Waiting { shared: &self.shared, id };
        self.shared.begin(next);
        Ok((waiting, answer))
    }
}

impl<Q, A, E> Shared<Q, A, E>
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    /// Begins as many flights as have reason to, and the timer.
    pub(super) fn begin_all(self: &Arc<Self>) {
        loop {
            let next = self.with_queue(|queue| queue.next(&self.config, false));
            self.begin(next);
            if next != Next::Flight {
                return;
            }
        }
    }

    /// Begins what the queue has counted.
    pub(super) fn begin(self: &Arc<Self>, next: Next) {
        match next {
            Next::Nothing => {}
            Next::Flight => self.begin_flight(),
            Next::Timer => self.begin_timer(),
        }
    }
}

impl<Q, A, E> Shared<Q, A, E> {
    pub(super) fn queue(&self) -> MutexGuard<'_, Queue<Q, A, E>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn with_queue<T>(&self, look: impl FnOnce(&mut Queue<Q, A, E>) -> T) -> T {
        look(&mut self.queue())
    }

    /// Tells those who wait for the end, when it has come.
    pub(super) fn tell_if_idle(&self) {
        if self.with_queue(|queue| queue.is_closed() && queue.is_idle()) {
            self.idle.notify_waiters();
        }
    }
}

/// A request's place in the queue, and where its answer will be.
type InQueue<'a, Q, A, E> = (Waiting<'a, Q, A, E>, Answer<A, E>);

/// Where a caller's answer comes from.
type Answer<A, E> = oneshot::Receiver<Result<A, BatchError<E>>>;

/// Ends `work` at the deadline of the task, if it has one.
async fn by_deadline<W: Future>(work: W) -> Result<W::Output, DeadlineExceeded> {
    match Deadline::current() {
        None => Ok(work.await),
        Some(deadline) => {
            timeout_at(deadline.instant(), work).await.map_err(|_elapsed| DeadlineExceeded)
        }
    }
}

/// A caller that waits for its answer; dropped before it came, it takes its request back.
struct Waiting<'a, Q, A, E> {
    shared: &'a Shared<Q, A, E>,
    id: u64,
}

impl<Q, A, E> Waiting<'_, Q, A, E> {
    /// The caller's answer, if it came in time; then there is nothing to take back.
    fn end(
        self,
        answer: Result<Result<Result<A, BatchError<E>>, RecvError>, DeadlineExceeded>,
    ) -> Result<A, BatchError<E>> {
        let answer = answer?;
        std::mem::forget(self);
        answer.unwrap_or(Err(BatchError::Closed))
    }
}

impl<Q, A, E> Drop for Waiting<'_, Q, A, E> {
    fn drop(&mut self) {
        // Dropped after the lock is free: the request's own drop is the caller's code.
        let item = self.shared.with_queue(|queue| queue.remove(self.id));
        if item.is_some() {
            self.shared.room.add_permits(1);
            self.shared.figures.cancelled.add(1);
            self.shared.tell_if_idle();
        }
    }
}

impl<Q, A, E> Clone for Batcher<Q, A, E> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<Q, A, E> fmt::Debug for Batcher<Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (waiting, in_flight) = self.shared.with_queue(|queue| (queue.len(), queue.in_flight()));
        f.debug_struct("Batcher")
            .field("config", &self.shared.config)
            .field("waiting", &waiting)
            .field("in_flight", &in_flight)
            .finish_non_exhaustive()
    }
}
