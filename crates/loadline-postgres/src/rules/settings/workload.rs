//! Kinds of workload, as far as settings tell them apart.
//!
//! Deliberately not here: what each gets (`recommend`).

use std::str::FromStr;

use super::super::facts::Facts;

/// A kind of workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workload {
    /// Many small reads, some writes.
    Web,
    /// Many small writes.
    Oltp,
    /// Few large reads.
    Warehouse,
    /// Something of each.
    Mixed,
}

/// The share of rows written among those read or written from which it is a matter of writing.
const WRITE_SHARE_MIN: f64 = 0.2;
/// The mean of all statements from which they are large.
const LARGE_MEAN_MS: f64 = 500.0;

impl Workload {
    /// Each with its name on the command line.
    pub const ALL: [(&'static str, Self); 4] = [
        ("web", Self::Web),
        ("oltp", Self::Oltp),
        ("warehouse", Self::Warehouse),
        ("mixed", Self::Mixed),
    ];

    /// What the server's own counters look like.
    #[must_use]
    pub fn observed(facts: &Facts) -> Self {
        let written: i64 = facts.databases.iter().map(|database| database.rows_written).sum();
        let read: i64 = facts.databases.iter().map(|database| database.rows_read).sum();
        let share = written as f64 / (written + read).max(1) as f64;
        let calls: i64 =
            facts.statements.iter().flatten().map(|statement| statement.counters.calls).sum();
        let mean_ms = facts.statement_ms() / calls.max(1) as f64;
        match () {
            () if calls > 0 && mean_ms >= LARGE_MEAN_MS => Self::Warehouse,
            () if share >= WRITE_SHARE_MIN => Self::Oltp,
            () => Self::Mixed,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, workload)| *workload == self).map_or("mixed", |(name, _)| name)
    }
}

impl FromStr for Workload {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(|(name, _)| name).join(", ");
        let found = Self::ALL.iter().find(|(name, _)| *name == text);
        found
            .map(|(_, workload)| *workload)
            .ok_or_else(|| format!("no such workload; workloads: {}", names()))
    }
}
