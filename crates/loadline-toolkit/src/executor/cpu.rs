//! [`CpuExecutor`]: work that burns CPU, on named threads of its own. A thread cannot be stopped from outside, so a
//! task that is cancelled or late goes on until it asks [`should_stop`]; its handle does not wait for that.

use super::{
    ConfigError, ExecutorBuilder, Handle, MapError, OnFull, ShutdownError, SpawnError, Stats,
    TaskError,
    config::Config,
    core::{Core, Room, Withdraw, discard},
    map::map_in_order,
    queue::Job,
    slot::{Settle, SettleOnDrop, Slot},
};
use crate::panics::caught;
use std::{
    cell::RefCell,
    fmt,
    sync::{Arc, Condvar, PoisonError, Weak},
    thread,
    time::Duration,
};
use tokio::time::Instant;

/// A task's work: how it ended is in its slot, and in short in what it returns.
type Work = Box<dyn FnOnce() -> Result<(), TaskError> + Send>;

thread_local! {
    /// The task this thread runs, and the end of its time.
    static CURRENT: RefCell<Option<(Arc<dyn Settle>, Instant)>> = const { RefCell::new(None) };
}

/// Whether the task of a [`CpuExecutor`] that asks was cancelled or is late, so that nobody waits for its result.
/// Anywhere else: never.
#[must_use]
pub fn should_stop() -> bool {
    CURRENT.with_borrow(|current| {
        current.as_ref().is_some_and(|(slot, until)| slot.is_settled() || *until <= Instant::now())
    })
}

/// Runs closures on threads of its own, a bounded number at once. Cloning it gives another handle to the same
/// executor; when the last is gone, the threads end after what was taken.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use loadline_toolkit::executor::CpuExecutor;
///
/// let executor = CpuExecutor::builder().name("digest").workers(2).build_cpu()?;
/// let task = executor.spawn(|| (1..=20_u64).product::<u64>()).await?;
/// assert_eq!(task.await?, 2_432_902_008_176_640_000);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CpuExecutor {
    threads: Arc<Threads>,
}

/// The threads, told to end when nobody can give them work any more.
struct Threads {
    shared: Arc<Shared>,
}

struct Shared {
    core: Arc<Core<Work>>,
    /// Rung when there is a task or the end has come.
    bell: Condvar,
}

impl CpuExecutor {
    /// Starts from the defaults: a worker to a core, 1,000 tasks waiting, 30 s for a task. The end of the builder is
    /// [`build_cpu`](ExecutorBuilder::build_cpu).
    #[must_use]
    pub fn builder() -> ExecutorBuilder {
        ExecutorBuilder::new("cpu", thread::available_parallelism().map_or(1, usize::from))
    }

    pub(super) fn new(name: &str, config: Config) -> Result<Self, ConfigError> {
        let core = Arc::new(Core::new(name, config));
        let shared = Arc::new(Shared { core, bell: Condvar::new() });
        // From here on the threads begun so far end with it, also when the next cannot be begun.
        let threads = Arc::new(Threads { shared });
        for number in 0..config.workers {
            let shared = Arc::clone(&threads.shared);
            thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || shared.run())
                .map_err(ConfigError::Thread)?;
        }
        Ok(Self { threads })
    }

    /// Takes a task. When the executor is full, what [`OnFull`] says happens; waiting for room ends at the deadline of
    /// the calling task at the latest.
    ///
    /// # Errors
    /// A [`SpawnError`]; the task has not run then.
    ///
    /// # Panics
    /// Outside a tokio runtime with time, when it has to wait for room.
    pub async fn spawn<T, F>(&self, task: F) -> Result<Handle<T>, SpawnError>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let core = &self.threads.shared.core;
        self.take(core.room(core.config.on_full).await?, task)
    }

    /// Takes a task without waiting for room.
    ///
    /// # Errors
    /// A [`SpawnError`]; the task has not run then.
    pub fn try_spawn<T, F>(&self, task: F) -> Result<Handle<T>, SpawnError>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        self.take(self.threads.shared.core.room_now()?, task)
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
    pub async fn map_chunked<I, F, O>(
        &self,
        items: I,
        chunk: usize,
        f: F,
    ) -> Result<Vec<O>, MapError>
    where
        I: IntoIterator,
        I::Item: Send + 'static,
        F: Fn(I::Item) -> O + Send + Sync + 'static,
        O: Send + 'static,
    {
        let f = Arc::new(f);
        let core = &self.threads.shared.core;
        map_in_order(items.into_iter(), chunk, core.config.workers, async |items: Vec<I::Item>| {
            let f = Arc::clone(&f);
            let room = core.room(OnFull::Wait(core.config.time_out)).await?;
            self.take(room, move || items.into_iter().map(|item| f(item)).collect())
        })
        .await
    }

    /// Takes no more tasks and waits for those it has, no longer than `limit` or the deadline of the calling task; with
    /// no time at all it gives them up at once. Callers that wait for room get [`SpawnError::Closed`]. The threads end
    /// with their last task.
    ///
    /// # Errors
    /// [`ShutdownError`] when the time was not enough: the handles of the tasks that were left give
    /// [`TaskError::Closed`], and a thread that is busy ends when its task does.
    ///
    /// # Panics
    /// Outside a tokio runtime with time.
    pub async fn shutdown(&self, limit: Duration) -> Result<(), ShutdownError> {
        self.threads.shared.close();
        self.threads.shared.core.shutdown(limit).await
    }

    /// What it did and holds now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.threads.shared.core.stats()
    }

    fn take<T, F>(&self, room: Room<'_>, task: F) -> Result<Handle<T>, SpawnError>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let shared = &self.threads.shared;
        let since = Instant::now();
        let until = shared.core.until(since);
        let slot = Arc::new(Slot::new());
        let guard = SettleOnDrop(Arc::clone(&slot));
        let work: Work = Box::new(move || guard.end(caught(task), until));
        let settle: Arc<dyn Settle> = Arc::clone(&slot) as _;
        let (id, _) = shared.core.admit(room, (since, until), settle, work, false)?;
        shared.bell.notify_one();
        let core = Arc::downgrade(&shared.core) as Weak<dyn Withdraw>;
        Ok(Handle::new(slot, core, id, Some(until)))
    }
}

impl Shared {
    /// A thread's life.
    fn run(&self) {
        while let Some((worker, job)) = self.wait() {
            let mut next = Some(job);
            while let Some(job) = next {
                self.work(job);
                next = self.core.next(worker);
            }
        }
    }

    /// The next task, or nothing when the end has come.
    fn wait(&self) -> Option<(usize, Job<Work>)> {
        let mut queue = self.core.queue();
        loop {
            if let Some(begun) = queue.begin() {
                return Some(begun);
            }
            if queue.is_closed() {
                return None;
            }
            queue = self.bell.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn work(&self, job: Job<Work>) {
        let begin = Instant::now();
        if !self.core.begin(&job, begin) {
            discard(job.work);
            return;
        }
        CURRENT.set(Some((Arc::clone(&job.slot), job.until)));
        let end = caught(job.work);
        CURRENT.set(None);
        self.core.end(&*job.slot, begin, end);
    }

    fn close(&self) {
        self.core.close();
        self.bell.notify_all();
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.shared.close();
    }
}

impl fmt::Debug for CpuExecutor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.threads.shared.core.describe(f, "CpuExecutor")
    }
}
