//! What goes wrong with a batcher: its settings, one request, its end.

use crate::{Transient, deadline::DeadlineExceeded};
use std::{sync::Arc, time::Duration};

/// Settings a batcher cannot work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A setting that must be above zero is not.
    #[error("{setting} must be above zero")]
    Zero {
        /// Its name.
        setting: &'static str,
    },
    /// A time is above a day.
    #[error("{setting} must be at most a day")]
    TooLong {
        /// Its name.
        setting: &'static str,
    },
    /// No batch could ever be full.
    #[error("a queue of {queue} requests cannot fill a batch of {max_items}")]
    QueueBelowBatch {
        /// The requests that may wait.
        queue: usize,
        /// The requests of a full batch.
        max_items: usize,
    },
    /// More requests than can be counted.
    #[error("a queue of {queue} requests is more than can be counted")]
    QueueTooLarge {
        /// The requests that may wait.
        queue: usize,
    },
}

impl Transient for ConfigError {
    fn is_transient(&self) -> bool {
        false
    }
}

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError<E> {
    /// The handler answered this request with an error.
    #[error("the request failed")]
    Failed(#[source] E),
    /// The handler did not end in time; what it did of the batch is unknown.
    #[error("the batch was not answered within {after:?}")]
    TimedOut {
        /// The time it had.
        after: Duration,
    },
    /// The handler, or the measure of the request's bytes, panicked.
    #[error("the batch's handler panicked: {message}")]
    Panicked {
        /// What the panic said.
        message: Arc<str>,
    },
    /// The handler's answers cannot be told apart: there were not as many as requests.
    #[error("the batch's handler gave {answers} answers to {requests} requests")]
    WrongLength {
        /// The requests of the batch.
        requests: usize,
        /// The answers it gave.
        answers: usize,
    },
    /// The request alone is larger than a batch may be; it was not sent.
    #[error("a request of {bytes} bytes does not fit a batch of at most {max_bytes}")]
    TooLarge {
        /// The request's bytes.
        bytes: usize,
        /// The bytes of a batch at most.
        max_bytes: usize,
    },
    /// As many requests wait as may; it was not sent.
    #[error("the queue is full")]
    Full,
    /// The batcher, or the runtime under it, ended before the request was answered; or the batch did without a word,
    /// since something of the caller's panicked when it was dropped.
    #[error("the batcher ended before the request was answered")]
    Closed,
    /// The task's deadline passed; the request was not sent, or its answer came too late.
    #[error(transparent)]
    Deadline(#[from] DeadlineExceeded),
}

impl<E: Transient> Transient for BatchError<E> {
    fn is_transient(&self) -> bool {
        match self {
            Self::Failed(error) => error.is_transient(),
            Self::TimedOut { .. } | Self::Full => true,
            Self::Panicked { .. }
            | Self::WrongLength { .. }
            | Self::TooLarge { .. }
            | Self::Closed
            | Self::Deadline(_) => false,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Failed(error) => error.retry_after(),
            _ => None,
        }
    }
}

/// A shutdown that could not wait for all requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the shutdown gave up {requests} waiting requests and {batches} batches under way")]
pub struct ShutdownError {
    /// Requests that were never sent; their callers got [`BatchError::Closed`].
    pub requests: usize,
    /// Batches whose handlers were dropped.
    pub batches: usize,
}

impl Transient for ShutdownError {
    fn is_transient(&self) -> bool {
        false
    }
}
