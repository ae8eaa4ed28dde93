//! How a stream is cut and how many workers it has: the builder and what it refuses.

use super::{ConfigError, StreamProcessor};

/// The largest chunk or record.
const BYTES_MAX: usize = 1 << 30;
/// Threads or chunks at most.
const COUNT_MAX: usize = 4_096;

/// What happens after a record that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnError {
    /// The stream ends with the error. In order, the results of all records before it have reached the sink.
    #[default]
    Stop,
    /// It is counted, and the stream goes on.
    Skip,
}

/// The numbers of a processor, checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Config {
    pub(super) chunk: usize,
    pub(super) workers: usize,
    pub(super) buffer: usize,
    pub(super) record_max: usize,
    pub(super) is_ordered: bool,
    pub(super) on_error: OnError,
}

/// Builds a [`StreamProcessor`].
#[derive(Debug, Clone)]
pub struct StreamBuilder {
    config: Config,
}

impl StreamBuilder {
    pub(super) const fn new() -> Self {
        let config = Config {
            chunk: 1 << 20,
            workers: 4,
            buffer: 10,
            record_max: 1 << 20,
            is_ordered: true,
            on_error: OnError::Stop,
        };
        Self { config }
    }

    /// Bytes that are read at once and that one worker handles; 1 MiB unless it is set.
    #[must_use]
    pub const fn chunk(mut self, bytes: usize) -> Self {
        self.config.chunk = bytes;
        self
    }

    /// Threads that work on chunks; 4 unless it is set.
    #[must_use]
    pub const fn workers(mut self, threads: usize) -> Self {
        self.config.workers = threads;
        self
    }

    /// Chunks beside those in work that may be read ahead or wait for the sink; 10 unless it is set.
    #[must_use]
    pub const fn buffer(mut self, chunks: usize) -> Self {
        self.config.buffer = chunks;
        self
    }

    /// The longest line in bytes, its end not counted; 1 MiB unless it is set. A longer one ends the stream whatever
    /// [`OnError`] says: where it ends could lie anywhere.
    #[must_use]
    pub const fn record_max(mut self, bytes: usize) -> Self {
        self.config.record_max = bytes;
        self
    }

    /// Whether results reach the sink in the order of their records, which is so unless it is unset; otherwise each
    /// chunk's as it is done.
    #[must_use]
    pub const fn ordered(mut self, is_ordered: bool) -> Self {
        self.config.is_ordered = is_ordered;
        self
    }

    /// What happens after a record that failed; [`OnError::Stop`] unless it is set.
    #[must_use]
    pub const fn on_error(mut self, on_error: OnError) -> Self {
        self.config.on_error = on_error;
        self
    }

    /// The processor.
    ///
    /// # Errors
    /// A [`ConfigError`] when a number is zero or out of range.
    pub fn build(self) -> Result<StreamProcessor, ConfigError> {
        let Config { chunk, workers, buffer, record_max, .. } = self.config;
        let bounds = [
            ("chunk", chunk, BYTES_MAX),
            ("record_max", record_max, BYTES_MAX),
            ("workers", workers, COUNT_MAX),
            ("buffer", buffer, COUNT_MAX),
        ];
        for (setting, value, max) in bounds {
            if value == 0 {
                return Err(ConfigError::Zero { setting });
            }
            if value > max {
                return Err(ConfigError::TooLarge { setting, max });
            }
        }
        Ok(StreamProcessor::new(self.config))
    }
}
