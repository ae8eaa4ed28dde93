//! What goes wrong with a stream: its settings, one record, the whole.

use crate::Transient;
use std::io;

/// Settings a processor cannot work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
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
    TooLarge {
        /// Its name.
        setting: &'static str,
        /// What it may be at most.
        max: usize,
    },
}

impl Transient for ConfigError {
    fn is_transient(&self) -> bool {
        false
    }
}

/// Why a record has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError<E> {
    /// The work came back with this error.
    #[error("the record could not be processed")]
    Failed(#[source] E),
    /// The work panicked.
    #[error("the work on a record panicked: {message}")]
    Panicked {
        /// What the panic said.
        message: String,
    },
}

/// Why a stream ended before its input did.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError<E, S> {
    /// A record failed and [`OnError::Stop`](super::OnError::Stop) was asked for.
    #[error("the record at byte {offset} has no result")]
    Record {
        /// Where the record begins.
        offset: u64,
        /// Why it has none.
        #[source]
        source: RecordError<E>,
    },
    /// A line is longer than one may be.
    #[error("the line at byte {offset} is longer than {max} bytes")]
    TooLong {
        /// Where it begins.
        offset: u64,
        /// The longest line.
        max: usize,
    },
    /// The input cannot be read.
    #[error("the input cannot be read from byte {offset} on")]
    Read {
        /// How far it was read.
        offset: u64,
        /// Why it cannot.
        #[source]
        source: io::Error,
    },
    /// The input's own code panicked.
    #[error("reading the input panicked at byte {offset}: {message}")]
    ReadPanicked {
        /// How far it was read.
        offset: u64,
        /// What the panic said.
        message: String,
    },
    /// The sink did not take a result.
    #[error("the sink does not take the results")]
    Sink(#[source] S),
    /// The sink panicked.
    #[error("the sink panicked: {message}")]
    SinkPanicked {
        /// What the panic said.
        message: String,
    },
    /// The system gives no more threads.
    #[error("a worker's thread cannot be begun")]
    Thread(#[source] io::Error),
    /// The runtime under an asynchronous input ended first.
    #[error("the runtime ended before the stream")]
    Abandoned,
}

impl<E: Transient, S: Transient> Transient for StreamError<E, S> {
    fn is_transient(&self) -> bool {
        match self {
            Self::Record { source: RecordError::Failed(error), .. } => error.is_transient(),
            Self::Sink(error) => error.is_transient(),
            Self::Thread(_) => true,
            Self::Read { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::TimedOut
                    | io::ErrorKind::Interrupted
                    | io::ErrorKind::WouldBlock
                    | io::ErrorKind::ConnectionReset
                    | io::ErrorKind::ConnectionAborted
            ),
            Self::Record { source: RecordError::Panicked { .. }, .. }
            | Self::TooLong { .. }
            | Self::ReadPanicked { .. }
            | Self::SinkPanicked { .. }
            | Self::Abandoned => false,
        }
    }
}
