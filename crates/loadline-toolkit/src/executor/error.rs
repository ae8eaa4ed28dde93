//! What goes wrong with an executor: its settings, the spawning of a task, the task, its end.

use crate::{Transient, deadline::DeadlineExceeded};
use std::io;

/// Settings an executor cannot work with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A setting that must be above zero is not.
    #[error("{setting} must be above zero")]
    Zero {
        /// Its name.
        setting: &'static str,
    },
    /// A number is too large.
    #[error("{setting} must be at most {max}")]
    TooMany {
        /// Its name.
        setting: &'static str,
        /// What it may be at most.
        max: usize,
    },
    /// A time is above a day.
    #[error("{setting} must be at most a day")]
    TooLong {
        /// Its name.
        setting: &'static str,
    },
    /// The system gives no more threads.
    #[error("a worker's thread cannot be begun")]
    Thread(#[source] io::Error),
}

impl Transient for ConfigError {
    fn is_transient(&self) -> bool {
        false
    }
}

/// Why a task was not taken; it has not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpawnError {
    /// Each worker is busy and the queue is full.
    #[error("the executor is full")]
    Full,
    /// The executor was shut down.
    #[error("the executor is shut down")]
    Closed,
    /// The deadline of the spawning task passed while it waited for room.
    #[error(transparent)]
    Deadline(#[from] DeadlineExceeded),
}

impl Transient for SpawnError {
    fn is_transient(&self) -> bool {
        *self == Self::Full
    }
}

/// Why a task that was taken has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TaskError {
    /// It panicked.
    #[error("the task panicked: {message}")]
    Panicked {
        /// What the panic said.
        message: String,
    },
    /// Its time was over.
    #[error("the task did not end in time")]
    TimedOut {
        /// Whether it had begun; one that had not has done nothing.
        begun: bool,
    },
    /// It was cancelled through its handle.
    #[error("the task was cancelled")]
    Cancelled,
    /// It made room for a newer one and has not run.
    #[error("the task was dropped from the queue for a newer one")]
    Dropped,
    /// The executor, or the runtime under it, ended before the task did.
    #[error("the executor ended before the task")]
    Closed,
}

impl Transient for TaskError {
    /// A task that was too late or was dropped may have its turn another time.
    fn is_transient(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::Dropped)
    }
}

/// Why a map was given up: what was not done by then was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the chunk from item {item} on was not done")]
pub struct MapError {
    /// The first item of the chunk, by its place in the iterator.
    pub item: usize,
    /// What happened to it.
    #[source]
    pub source: MapFailure,
}

/// What happened to a chunk of a map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapFailure {
    /// It was not taken.
    #[error(transparent)]
    Spawn(#[from] SpawnError),
    /// It was taken and has no result.
    #[error(transparent)]
    Task(#[from] TaskError),
}

impl Transient for MapError {
    fn is_transient(&self) -> bool {
        match &self.source {
            MapFailure::Spawn(error) => error.is_transient(),
            MapFailure::Task(error) => error.is_transient(),
        }
    }
}

/// A shutdown that could not wait for all tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the shutdown gave up {waiting} waiting tasks and {running} running ones")]
pub struct ShutdownError {
    /// Tasks that never ran.
    pub waiting: usize,
    /// Tasks that were dropped, or that a thread was still busy with.
    pub running: usize,
}

impl Transient for ShutdownError {
    fn is_transient(&self) -> bool {
        false
    }
}
