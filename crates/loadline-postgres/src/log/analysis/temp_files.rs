//! Temporary files: sorts and hashes that did not fit into `work_mem`.

use super::text::number_behind;

/// All temporary files.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TempFiles {
    /// How many.
    pub count: u64,
    /// Their bytes.
    pub bytes: f64,
    /// The largest.
    pub largest_bytes: f64,
}

impl TempFiles {
    /// The bytes of the file that a message is about; none where it is about something else.
    pub(super) fn add(&mut self, message: &[u8]) -> Option<f64> {
        if !message.starts_with(b"temporary file: ") {
            return None;
        }
        let bytes = number_behind(message, b", size ")?;
        self.count += 1;
        self.bytes += bytes;
        self.largest_bytes = self.largest_bytes.max(bytes);
        Some(bytes)
    }
}
