//! What the work gets and what the caller gets at the end.

use super::RecordError;
use std::time::Duration;

/// A line or a chunk of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its bytes; a line's without its end, be it `\n` or `\r\n`.
    pub bytes: &'a [u8],
    /// Where it begins in the input.
    pub offset: u64,
}

/// A stream that came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<E> {
    /// Bytes that were read.
    pub bytes: u64,
    /// Records among them, those that were skipped included.
    pub records: u64,
    /// Records that were skipped after an error.
    pub skipped: u64,
    /// The offsets and errors of the first sixteen of them.
    pub first_skipped: Vec<(u64, RecordError<E>)>,
    /// Chunks they came in.
    pub chunks: u64,
    /// How long it took.
    pub took: Duration,
}
