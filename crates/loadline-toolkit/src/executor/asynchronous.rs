//! [`Executor`]: asynchronous work, each worker a tokio task for as long as there is work for it.

use super::{
    ExecutorBuilder, Handle, MapError, OnFull, ShutdownError, SpawnError, Stats, TaskError,
    config::Config,
    core::{Core, Room, Withdraw, discard},
    map::map_in_order,
    queue::Job,
    slot::{Settle, SettleOnDrop, Slot, ended_early},
};
use crate::{deadline::Deadline, panics::caught_async};
use std::{
    fmt,
    future::poll_fn,
    pin::{Pin, pin},
    sync::{Arc, Weak},
    task::Poll,
    time::Duration,
};
use tokio::time::{Instant, sleep_until};

/// A task's work: how it ended is in its slot, and in short in the output.
type Work = Pin<Box<dyn Future<Output = Result<(), TaskError>> + Send>>;

/// Runs asynchronous tasks, a bounded number at once. Cloning it gives another handle to the same executor; when the
/// last is gone, what it has taken goes on.
#[derive(Clone)]
pub struct Executor {
    core: Arc<Core<Work>>,
}

impl Executor {
    /// Starts from the defaults: 50 workers, 1,000 tasks waiting, 30 s for a task.
    #[must_use]
    pub fn builder() -> ExecutorBuilder {
        ExecutorBuilder::new("executor", 50)
    }

    pub(super) fn new(name: &str, config: Config) -> Self {
        Self { core: Arc::new(Core::new(name, config)) }
    }

    /// Takes a task. When the executor is full, what [`OnFull`] says happens; waiting for room ends at the deadline of
    /// the calling task at the latest.
    ///
    /// # Errors
    /// A [`SpawnError`]; the task has not run then.
    ///
    /// # Panics
    /// Outside a tokio runtime with time.
    pub async fn spawn<F>(&self, task: F) -> Result<Handle<F::Output>, SpawnError>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.take(self.core.room(self.core.config.on_full).await?, task)
    }

    /// Takes a task without waiting for room.
    ///
    /// # Errors
    /// A [`SpawnError`]; the task has not run then.
    ///
    /// # Panics
    /// Outside a tokio runtime with time.
    pub fn try_spawn<F>(&self, task: F) -> Result<Handle<F::Output>, SpawnError>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.take(self.core.room_now()?, task)
    }

    /// Puts each item through `f`, `chunk` of them (at least one) one after the other in a task, as many tasks at once
    /// as there are workers, and gives the results in the order of the items. It waits for room whatever [`OnFull`]
    /// says, and asks the iterator for items as it goes. Dropping the future cancels what is under way.
    ///
    /// # Errors
    /// A [`MapError`] for the first chunk in the order of the items that was not done; the rest is cancelled.
    ///
    /// # Panics
    /// Outside a tokio runtime with time.
    pub async fn map_chunked<I, F, R>(
        &self,
        items: I,
        chunk: usize,
        f: F,
    ) -> Result<Vec<R::Output>, MapError>
    where
        I: IntoIterator,
        I::Item: Send + 'static,
        F: Fn(I::Item) -> R + Send + Sync + 'static,
        R: Future + Send + 'static,
        R::Output: Send + 'static,
    {
        let f = Arc::new(f);
        let config = self.core.config;
        map_in_order(items.into_iter(), chunk, config.workers, async |items: Vec<I::Item>| {
            let f = Arc::clone(&f);
            let room = self.core.room(OnFull::Wait(config.time_out)).await?;
            self.take(room, async move {
                let mut results = Vec::with_capacity(items.len());
                for item in items {
                    results.push(f(item).await);
                }
                results
            })
        })
        .await
    }

    /// Takes no more tasks and waits for those it has, no longer than `limit` or the deadline of the calling task; with
    /// no time at all it gives them up at once. Callers that wait for room get [`SpawnError::Closed`].
    ///
    /// # Errors
    /// [`ShutdownError`] when the time was not enough: the tasks that were left ended with [`TaskError::Closed`].
    pub async fn shutdown(&self, limit: Duration) -> Result<(), ShutdownError> {
        self.core.shutdown(limit).await
    }

    /// What it did and holds now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.core.stats()
    }

    fn take<F>(&self, room: Room<'_>, task: F) -> Result<Handle<F::Output>, SpawnError>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let since = Instant::now();
        let until = self.core.until(since);
        let slot = Arc::new(Slot::new());
        let work: Work = Box::pin(run(task, SettleOnDrop(Arc::clone(&slot)), until));
        let settle: Arc<dyn Settle> = Arc::clone(&slot) as _;
        let (id, begun) = self.core.admit(room, (since, until), settle, work, true)?;
        if let Some((worker, job)) = begun {
            tokio::spawn(Worker { core: Arc::clone(&self.core), worker: Some(worker) }.run(job));
        }
        let core = Arc::downgrade(&self.core) as Weak<dyn Withdraw>;
        // The workers see to the time of tasks that wait, too, unless one has less than those before it.
        let own_time = Deadline::current().map(|_| until);
        Ok(Handle::new(slot, core, id, own_time))
    }
}

/// Runs one task to its end, its time or its cancelling, and puts the outcome into its slot.
async fn run<F: Future>(
    task: F,
    slot: SettleOnDrop<F::Output>,
    until: Instant,
) -> Result<(), TaskError>
where
    F::Output: Send,
{
    let outcome = {
        let mut task = pin!(Deadline::at(until).scope(caught_async(task)));
        // Made when the task waits for the first time: many never do.
        let mut time = pin!(None);
        poll_fn(|cx| match task.as_mut().poll(cx) {
            Poll::Ready(outcome) => Poll::Ready(Ok(outcome)),
            Poll::Pending if slot.0.poll_settled(cx).is_ready() => {
                Poll::Ready(Err(ended_early(until)))
            }
            Poll::Pending => {
                if time.is_none() {
                    time.set(Some(sleep_until(until)));
                }
                let time = time.as_mut().as_pin_mut().expect("it was made");
                time.poll(cx).map(|()| Err(TaskError::TimedOut { begun: true }))
            }
        })
        .await
    };
    match outcome {
        Ok(outcome) => slot.end(outcome, until),
        Err(error) => {
            slot.0.give_up(error.clone());
            Err(error)
        }
    }
}

/// A worker: runs tasks until none waits. However its tokio task ends, also with its runtime, it is free again.
struct Worker {
    core: Arc<Core<Work>>,
    worker: Option<usize>,
}

impl Worker {
    async fn run(mut self, mut job: Job<Work>) {
        while let Some(worker) = self.worker {
            self.work(&mut job).await;
            discard(job.work);
            match self.core.next(worker) {
                Some(next) => job = next,
                None => {
                    self.worker = None;
                    return;
                }
            }
            // Tasks that are ready at once would keep the runtime's thread from all others.
            tokio::task::coop::consume_budget().await;
        }
    }

    async fn work(&self, job: &mut Job<Work>) {
        let begin = Instant::now();
        if self.core.begin(job, begin) {
            let end = caught_async(job.work.as_mut()).await;
            self.core.end(&*job.slot, begin, end);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(worker) = self.worker {
            self.core.free(worker);
        }
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.describe(f, "Executor")
    }
}
