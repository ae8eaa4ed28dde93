//! How many workers, how long a queue, and what happens beyond it.

use super::{ConfigError, CpuExecutor, Executor};
use std::time::Duration;

/// The longest a task may take or a caller may wait for room.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// Threads or tasks at once at most.
const WORKERS_MAX: usize = 65_536;

/// What happens to a task when each worker is busy and the queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFull {
    /// It is refused.
    Reject,
    /// Its spawner waits for room, first come first served, for that long at most; then it is refused.
    Wait(Duration),
    /// The task that waits longest is dropped for it; it is refused only when none waits.
    DropOldest,
}

/// Builds an [`Executor`] or a [`CpuExecutor`].
#[derive(Debug, Clone)]
pub struct ExecutorBuilder {
    name: String,
    config: Config,
}

/// The numbers of an executor, checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Config {
    pub(super) workers: usize,
    pub(super) queue: usize,
    pub(super) time_out: Duration,
    pub(super) on_full: OnFull,
}

impl ExecutorBuilder {
    pub(super) fn new(name: &str, workers: usize) -> Self {
        let time_out = Duration::from_secs(30);
        let config = Config { workers, queue: 1_000, time_out, on_full: OnFull::Reject };
        Self { name: name.to_owned(), config }
    }

    /// Its name: that of the threads of a [`CpuExecutor`], with their number, and of an executor in logs.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Tasks that run at once at most; 50 for an [`Executor`], one to a core for a [`CpuExecutor`] unless it is set.
    #[must_use]
    pub const fn workers(mut self, workers: usize) -> Self {
        self.config.workers = workers;
        self
    }

    /// Tasks that wait at most; 1,000 unless it is set. Zero is sound: then a task runs at once or not at all.
    #[must_use]
    pub const fn queue(mut self, tasks: usize) -> Self {
        self.config.queue = tasks;
        self
    }

    /// How long a task may take from its spawning, its wait included; 30 s unless it is set.
    #[must_use]
    pub const fn time_out(mut self, limit: Duration) -> Self {
        self.config.time_out = limit;
        self
    }

    /// What happens beyond the queue; [`OnFull::Reject`] unless it is set.
    #[must_use]
    pub const fn on_full(mut self, on_full: OnFull) -> Self {
        self.config.on_full = on_full;
        self
    }

    /// The executor for asynchronous work.
    ///
    /// # Errors
    /// A [`ConfigError`] when a number is zero or out of range.
    pub fn build(self) -> Result<Executor, ConfigError> {
        self.config.check()?;
        Ok(Executor::new(&self.name, self.config))
    }

    /// The executor for work that burns CPU; its threads begin here.
    ///
    /// # Errors
    /// A [`ConfigError`] when a number is zero or out of range, or a thread cannot be begun.
    pub fn build_cpu(self) -> Result<CpuExecutor, ConfigError> {
        self.config.check()?;
        CpuExecutor::new(&self.name, self.config)
    }
}

impl Config {
    fn check(&self) -> Result<(), ConfigError> {
        if self.workers == 0 {
            return Err(ConfigError::Zero { setting: "workers" });
        }
        if self.time_out.is_zero() {
            return Err(ConfigError::Zero { setting: "time_out" });
        }
        if self.workers > WORKERS_MAX {
            return Err(ConfigError::TooMany { setting: "workers", max: WORKERS_MAX });
        }
        let queue_max = tokio::sync::Semaphore::MAX_PERMITS - WORKERS_MAX;
        if self.queue > queue_max {
            return Err(ConfigError::TooMany { setting: "queue", max: queue_max });
        }
        if self.time_out > LONGEST {
            return Err(ConfigError::TooLong { setting: "time_out" });
        }
        match self.on_full {
            OnFull::Wait(limit) if limit > LONGEST => {
                Err(ConfigError::TooLong { setting: "on_full" })
            }
            _ => Ok(()),
        }
    }
}
