//! Waits for locks that took longer than `deadlock_timeout` (`log_lock_waits`), and deadlocks.

use loadline_core::Histogram;

use super::names::Counts;
use super::text::{before, behind, kept, number_behind};
use crate::log::bounds::{EXAMPLE_BYTES_MAX, EXAMPLES_MAX};
use crate::log::entry::Entry;
use crate::log::moment::Moment;

/// Lock waits and deadlocks.
#[derive(Debug, Clone, Default)]
pub struct Locks {
    /// Messages of somebody still waiting.
    pub waiting: u64,
    /// Seconds of waits that ended with the lock.
    pub waits: Histogram,
    /// What was waited for: `ShareLock on transaction`, `AccessExclusiveLock on relation`.
    pub kinds: Counts,
    /// Tables whose rows were waited for, where the log says.
    pub tables: Counts,
    /// How many deadlocks.
    pub deadlocks: u64,
    /// The first of them.
    pub examples: Vec<Deadlock>,
}

/// One deadlock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlock {
    /// When.
    pub moment: Option<Moment>,
    /// Who waited for whom, and the statements.
    pub detail: String,
    /// Where, as `while updating tuple (0,1) in relation "t"`.
    pub context: String,
}

impl Locks {
    /// A message about a wait; false where it is none.
    pub(super) fn add(&mut self, entry: &Entry<'_>) -> bool {
        let Some(rest) = entry.message.strip_prefix(b"process ") else { return false };
        let (kind, is_over) =
            match (behind(rest, b" still waiting for "), behind(rest, b" acquired ")) {
                (Some(kind), _) => (kind, false),
                (None, Some(kind)) => (kind, true),
                (None, None) => return false,
            };
        if is_over {
            if let Some(milliseconds) = number_behind(kind, b" after ") {
                self.waits.record(milliseconds / 1_000.0);
            }
            return true;
        }
        self.waiting += 1;
        // `ShareLock on transaction 1234 after …`: the words before the first number.
        let words = kind.iter().position(u8::is_ascii_digit).map_or(kind, |at| &kind[..at]);
        self.kinds.add(words.trim_ascii_end());
        let context = entry.context;
        if let Some(table) = behind(context, b"relation \"").and_then(|rest| before(rest, b"\"")) {
            self.tables.add(table);
        }
        true
    }

    /// An error; counted where it is a deadlock.
    pub(super) fn add_error(&mut self, entry: &Entry<'_>) {
        if entry.message != b"deadlock detected" && entry.origin.state != b"40P01" {
            return;
        }
        self.deadlocks += 1;
        if self.examples.len() < EXAMPLES_MAX {
            self.examples.push(Deadlock {
                moment: entry.origin.moment,
                detail: kept(entry.detail, EXAMPLE_BYTES_MAX),
                context: kept(entry.context, EXAMPLE_BYTES_MAX),
            });
        }
    }
}
