//! Cuts the input into chunks: at the end of a line when the records are lines, so that none is split, and wherever
//! a chunk is full otherwise.

use super::{
    config::Config,
    source::{Input, Source},
};
use crate::panics::caught;
use memmap2::Mmap;
use std::{
    io::{self, Read},
    ops::Range,
    sync::Arc,
};

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Records {
    Lines,
    Chunks,
}

/// A chunk on its way to a worker.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Its place among all.
    pub(super) number: u64,
    /// Where it begins in the input.
    pub(super) offset: u64,
    bytes: Bytes,
}

/// The bytes of a chunk: its own, or a part of a map.
#[derive(Debug)]
enum Bytes {
    Own(Vec<u8>),
    Mapped(Arc<Mmap>, Range<usize>),
}

impl Chunk {
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Own(bytes) => bytes,
            Bytes::Mapped(map, range) => &map[range.clone()],
        }
    }

    /// The buffer, to be filled again.
    pub(super) fn into_buffer(self) -> Vec<u8> {
        match self.bytes {
            Bytes::Own(bytes) => bytes,
            Bytes::Mapped(..) => Vec::new(),
        }
    }
}

/// Why there is no next chunk although the input is not at its end.
#[derive(Debug)]
pub(super) enum CutError {
    Read { offset: u64, source: io::Error },
    Panicked { offset: u64, message: String },
    TooLong { offset: u64 },
}

/// Gives one chunk after the other.
pub(super) struct Cutter<'a> {
    config: Config,
    records: Records,
    input: Input<'a>,
    /// The beginning of a line whose end was not read yet.
    rest: Vec<u8>,
    offset: u64,
    number: u64,
    is_at_end: bool,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(config: Config, records: Records, source: Source<'a>) -> Self {
        let input = source.input;
        Self { config, records, input, rest: Vec::new(), offset: 0, number: 0, is_at_end: false }
    }

    /// The next chunk, in `buffer` if the input does not have its bytes already; nothing at the end.
    pub(super) fn next(&mut self, buffer: Vec<u8>) -> Result<Option<Chunk>, CutError> {
        let bytes = match &self.input {
            Input::Reader(_) => self.fill(buffer)?,
            Input::Mapped(map) => self.part(&Arc::clone(map))?,
        };
        let length = match &bytes {
            Bytes::Own(bytes) => bytes.len(),
            Bytes::Mapped(_, range) => range.len(),
        };
        if length == 0 {
            return Ok(None);
        }
        let chunk = Chunk { number: self.number, offset: self.offset, bytes };
        self.number += 1;
        self.offset += length as u64;
        Ok(Some(chunk))
    }

    /// Reads until the chunk is full and its last record ends in it.
    fn fill(&mut self, mut buffer: Vec<u8>) -> Result<Bytes, CutError> {
        buffer.clear();
        buffer.append(&mut self.rest);
        let mut wanted = self.config.chunk;
        loop {
            let known = buffer.len();
            self.read_up_to(&mut buffer, wanted)?;
            if self.is_at_end || self.records == Records::Chunks {
                return Ok(Bytes::Own(buffer));
            }
            if let Some(end) = memchr::memrchr(b'\n', &buffer[known..]) {
                self.rest.extend_from_slice(&buffer[known + end + 1..]);
                buffer.truncate(known + end + 1);
                return Ok(Bytes::Own(buffer));
            }
            // One byte more than the longest line may be its end, another the `\r` before it.
            if buffer.len() > self.config.record_max + 1 {
                return Err(CutError::TooLong { offset: self.offset });
            }
            wanted = buffer.len().saturating_mul(2).min(self.config.record_max + 2);
        }
    }

    fn read_up_to(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> Result<(), CutError> {
        let Input::Reader(reader) = &mut self.input else {
            return Ok(());
        };
        let before = buffer.len();
        let missing = wanted.saturating_sub(before) as u64;
        // What reads to an end makes room as it likes; here it is known.
        buffer.reserve_exact(wanted.saturating_sub(before));
        let read = caught(|| reader.by_ref().take(missing).read_to_end(buffer));
        let offset = self.offset + buffer.len() as u64;
        match read {
            Ok(Ok(count)) => {
                self.is_at_end = (count as u64) < missing;
                Ok(())
            }
            Ok(Err(source)) => Err(CutError::Read { offset, source }),
            Err(message) => Err(CutError::Panicked { offset, message }),
        }
    }

    /// The next part of a map.
    fn part(&mut self, map: &Arc<Mmap>) -> Result<Bytes, CutError> {
        let begin = usize::try_from(self.offset).unwrap_or(usize::MAX).min(map.len());
        let mut end = begin.saturating_add(self.config.chunk).min(map.len());
        if self.records == Records::Lines && end < map.len() {
            end = match memchr::memrchr(b'\n', &map[begin..end]) {
                Some(last) => begin + last + 1,
                None => {
                    let longest = begin.saturating_add(self.config.record_max + 2).min(map.len());
                    match memchr::memchr(b'\n', &map[end.min(longest)..longest]) {
                        Some(next) => end + next + 1,
                        None if longest == map.len() => longest,
                        None => return Err(CutError::TooLong { offset: self.offset }),
                    }
                }
            };
        }
        Ok(Bytes::Mapped(Arc::clone(map), begin..end))
    }
}
