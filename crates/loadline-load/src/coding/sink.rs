//! Where decoded bytes are gathered: never more room than the limit.

use std::io::{self, Read};

/// Decoded at once before it is counted.
const CHUNK_BYTES: usize = 16 * 1024;

/// Why gathering ended early.
pub(super) enum Stopped {
    /// The limit is reached and there is more.
    TooLarge,
    /// The decoder gave up.
    Failed(io::Error),
}

/// Decoded bytes within a limit.
pub(super) struct Sink {
    bytes: Vec<u8>,
    limit_bytes: usize,
}

impl Sink {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self { bytes: Vec::new(), limit_bytes }
    }

    /// Takes everything `decoder` has to give.
    pub(super) fn drain(&mut self, mut decoder: impl Read) -> Result<(), Stopped> {
        let mut chunk = [0; CHUNK_BYTES];
        loop {
            match decoder.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(read) => self.push(&chunk[..read])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stopped::Failed(error)),
            }
        }
    }

    /// Appends `decoded`. The room doubles as a vector's does, but ends at the limit.
    fn push(&mut self, decoded: &[u8]) -> Result<(), Stopped> {
        let needed = self.bytes.len() + decoded.len();
        if needed > self.limit_bytes {
            return Err(Stopped::TooLarge);
        }
        if needed > self.bytes.capacity() {
            let room = (2 * self.bytes.capacity()).clamp(needed, self.limit_bytes);
            self.bytes.reserve_exact(room - self.bytes.len());
        }
        self.bytes.extend_from_slice(decoded);
        Ok(())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
