//! The bytes of a file as lines, unpacked where they are gzip, counted, and none longer than a bound.
//!
//! A stream comes in; whole files are never held, except documents that make sense only as a whole, up to
//! a bound of their own.

use std::io::{BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::error::ImportError;

/// Bytes of a line at most.
pub(crate) const LINE_BYTES_MAX: usize = 8 << 20;
/// Bytes of a document at most that is read as a whole.
pub(crate) const DOCUMENT_BYTES_MAX: usize = 16 << 20;
/// Bytes that are looked at to tell the format.
const HEAD_BYTES: u64 = 64 << 10;
const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A file being read.
pub(crate) struct Input<'r> {
    reader: Box<dyn BufRead + 'r>,
    head: Vec<u8>,
    line: u64,
    buffer: Vec<u8>,
    is_whole: bool,
}

impl<'r> Input<'r> {
    /// Starts to read; the head is in memory from here on.
    pub(crate) fn new(reader: impl Read + 'r) -> Result<Self, ImportError> {
        let failed = |error| ImportError::read(1, error);
        let mut packed = BufReader::with_capacity(64 << 10, reader);
        let is_gzip = packed.fill_buf().map_err(failed)?.starts_with(&GZIP);
        let mut plain: Box<dyn BufRead + 'r> = if is_gzip {
            Box::new(BufReader::with_capacity(64 << 10, MultiGzDecoder::new(packed)))
        } else {
            Box::new(packed)
        };
        let mut head = Vec::new();
        let peeked = plain.by_ref().take(HEAD_BYTES).read_to_end(&mut head);
        // What was read before a fault still tells the format; the fault is met again in its line.
        if head.is_empty() {
            peeked.map_err(failed)?;
        }
        let bom = if head.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let reader = Box::new(Cursor::new(head.split_off(bom)).chain(plain));
        let mut input =
            Self { reader, head: Vec::new(), line: 0, buffer: Vec::new(), is_whole: true };
        input.head = input.peek();
        Ok(input)
    }

    fn peek(&mut self) -> Vec<u8> {
        self.reader.fill_buf().map(<[u8]>::to_vec).unwrap_or_default()
    }

    /// The beginning of the file, as much as tells the format.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// The line that was read last, counted from one.
    pub(crate) const fn line_number(&self) -> u64 {
        self.line
    }

    /// Whether the line that was read last ended in a line break.
    pub(crate) const fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The next line without its line break; none at the end.
    pub(crate) fn next_line(&mut self) -> Result<Option<&str>, ImportError> {
        self.next_line_within(LINE_BYTES_MAX)
    }

    /// The next line, of at most `max` bytes.
    pub(crate) fn next_line_within(&mut self, max: usize) -> Result<Option<&str>, ImportError> {
        self.line += 1;
        self.buffer.clear();
        let mut limited = self.reader.by_ref().take(max as u64 + 1);
        let read = limited.read_until(b'\n', &mut self.buffer);
        read.map_err(|error| ImportError::read(self.line, error))?;
        if self.buffer.is_empty() {
            self.line -= 1;
            return Ok(None);
        }
        self.is_whole = self.buffer.ends_with(b"\n");
        if !self.is_whole && self.buffer.len() > max {
            let message = format!("the line is longer than {} KiB", max >> 10);
            return Err(ImportError::at(self.line, 0, message));
        }
        while self.buffer.ends_with(b"\n") || self.buffer.ends_with(b"\r") {
            self.buffer.pop();
        }
        text(&self.buffer, self.line).map(Some)
    }

    /// The rest of the file, which is one document.
    pub(crate) fn document(&mut self) -> Result<String, ImportError> {
        let mut bytes = Vec::new();
        let read = self.reader.by_ref().take(DOCUMENT_BYTES_MAX as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| ImportError::read(lines_in(&bytes), error))?;
        if bytes.len() > DOCUMENT_BYTES_MAX {
            let most = DOCUMENT_BYTES_MAX >> 20;
            return Err(ImportError::file(format!("the file is larger than {most} MiB")));
        }
        String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            not_text(lines_in(valid), valid.rsplit(|byte| *byte == b'\n').next().unwrap_or(valid))
        })
    }
}

fn lines_in(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64 + 1
}

fn text(bytes: &[u8], line: u64) -> Result<&str, ImportError> {
    std::str::from_utf8(bytes).map_err(|error| not_text(line, &bytes[..error.valid_up_to()]))
}

fn not_text(line: u64, before: &[u8]) -> ImportError {
    let column = String::from_utf8_lossy(before).chars().count() as u64 + 1;
    ImportError::at(line, column, "this is not UTF-8 text")
}
