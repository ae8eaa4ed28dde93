//! [`StreamProcessor`]: the ways to run a stream.

use super::{
    Record, Report, Source, Stats, StreamBuilder, StreamError, bridge::bridge, config::Config,
    cutter::Records, pipeline::Pipeline, stats::Figures,
};
use std::{fmt, sync::Arc};
use tokio::{io::AsyncRead, sync::Notify};

/// Runs streams, each with threads of its own. Cloning it gives another handle with the same figures.
#[derive(Clone)]
pub struct StreamProcessor {
    config: Config,
    figures: Arc<Figures>,
}

impl StreamProcessor {
    /// Starts from the defaults: chunks of 1 MiB, 4 workers, a buffer of 10, in order, ended by the first error.
    #[must_use]
    pub const fn builder() -> StreamBuilder {
        StreamBuilder::new()
    }

    pub(super) fn new(config: Config) -> Self {
        Self { config, figures: Arc::default() }
    }

    /// Puts each line of the source through `work`, on the workers' threads, and each result into `sink`, on this one.
    /// It blocks until the end. Empty lines are records, too; what follows the last line end is one if it is not empty.
    ///
    /// # Errors
    /// A [`StreamError`]: the input, a record or the sink.
    pub fn lines<T, E, S>(
        &self,
        source: Source<'_>,
        work: impl Fn(Record<'_>) -> Result<T, E> + Sync,
        mut sink: impl FnMut(T) -> Result<(), S>,
    ) -> Result<Report<E>, StreamError<E, S>>
    where
        T: Send,
        E: Send,
    {
        self.run(Records::Lines, source, work, &mut sink, None)
    }

    /// As [`lines`](Self::lines), with each chunk as one record: all of one size but the last.
    ///
    /// # Errors
    /// A [`StreamError`]: the input, a record or the sink.
    pub fn chunks<T, E, S>(
        &self,
        source: Source<'_>,
        work: impl Fn(Record<'_>) -> Result<T, E> + Sync,
        mut sink: impl FnMut(T) -> Result<(), S>,
    ) -> Result<Report<E>, StreamError<E, S>>
    where
        T: Send,
        E: Send,
    {
        self.run(Records::Chunks, source, work, &mut sink, None)
    }

    /// As [`lines`](Self::lines) with an asynchronous input, which is read by the task that awaits this; `work` and
    /// `sink` run on threads that may block. Dropping the future ends the stream: what is under way then is finished
    /// and its results go into the sink, and no more is read.
    ///
    /// # Errors
    /// A [`StreamError`]: the input, a record, the sink or the runtime.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub async fn lines_async<T, E, S>(
        &self,
        input: impl AsyncRead + Unpin,
        work: impl Fn(Record<'_>) -> Result<T, E> + Send + Sync + 'static,
        mut sink: impl FnMut(T) -> Result<(), S> + Send + 'static,
    ) -> Result<Report<E>, StreamError<E, S>>
    where
        T: Send + 'static,
        E: Send + 'static,
        S: Send + 'static,
    {
        let (pump, pieces) = bridge();
        let processor = self.clone();
        let ended_early = Arc::new(Notify::new());
        let told = Arc::clone(&ended_early);
        let stream = tokio::task::spawn_blocking(move || {
            let source = Source::reader(pieces);
            processor.run(Records::Lines, source, work, &mut sink, Some(&told))
        });
        pump.run(input, &ended_early).await;
        stream.await.unwrap_or(Err(StreamError::Abandoned))
    }

    /// What its streams did so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.figures.stats()
    }

    fn run<T, E, S>(
        &self,
        records: Records,
        source: Source<'_>,
        work: impl Fn(Record<'_>) -> Result<T, E> + Sync,
        sink: &mut dyn FnMut(T) -> Result<(), S>,
        ended_early: Option<&Notify>,
    ) -> Result<Report<E>, StreamError<E, S>>
    where
        T: Send,
        E: Send,
    {
        let pipeline =
            Pipeline { config: self.config, records, figures: &self.figures, work, ended_early };
        self.figures.running.add(1);
        let ended = pipeline.run(source, sink);
        self.figures.running.add(-1);
        match &ended {
            Ok(report) => {
                tracing::debug!(bytes = report.bytes, records = report.records, "stream ended");
            }
            Err(_) => tracing::debug!("stream ended by an error"),
        }
        ended
    }
}

impl fmt::Debug for StreamProcessor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamProcessor")
            .field("config", &self.config)
            .field("stats", &self.stats())
            .finish()
    }
}
