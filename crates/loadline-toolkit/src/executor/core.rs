//! What both executors share: taking a task within the bounds, giving its permit back, and the end. How a task runs
//! is each executor's own.

use super::{
    OnFull, ShutdownError, SpawnError, Stats, TaskError,
    config::Config,
    queue::{Job, Queue},
    slot::Settle,
    stats::Figures,
};
use crate::{
    deadline::{Deadline, DeadlineExceeded},
    panics::caught,
};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Notify, Semaphore, SemaphorePermit, TryAcquireError},
    time::{Instant, timeout},
};

/// The bounds, the queue and the figures of an executor whose work is a `W`.
pub(super) struct Core<W> {
    name: Box<str>,
    pub(super) config: Config,
    pub(super) figures: Figures,
    queue: Mutex<Queue<W>>,
    /// A permit for each task that may still be taken: those that run and those that wait.
    room: Semaphore,
    /// Told when an executor that is shut down has nothing left.
    idle: Notify,
}

/// Takes a task out of the queue for its handle.
pub(super) trait Withdraw: Send + Sync {
    /// Drops the task of that number if it has not begun, and counts it as one that ended so.
    fn withdraw(&self, id: u64, end: &TaskError);
}

/// Room for one task, given back unless a task takes it.
pub(super) struct Room<'a>(&'a Semaphore);

impl<'a> Room<'a> {
    fn of(room: &'a Semaphore, permit: SemaphorePermit<'a>) -> Self {
        permit.forget();
        Self(room)
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

/// A worker, and the task it is to run.
type Begun<W> = (usize, Job<W>);

impl<W> Core<W> {
    pub(super) fn new(name: &str, config: Config) -> Self {
        Self {
            name: name.into(),
            config,
            figures: Figures::default(),
            queue: Mutex::new(Queue::new(config.workers)),
            room: Semaphore::new(config.workers + config.queue),
            idle: Notify::new(),
        }
    }

    pub(super) fn queue(&self) -> MutexGuard<'_, Queue<W>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The moment by which a task spawned now must have ended.
    pub(super) fn until(&self, now: Instant) -> Instant {
        let until = now + self.config.time_out;
        Deadline::current().map_or(until, |deadline| deadline.instant().min(until))
    }

    /// Room for a task, as `on_full` gets it.
    pub(super) async fn room(&self, on_full: OnFull) -> Result<Room<'_>, SpawnError> {
        match (self.try_room(on_full), on_full) {
            (Err(SpawnError::Full), OnFull::Wait(limit)) => self.wait_for_room(limit).await,
            (Err(SpawnError::Full), _) => {
                self.figures.rejected.add(1);
                Err(SpawnError::Full)
            }
            (room, _) => room,
        }
    }

    /// Room for a task, without waiting.
    pub(super) fn try_room(&self, on_full: OnFull) -> Result<Room<'_>, SpawnError> {
        match self.room.try_acquire() {
            Ok(permit) => Ok(Room::of(&self.room, permit)),
            Err(TryAcquireError::Closed) => Err(SpawnError::Closed),
            Err(TryAcquireError::NoPermits) if on_full == OnFull::DropOldest => {
                let oldest = self.queue().remove_oldest().ok_or(SpawnError::Full)?;
                self.figures.dropped.add(1);
                give_up(oldest, TaskError::Dropped);
                // The room of the one that went, not anybody's who waits.
                Ok(Room(&self.room))
            }
            Err(TryAcquireError::NoPermits) => Err(SpawnError::Full),
        }
    }

