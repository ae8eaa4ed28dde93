//! Reading the rest of a request piece by piece, with one bounded buffer.

use std::fs::File;
use std::io::{self, Read as _};

use super::payload::{Piece, Rest};

/// Read from a file at once. The pages are in the kernel's cache from the second request on, so reading
/// them is a copy and does not hold the thread.
const READ_BYTES: usize = 64 * 1024;

/// Zero bytes sent at once for a body that is only filler.
static ZEROS: [u8; 16 * 1024] = [0; 16 * 1024];

/// Where the sending of a rest stands.
pub(crate) struct RestReader<'a> {
    rest: Rest<'a>,
    /// Bytes consumed of the current piece, or of all the zeros.
    consumed: u64,
    /// The piece being sent.
    piece: usize,
    /// The open file of the current piece, with what was read from it and not consumed yet.
    file: Option<Box<OpenFile>>,
}

struct OpenFile {
    file: File,
    buffer: Vec<u8>,
    start: usize,
}

impl<'a> RestReader<'a> {
    pub(crate) fn new(rest: Rest<'a>) -> Self {
        Self { rest, consumed: 0, piece: 0, file: None }
    }

    /// The next bytes to send; empty when all were consumed.
    ///
    /// # Errors
    /// When a file cannot be read, or has become shorter than it was.
    pub(crate) fn chunk(&mut self) -> io::Result<&[u8]> {
        let pieces = match self.rest {
            Rest::Nothing => return Ok(&[]),
            Rest::Zeros(count) => {
                let left = (count - self.consumed).min(ZEROS.len() as u64);
                return Ok(&ZEROS[..left as usize]);
            }
            Rest::Pieces(pieces) => pieces,
        };
        while pieces.get(self.piece).is_some_and(|piece| piece.length() == self.consumed) {
            (self.piece, self.consumed, self.file) = (self.piece + 1, 0, None);
        }
        match pieces.get(self.piece) {
            None => Ok(&[]),
            Some(Piece::Bytes(bytes)) => Ok(&bytes[self.consumed as usize..]),
            Some(Piece::File { path, length }) => {
                let left = length - self.consumed;
                if self.file.is_none() {
                    self.file = Some(OpenFile::open(path)?);
                }
                let open = self.file.as_mut().expect("it was opened just now");
                open.chunk(left)
            }
        }
    }

    /// Marks the first `count` bytes of the last chunk as sent.
    pub(crate) fn consume(&mut self, count: usize) {
        self.consumed += count as u64;
        if let Some(open) = &mut self.file {
            open.start += count;
        }
    }
}

impl OpenFile {
    fn open(path: &std::path::Path) -> io::Result<Box<Self>> {
        let named = |error: io::Error| {
            io::Error::new(error.kind(), format!("read {}: {error}", path.display()))
        };
        let file = File::open(path).map_err(named)?;
        Ok(Box::new(Self { file, buffer: Vec::new(), start: 0 }))
    }

    fn chunk(&mut self, left: u64) -> io::Result<&[u8]> {
        if self.start == self.buffer.len() {
            self.buffer.resize(left.min(READ_BYTES as u64) as usize, 0);
            let read = self.file.read(&mut self.buffer)?;
            if read == 0 {
                let message = "the file has become shorter since the test began";
                return Err(io::Error::other(message));
            }
            self.buffer.truncate(read);
            self.start = 0;
        }
        Ok(&self.buffer[self.start..])
    }
}
