//! A request as bytes: what is in memory, and what follows from elsewhere.

use std::path::Path;
use std::sync::Arc;

/// The bytes of a request: a written part, then a rest that need not be held in memory.
///
/// The written part begins with a head in the form of HTTP/1.1; other protocols translate it.
#[derive(Debug, Clone, Copy)]
pub struct Payload<'a> {
    /// Head, and body where it has content in memory.
    pub written: &'a [u8],
    /// What follows.
    pub rest: Rest<'a>,
}

/// The part of a body that is not held in memory.
#[derive(Debug, Clone, Copy)]
pub enum Rest<'a> {
    /// There is none.
    Nothing,
    /// That many zero bytes.
    Zeros(u64),
    /// Texts and files, one after the other.
    Pieces(&'a [Piece]),
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file's content, read while it is sent.
    File {
        /// The file.
        path: Arc<Path>,
        /// Its length in bytes, as it was announced; a file that has become shorter is an error.
        length: u64,
    },
}

impl Piece {
    /// Bytes in it.
    pub fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
        }
    }
}

impl Rest<'_> {
    /// Bytes in all.
    pub fn length(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Zeros(count) => *count,
            Self::Pieces(pieces) => pieces.iter().map(Piece::length).sum(),
        }
    }
}

impl Payload<'_> {
    /// Bytes in all.
    pub fn length(&self) -> u64 {
        self.written.len() as u64 + self.rest.length()
    }
}