    /// As [`try_room`](Self::try_room) by the executor's own setting, and counts a refusal.
    pub(super) fn room_now(&self) -> Result<Room<'_>, SpawnError> {
        let room = self.try_room(self.config.on_full);
        if matches!(room, Err(SpawnError::Full)) {
            self.figures.rejected.add(1);
        }
        room
    }

    async fn wait_for_room(&self, limit: Duration) -> Result<Room<'_>, SpawnError> {
        let left = Deadline::time_left_or(limit);
        match timeout(left, self.room.acquire()).await {
            Ok(Ok(permit)) => Ok(Room::of(&self.room, permit)),
            Ok(Err(_closed)) => Err(SpawnError::Closed),
            Err(_elapsed) if left < limit => Err(DeadlineExceeded.into()),
            Err(_elapsed) => {
                self.figures.rejected.add(1);
                Err(SpawnError::Full)
            }
        }
    }

    /// Takes a task; its room is given back when it is over. Its number is for [`Withdraw`]; beside it the oldest task
    /// that waits and a worker for it, when `begins` and one is free.
    pub(super) fn admit(
        &self,
        room: Room<'_>,
        (since, until): (Instant, Instant),
        slot: Arc<dyn Settle>,
        work: W,
        begins: bool,
    ) -> Result<(u64, Option<Begun<W>>), SpawnError> {
        let mut queue = self.queue();
        if queue.is_closed() {
            return Err(SpawnError::Closed);
        }
        let id = queue.next_id();
        queue.push(Job { id, since, until, slot, work });
        std::mem::forget(room);
        Ok((id, if begins { queue.begin() } else { None }))
    }

    /// A worker has taken the task at `now`: whether it is still to be run.
    pub(super) fn begin(&self, job: &Job<W>, now: Instant) -> bool {
        self.figures.queue_time.record(now.saturating_duration_since(job.since));
        if now >= job.until && job.slot.give_up(TaskError::TimedOut { begun: false }) {
            self.figures.timed_out.add(1);
            return false;
        }
        let is_wanted = job.slot.begin();
        if !is_wanted {
            self.figures.cancelled.add(1);
        }
        is_wanted
    }

    /// A task that was begun has ended; the outer error is a panic of its own drop.
    pub(super) fn end(
        &self,
        slot: &dyn Settle,
        begin: Instant,
        end: Result<Result<(), TaskError>, String>,
    ) {
        self.figures.run_time.record(begin.elapsed());
        let end = end.unwrap_or_else(|message| Err(TaskError::Panicked { message }));
        self.figures.count(end.as_ref().copied());
        let Err(TaskError::Panicked { message }) = end else {
            return;
        };
        let panicked = self.figures.panicked.get();
        // Seldom enough for any log: the first, the second, the fourth …
        if panicked.is_power_of_two() {
            tracing::warn!(executor = &*self.name, message, panicked, "a task panicked");
        }
        slot.give_up(TaskError::Panicked { message });
    }

    /// The worker is done with its task and takes no other; what waits goes with the next that is spawned.
    pub(super) fn free(&self, worker: usize) {
        self.queue().free(worker);
        self.release();
    }

    /// The worker is done with its task: its permit comes back, and the next task if there is one.
    pub(super) fn next(&self, worker: usize) -> Option<Job<W>> {
        let next = self.queue().next(worker);
        self.release();
        next
    }

    /// Takes no more tasks.
    pub(super) fn close(&self) {
        self.room.close();
        self.queue().close();
    }

    /// Takes no more tasks and waits for those it has, no longer than `limit`; gives up what is left then.
    pub(super) async fn shutdown(&self, limit: Duration) -> Result<(), ShutdownError> {
        self.close();
        let all_done = async {
            loop {
                let idle = self.idle.notified();
                if self.queue().is_idle() {
                    return;
                }
                idle.await;
            }
        };
        if timeout(Deadline::time_left_or(limit), all_done).await.is_ok() {
            return Ok(());
        }
        let (waiting, running) = self.queue().clear();
        let given_up = ShutdownError { waiting: waiting.len(), running: running.len() };
        for job in waiting {
            give_up(job, TaskError::Closed);
        }
        for slot in running {
            slot.give_up(TaskError::Closed);
        }
        Err(given_up)
    }

    pub(super) fn stats(&self) -> Stats {
        let (waiting, running) = {
            let queue = self.queue();
            (queue.waiting(), queue.running())
        };
        self.figures.stats(self.config.workers, waiting, running)
    }

    pub(super) fn describe(&self, f: &mut fmt::Formatter<'_>, what: &str) -> fmt::Result {
        let stats = self.stats();
        f.debug_struct(what)
            .field("name", &self.name)
            .field("config", &self.config)
            .field("waiting", &stats.waiting)
            .field("running", &stats.running)
            .finish_non_exhaustive()
    }

    fn release(&self) {
        self.room.add_permits(1);
        // Only a room that is closed has someone who waits for the end.
        if self.room.is_closed() && self.queue().is_idle() {
            self.idle.notify_waiters();
        }
    }
}

impl<W: Send> Withdraw for Core<W> {
    fn withdraw(&self, id: u64, end: &TaskError) {
        let job = self.queue().remove(id);
        if let Some(job) = job {
            self.figures.count(Err(end));
            discard(job.work);
            self.release();
        }
    }
}

/// Ends a task that has not begun.
fn give_up<W>(job: Job<W>, error: TaskError) {
    job.slot.give_up(error);
    discard(job.work);
}

/// Drops work whose own drop may panic, which is the caller's code.
pub(super) fn discard<W>(work: W) {
    if let Err(panic) = caught(|| drop(work)) {
        tracing::debug!(panic, "a task panicked while it was dropped");
    }
}
