//! How a batcher gathers: the builder and what it refuses.

use super::{Batcher, ConfigError, batcher::Handler};
use std::{fmt, sync::Arc, time::Duration};

/// The longest a request may be held back, and a batch may take.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// When a batch goes that is not full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Linger {
    /// As soon as no other batch is under way, and at the latest when its oldest request has waited for `max_wait`:
    /// a lone request goes at once, and under load requests gather while the batch before them is under way.
    #[default]
    Adaptive,
    /// When its oldest request has waited for `max_wait`: the fewest batches, and a lone request waits in full.
    Full,
}

/// The numbers of a batcher, checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Config {
    pub(super) max_items: usize,
    pub(super) max_wait: Duration,
    pub(super) max_bytes: usize,
    pub(super) concurrency: usize,
    pub(super) queue: usize,
    pub(super) time_out: Duration,
    pub(super) linger: Linger,
}

/// Measures a request in bytes.
pub(super) type Measure<Q> = dyn Fn(&Q) -> usize + Send + Sync;

/// Builds a [`Batcher`] of requests `Q` that are answered with `A` or an error `E`.
pub struct BatcherBuilder<Q, A, E> {
    config: Config,
    measure: Option<Arc<Measure<Q>>>,
    /// What the handler will answer with.
    answer: std::marker::PhantomData<fn() -> (A, E)>,
}

impl<Q, A, E> BatcherBuilder<Q, A, E> {
    /// 100 requests or 0.1 s, no limit of bytes, 4 batches under way, 1,000 requests waiting, 30 s for a batch.
    pub(super) fn new() -> Self {
        let config = Config {
            max_items: 100,
            max_wait: Duration::from_millis(100),
            max_bytes: usize::MAX,
            concurrency: 4,
            queue: 1_000,
            time_out: Duration::from_secs(30),
            linger: Linger::Adaptive,
        };
        Self { config, measure: None, answer: std::marker::PhantomData }
    }

    /// Requests in a batch at most; 100 unless it is set.
    #[must_use]
    pub fn max_items(mut self, items: usize) -> Self {
        self.config.max_items = items;
        self
    }

    /// How long a request is held back at most while there is room for its batch; 0.1 s unless it is set.
    #[must_use]
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.config.max_wait = wait;
        self
    }

    /// Bytes in a batch at most, as `measure` tells them of each request; there is no limit unless it is set.
    #[must_use]
    pub fn max_bytes(
        mut self,
        bytes: usize,
        measure: impl Fn(&Q) -> usize + Send + Sync + 'static,
    ) -> Self {
        self.config.max_bytes = bytes;
        self.measure = Some(Arc::new(measure));
        self
    }

    /// Batches under way at most; 4 unless it is set.
    #[must_use]
    pub fn concurrency(mut self, batches: usize) -> Self {
        self.config.concurrency = batches;
        self
    }

    /// Requests that wait at most, those of batches under way not counted; 1,000 unless it is set.
    #[must_use]
    pub fn queue(mut self, requests: usize) -> Self {
        self.config.queue = requests;
        self
    }

    /// How long a batch may be under way; 30 s unless it is set.
    #[must_use]
    pub fn time_out(mut self, limit: Duration) -> Self {
        self.config.time_out = limit;
        self
    }

    /// When a batch goes that is not full; [`Linger::Adaptive`] unless it is set.
    #[must_use]
    pub fn linger(mut self, linger: Linger) -> Self {
        self.config.linger = linger;
        self
    }

    /// The batcher. Its handler gets each batch in the order of the requests and answers each in that order.
    ///
    /// # Errors
    /// A [`ConfigError`] when a number is zero, a time is above a day or the queue cannot fill a batch.
    pub fn build<H, F>(self, handler: H) -> Result<Batcher<Q, A, E>, ConfigError>
    where
        Q: Send + 'static,
        A: Send + 'static,
        E: Send + 'static,
        H: Fn(Vec<Q>) -> F + Send + Sync + 'static,
        F: Future<Output = Vec<Result<A, E>>> + Send + 'static,
    {
        self.config.check()?;
        let handler: Box<Handler<Q, A, E>> = Box::new(move |batch| Box::pin(handler(batch)));
        Ok(Batcher::new(self.config, self.measure, handler))
    }
}

impl Config {
    fn check(&self) -> Result<(), ConfigError> {
        let positive = [
            ("max_items", self.max_items),
            ("max_bytes", self.max_bytes),
            ("concurrency", self.concurrency),
            ("queue", self.queue),
        ];
        if let Some((setting, _)) = positive.into_iter().find(|(_, value)| *value == 0) {
            return Err(ConfigError::Zero { setting });
        }
        if self.time_out.is_zero() {
            return Err(ConfigError::Zero { setting: "time_out" });
        }
        let times = [("max_wait", self.max_wait), ("time_out", self.time_out)];
        if let Some((setting, _)) = times.into_iter().find(|(_, value)| *value > LONGEST) {
            return Err(ConfigError::TooLong { setting });
        }
        if self.queue < self.max_items {
            return Err(ConfigError::QueueBelowBatch {
                queue: self.queue,
                max_items: self.max_items,
            });
        }
        if self.queue > tokio::sync::Semaphore::MAX_PERMITS {
            return Err(ConfigError::QueueTooLarge { queue: self.queue });
        }
        Ok(())
    }
}

impl<Q, A, E> fmt::Debug for BatcherBuilder<Q, A, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatcherBuilder").field("config", &self.config).finish_non_exhaustive()
    }
}
