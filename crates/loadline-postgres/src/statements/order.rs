//! What statements are sorted by, largest first.
//!
//! Deliberately not here: how many are shown.

use std::str::FromStr;

use super::counters::{Counters, Statement};

/// What to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementOrder {
    /// Time of all executions.
    Total,
    /// Time of one.
    Mean,
    /// Executions.
    Calls,
    /// Rows.
    Rows,
    /// Pages touched.
    Buffers,
    /// Temporary files.
    Temp,
    /// Bytes of the log.
    Wal,
}

impl StatementOrder {
    /// Each with its name on the command line.
    pub const ALL: [(&'static str, Self); 7] = [
        ("total", Self::Total),
        ("mean", Self::Mean),
        ("calls", Self::Calls),
        ("rows", Self::Rows),
        ("buffers", Self::Buffers),
        ("temp", Self::Temp),
        ("wal", Self::Wal),
    ];

    /// What it sorts by.
    #[must_use]
    pub fn figure(self, counters: &Counters) -> f64 {
        match self {
            Self::Total => counters.total_ms,
            Self::Mean => counters.mean_ms(),
            Self::Calls => counters.calls as f64,
            Self::Rows => counters.rows as f64,
            Self::Buffers => (counters.hit_blocks + counters.read_blocks) as f64,
            Self::Temp => counters.temp_blocks as f64,
            Self::Wal => counters.wal_bytes as f64,
        }
    }

    /// Sorts, largest first; equal ones by their identity, so that the order is the same each time.
    pub fn sort(self, statements: &mut [Statement]) {
        statements.sort_by(|a, b| {
            self.figure(&b.counters).total_cmp(&self.figure(&a.counters)).then(a.key.cmp(&b.key))
        });
    }
}

impl FromStr for StatementOrder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(|(name, _)| name).join(", ");
        let found = Self::ALL.iter().find(|(name, _)| *name == text);
        found.map(|(_, order)| *order).ok_or_else(|| format!("no such order; orders: {}", names()))
    }
}
