//! A batch under way: taken from the queue, handed to the handler, answered. One task runs flights one after the
//! other for as long as there is reason for the next; a second kind of task is the timer of those that linger.

use super::{
    BatchError, Linger,
    batcher::Shared,
    queue::{Item, Next, Queue, Reply},
};
use crate::panics::caught_async;
use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll};
use tokio::time::{Instant, sleep_until, timeout};

impl<Q, A, E> Shared<Q, A, E>
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    /// Begins a flight that the queue has counted.
    pub(super) fn begin_flight(self: &Arc<Self>) {
        let flight = Flight { shared: Arc::clone(self), stage: Stage::Boarding };
        tokio::spawn(flight.fly());
    }

    /// Begins the timer that the queue has counted.
    pub(super) fn begin_timer(self: &Arc<Self>) {
        let timer = Timer { shared: Arc::clone(self), is_counted: true };
        tokio::spawn(timer.run());
    }

    /// Sends a batch and answers its callers.
    async fn send(&self, batch: Vec<Item<Q, A, E>>) {
        let begin = Instant::now();
        let mut requests = Vec::with_capacity(batch.len());
        let mut replies = Vec::with_capacity(batch.len());
        for item in batch {
            self.figures.wait_time.record(begin.saturating_duration_since(item.since));
            requests.push(item.request);
            replies.push(item.reply);
        }
        self.figures.batches.add(1);
        self.figures.items.add(replies.len() as u64);
        tracing::trace!(items = replies.len(), "batch sent");
        let limit = self.config.time_out;
        let work = timeout(limit, caught_async(async { (self.handler)(requests).await }));
        let Some(outcome) = self.unless_aborted(work).await else {
            return;
        };
        self.figures.handler_time.record(begin.elapsed());
        match outcome {
            Ok(Ok(answers)) if answers.len() == replies.len() => {
                for (reply, answer) in replies.into_iter().zip(answers) {
                    // A caller that went away has no use for it.
                    let _ = reply.send(answer.map_err(BatchError::Failed));
                }
            }
            Ok(Ok(answers)) => {
                let (requests, answers) = (replies.len(), answers.len());
                self.break_off(replies, || BatchError::WrongLength { requests, answers });
            }
            Ok(Err(message)) => {
                let message: Arc<str> = message.into();
                self.break_off(replies, || BatchError::Panicked { message: Arc::clone(&message) });
            }
            Err(_elapsed) => self.break_off(replies, || BatchError::TimedOut { after: limit }),
        }
    }

    /// Answers each caller of a batch with the same error.
    fn break_off(&self, replies: Vec<Reply<A, E>>, error: impl Fn() -> BatchError<E>) {
        self.figures.broken.add(1);
        let broken = self.figures.broken.get();
        // Seldom enough for any log: the first, the second, the fourth …
        if broken.is_power_of_two() {
            tracing::warn!(reason = %error(), items = replies.len(), broken, "a batch has no answers");
        }
        for reply in replies {
            let _ = reply.send(Err(error()));
        }
    }

    /// Runs `work` to its end, or drops it when the batcher is told to give up.
    async fn unless_aborted<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut abort = pin!(self.abort.acquire());
        let mut work = pin!(work);
        poll_fn(|cx| match work.as_mut().poll(cx) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            // There never is a permit: it is ready once the semaphore is closed.
            Poll::Pending => abort.as_mut().poll(cx).map(|_closed| None),
        })
        .await
    }
}

/// How far a flight is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It is counted and has no batch yet.
    Boarding,
    /// It has its batch.
    Flying,
    /// It is counted no more.
    Landed,
}

/// A flight as the queue has counted it: however its task ends, also with its runtime, the count is put right.
struct Flight<Q, A, E> {
    shared: Arc<Shared<Q, A, E>>,
    stage: Stage,
}

impl<Q, A, E> Flight<Q, A, E>
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    async fn fly(mut self) {
        while self.stage == Stage::Boarding {
            if self.shared.config.linger == Linger::Adaptive {
                // Callers that are ready now come along.
                tokio::task::yield_now().await;
            }
            let config = &self.shared.config;
            let (batch, next) =
                self.shared.with_queue(|queue| (queue.board(config), queue.next(config, false)));
            self.stage = Stage::Flying;
            // A batch that is full in bytes may have left some behind.
            self.shared.begin(next);
            if !batch.is_empty() {
                self.shared.room.add_permits(batch.len());
                // What the caller's values and futures do when they are dropped may panic, too.
                if caught_async(self.shared.send(batch)).await.is_err() {
                    self.shared.figures.broken.add(1);
                }
            }
            self.land();
        }
    }

    /// Lands, and boards again when there is reason to.
    fn land(&mut self) {
        let config = &self.shared.config;
        let next = self.shared.with_queue(|queue| {
            queue.land(true);
            let is_due = queue.due(config).is_some_and(|due| due <= Instant::now());
            queue.next(config, is_due)
        });
        self.stage = if next == Next::Flight { Stage::Boarding } else { Stage::Landed };
        if next == Next::Timer {
            self.shared.begin_timer();
        }
    }
}

impl<Q, A, E> Drop for Flight<Q, A, E> {
    fn drop(&mut self) {
        if self.stage != Stage::Landed {
            self.shared.with_queue(|queue| queue.land(self.stage == Stage::Flying));
        }
        self.shared.tell_if_idle();
    }
}

/// The timer as the queue has counted it; its task ends when nothing lingers.
struct Timer<Q, A, E> {
    shared: Arc<Shared<Q, A, E>>,
    is_counted: bool,
}

impl<Q, A, E> Timer<Q, A, E>
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    async fn run(mut self) {
        while let Some(due) = self.due() {
            sleep_until(due).await;
            if self.wake() == Next::Flight {
                self.shared.begin_flight();
            }
        }
    }

    /// When to wake next; it is counted no more when there is no reason to.
    fn due(&mut self) -> Option<Instant> {
        let Self { shared, is_counted } = self;
        shared.with_queue(|queue| {
            let due = queue.due(&shared.config).filter(|_| *is_counted);
            if due.is_none() && std::mem::take(is_counted) {
                queue.timer_ended();
            }
            due
        })
    }

    /// Sees to what is due; it is counted no more when no flight may begin, since the next that lands will look.
    fn wake(&mut self) -> Next {
        let Self { shared, is_counted } = self;
        shared.with_queue(|queue| {
            if queue.due(&shared.config).is_none_or(|due| due > Instant::now()) {
                return Next::Nothing;
            }
            let next = queue.next(&shared.config, true);
            if next == Next::Nothing {
                *is_counted = false;
                queue.timer_ended();
            }
            next
        })
    }
}

impl<Q, A, E> Drop for Timer<Q, A, E> {
    fn drop(&mut self) {
        if self.is_counted {
            self.shared.with_queue(Queue::timer_ended);
        }
    }
}
