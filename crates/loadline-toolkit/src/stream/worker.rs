//! One chunk put through the work, record by record.

use super::{
    OnError, Record, RecordError,
    config::Config,
    cutter::{Chunk, Records},
};
use crate::panics::caught;

/// Errors of skipped records that are kept, of a chunk as of a stream.
pub(super) const KEPT_ERRORS: usize = 16;

/// A chunk that went through a worker.
pub(super) struct Done<T, E> {
    pub(super) chunk: Chunk,
    pub(super) results: Vec<T>,
    pub(super) records: u64,
    pub(super) skipped: u64,
    pub(super) first_skipped: Vec<(u64, RecordError<E>)>,
    pub(super) stop: Option<Stop<E>>,
}

/// Why the stream must end after this chunk's results.
pub(super) enum Stop<E> {
    Record(u64, RecordError<E>),
    TooLong(u64),
}

/// Puts each record of the chunk through `work`.
pub(super) fn process<T, E>(
    config: &Config,
    records: Records,
    chunk: Chunk,
    work: &(impl Fn(Record<'_>) -> Result<T, E> + ?Sized),
) -> Done<T, E> {
    let mut done = Done {
        chunk,
        results: Vec::new(),
        records: 0,
        skipped: 0,
        first_skipped: Vec::new(),
        stop: None,
    };
    let bytes = done.chunk.bytes();
    let mut begin = 0;
    while begin < bytes.len() && done.stop.is_none() {
        let offset = done.chunk.offset + begin as u64;
        let (record, length) = match records {
            Records::Chunks => (bytes, bytes.len()),
            Records::Lines => line(&bytes[begin..]),
        };
        begin += length;
        done.records += 1;
        if records == Records::Lines && record.len() > config.record_max {
            done.stop = Some(Stop::TooLong(offset));
            continue;
        }
        let error = match caught(|| work(Record { bytes: record, offset })) {
            Ok(Ok(result)) => {
                done.results.push(result);
                continue;
            }
            Ok(Err(error)) => RecordError::Failed(error),
            Err(message) => RecordError::Panicked { message },
        };
        match config.on_error {
            OnError::Stop => done.stop = Some(Stop::Record(offset, error)),
            OnError::Skip => {
                done.skipped += 1;
                if done.first_skipped.len() < KEPT_ERRORS {
                    done.first_skipped.push((offset, error));
                }
            }
        }
    }
    done
}

/// The first line without its end, and its length with it.
fn line(bytes: &[u8]) -> (&[u8], usize) {
    let Some(end) = memchr::memchr(b'\n', bytes) else {
        return (bytes, bytes.len());
    };
    let line = &bytes[..end];
    (line.strip_suffix(b"\r").unwrap_or(line), end + 1)
}
