//! Where the bytes come from: a reader, or a file that is read at positions of its own or mapped.

use memmap2::Mmap;
use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::FileExt as _,
    path::Path,
    sync::Arc,
};

/// From this size on a file that nobody changes is mapped: below it, the page tables cost more than the copy.
const MAPPED_FROM: u64 = 64 << 20;

/// The input of a stream.
pub struct Source<'a> {
    pub(super) input: Input<'a>,
}

/// What is behind a [`Source`].
pub(super) enum Input<'a> {
    /// Bytes that are copied into a chunk.
    Reader(Box<dyn Read + Send + 'a>),
    /// Bytes that are there.
    Mapped(Arc<Mmap>),
}

impl<'a> Source<'a> {
    /// Anything that is read from the front to its end. It needs no buffer of its own.
    pub fn reader(reader: impl Read + Send + 'a) -> Self {
        Self { input: Input::Reader(Box::new(reader)) }
    }
}

/// The ways to take a file as a [`Source`].
#[derive(Debug, Clone, Copy)]
pub enum FileSource {}

impl FileSource {
    /// A file of any size and any fate: it is read with `pread`, a chunk at a time. What another process cuts off is the
    /// end of the input, what it adds before the end was reached is read.
    ///
    /// # Errors
    /// The system's, when the file cannot be opened.
    pub fn auto(path: impl AsRef<Path>) -> io::Result<Source<'static>> {
        Ok(Source::reader(Positioned { file: File::open(path)?, offset: 0 }))
    }

    /// As [`auto`](Self::auto) below 64 MiB; a larger file is mapped, and its bytes reach the work without a copy.
    ///
    /// # Errors
    /// The system's, when the file cannot be opened or mapped.
    ///
    /// # Safety
    /// Nobody may write to the file or cut it short until the stream has ended. A write is undefined behaviour, and
    /// the bytes that were cut off end the process by SIGBUS when they are read.
    #[expect(
        unsafe_code,
        reason = "a map's bytes may change under it; the caller promises that they do not"
    )]
    // SAFETY: what makes a map sound is the caller's promise that the documentation asks for.
    pub unsafe fn auto_unchanging(path: impl AsRef<Path>) -> io::Result<Source<'static>> {
        let file = File::open(path)?;
        if file.metadata()?.len() < MAPPED_FROM {
            return Ok(Source::reader(Positioned { file, offset: 0 }));
        }
        // SAFETY: the caller promises that the file stays as it is for as long as the source lives.
        let map = unsafe { Mmap::map(&file)? };
        // Advice that is not taken costs nothing but time.
        let _ = map.advise(memmap2::Advice::Sequential);
        Ok(Source { input: Input::Mapped(Arc::new(map)) })
    }
}

/// A file that is read from a position of its own, whatever others do with the handle.
struct Positioned {
    file: File,
    offset: u64,
}

impl Read for Positioned {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(buffer, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.input {
            Input::Reader(_) => "reader",
            Input::Mapped(_) => "mapped file",
        };
        f.debug_tuple("Source").field(&what).finish()
    }
}
