//! Checkpoints and restart points: why they began, what they wrote, how long they took.

use super::names::Counts;
use super::text::number_behind;

/// All checkpoints.
#[derive(Debug, Clone, Default)]
pub struct Checkpoints {
    /// How many began, by reason.
    pub reasons: Counts,
    /// How many ended.
    pub completed: u64,
    /// Warnings that they come too often.
    pub too_frequent: u64,
    /// Buffers written.
    pub buffers: f64,
    /// WAL files added, removed and recycled.
    pub wal_files: f64,
    /// Seconds of writing.
    pub write_seconds: f64,
    /// Seconds of syncing.
    pub sync_seconds: f64,
    /// Seconds in all.
    pub total_seconds: f64,
    /// The longest sync of one file, in seconds.
    pub longest_sync_seconds: f64,
}

impl Checkpoints {
    /// A message about one; false where it is none.
    pub(super) fn add(&mut self, message: &[u8]) -> bool {
        let Some(rest) = ["checkpoint", "restartpoint"]
            .iter()
            .find_map(|word| message.strip_prefix(word.as_bytes()))
        else {
            return false;
        };
        if let Some(reason) = rest.strip_prefix(b" starting:") {
            self.reasons.add(reason.trim_ascii());
        } else if rest.starts_with(b" complete:") {
            self.complete(rest);
        } else if rest.starts_with(b"s are occurring too frequently") {
            self.too_frequent += 1;
        } else {
            return false;
        }
        true
    }

    fn complete(&mut self, text: &[u8]) {
        let figure = |mark: &[u8]| number_behind(text, mark).unwrap_or_default();
        self.completed += 1;
        self.buffers += figure(b"wrote ");
        self.wal_files += figure(b"); ") + figure(b"added, ") + figure(b"removed, ");
        self.write_seconds += figure(b"write=");
        self.sync_seconds += figure(b" sync=");
        self.total_seconds += figure(b"total=");
        self.longest_sync_seconds = self.longest_sync_seconds.max(figure(b"longest="));
    }
}
