//! What autovacuum did, by table.

use rustc_hash::FxHashMap;

use super::text::{before, behind, number_behind};
use crate::log::bounds::NAMES_MAX;

/// Vacuums and analyses of one table.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TableVacuums {
    /// Vacuums.
    pub vacuums: u64,
    /// Those against wraparound.
    pub against_wraparound: u64,
    /// Seconds of vacuums.
    pub vacuum_seconds: f64,
    /// Rows removed.
    pub removed: f64,
    /// Most dead rows that could not be removed yet.
    pub not_removable_max: f64,
    /// Analyses.
    pub analyses: u64,
    /// Seconds of analyses.
    pub analyze_seconds: f64,
}

/// All tables.
#[derive(Debug, Clone, Default)]
pub struct Vacuums {
    by_table: FxHashMap<String, TableVacuums>,
    /// Of tables beyond those told apart.
    pub others: TableVacuums,
}

impl Vacuums {
    /// A message about one; false where it is none.
    pub(super) fn add(&mut self, message: &[u8]) -> bool {
        let Some(rest) = message.strip_prefix(b"automatic ") else { return false };
        let Some(table) = behind(rest, b"of table \"").and_then(|rest| before(rest, b"\"")) else {
            return false;
        };
        let table = String::from_utf8_lossy(table);
        let of = if self.by_table.len() < NAMES_MAX || self.by_table.contains_key(table.as_ref()) {
            self.by_table.entry(table.into_owned()).or_default()
        } else {
            &mut self.others
        };
        let seconds = number_behind(rest, b"elapsed: ").unwrap_or_default();
        if rest.starts_with(b"analyze") {
            of.analyses += 1;
            of.analyze_seconds += seconds;
            return true;
        }
        of.vacuums += 1;
        of.vacuum_seconds += seconds;
        of.against_wraparound += u64::from(rest.starts_with(b"aggressive vacuum to prevent"))
            + u64::from(rest.starts_with(b"vacuum to prevent"));
        of.removed += number_behind(rest, b"tuples: ").unwrap_or_default();
        let kept = number_behind(rest, b"remain, ").unwrap_or_default();
        of.not_removable_max = of.not_removable_max.max(kept);
        true
    }

    /// Tables by the time they took, from the most.
    #[must_use]
    pub fn by_seconds(&self) -> Vec<(&str, &TableVacuums)> {
        let mut all: Vec<_> =
            self.by_table.iter().map(|(name, table)| (name.as_str(), table)).collect();
        let seconds = |table: &TableVacuums| table.vacuum_seconds + table.analyze_seconds;
        all.sort_by(|a, b| seconds(b.1).total_cmp(&seconds(a.1)).then(a.0.cmp(b.0)));
        all
    }
}
