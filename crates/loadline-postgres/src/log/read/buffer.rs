//! The window over a file: what was read and not yet used. It grows for a long entry up to a bound.

use std::io::{self, Read};

use crate::log::bounds::{BUFFER_BYTES, ENTRY_BYTES_MAX};

/// A window over a stream of bytes.
pub(super) struct Buffer {
    bytes: Vec<u8>,
    begin: usize,
    end: usize,
    is_last: bool,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self { bytes: vec![0; BUFFER_BYTES], begin: 0, end: 0, is_last: false }
    }

    /// What is there and not used.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.begin..self.end]
    }

    /// Whether nothing follows.
    pub(super) const fn is_last(&self) -> bool {
        self.is_last
    }

    /// Whether it holds as much as it ever will.
    pub(super) fn is_full(&self) -> bool {
        self.end - self.begin >= ENTRY_BYTES_MAX
    }

    /// Nothing more can be read.
    pub(super) fn end_here(&mut self) {
        self.is_last = true;
    }

    pub(super) fn consume(&mut self, count: usize) {
        self.begin += count;
    }

    /// Reads on. What is unused moves to the front, and the window grows when that fills it.
    pub(super) fn fill(&mut self, source: &mut dyn Read) -> io::Result<()> {
        self.bytes.copy_within(self.begin..self.end, 0);
        self.end -= self.begin;
        self.begin = 0;
        if self.end * 2 > self.bytes.len() && self.bytes.len() < ENTRY_BYTES_MAX {
            let wanted = (self.bytes.len() * 2).min(ENTRY_BYTES_MAX);
            self.bytes.resize(wanted, 0);
        }
        while self.end < self.bytes.len() {
            match source.read(&mut self.bytes[self.end..]) {
                Ok(0) => {
                    self.is_last = true;
                    break;
                }
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
