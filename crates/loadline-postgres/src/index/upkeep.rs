//! What an index costs whoever writes: an entry for each row inserted, for each row updated unless the update touches no
//! index (HOT), and the loss of HOT where a column it holds is updated. In units of the planner's cost, so that it can be set
//! against what is saved; an estimate by the planner's own constants.

use super::candidate::{IndexDefinition, Method};
use super::catalogue::Catalogue;
use super::size::{PAGE_BYTES, entry_bytes, index_size_bytes};

/// Going down a tree: fifty comparisons a level, as the planner has it, at its cost of an operator.
const DESCENT_COST: f64 = 50.0 * 0.0025;
/// The planner's cost of making an entry.
const ENTRY_COST: f64 = 0.005;
/// An entry is written twice: to the log and to the table's file.
const WRITTEN_TIMES: f64 = 2.0;
/// GIN makes several entries for a row.
const GIN_ENTRIES: f64 = 8.0;

/// What an index costs its table's writers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Upkeep {
    /// In units of the planner's cost, over the stretch of the workload.
    pub cost: f64,
    /// Bytes written for it, over the same stretch.
    pub written_bytes: f64,
    /// Bytes written for it per byte written to the table without it.
    pub overhead_share: f64,
}

/// What this index costs when `share` of the writes that the server counted fall into the workload's stretch.
#[must_use]
pub(crate) fn upkeep(catalogue: &Catalogue, index: &IndexDefinition, share: f64) -> Upkeep {
    let table = &catalogue.tables[index.table];
    let writes = &table.writes;
    let entry = entry_bytes(table, index) + 4.0;
    let row: f64 = 27.0 + table.columns.iter().map(|column| column.width_bytes).sum::<f64>();
    // Which columns are updated is unknown: an update that is no HOT now makes an entry in any new index too.
    let entries = (writes.inserted + (writes.updated - writes.updated_hot).max(0.0))
        * share
        * index.rows_share;
    let levels = (index_size_bytes(catalogue, index) / PAGE_BYTES).max(1.0).log(200.0).ceil() + 1.0;
    let (per_entry, entries) = match index.method {
        Method::Btree => (levels * DESCENT_COST + ENTRY_COST, entries),
        Method::Gin => (levels * DESCENT_COST + ENTRY_COST, entries * GIN_ENTRIES),
        Method::Brin => (ENTRY_COST, entries / 128.0),
    };
    let written_bytes = entries * entry * WRITTEN_TIMES;
    let cost = entries * per_entry + written_bytes / PAGE_BYTES;
    Upkeep { cost, written_bytes, overhead_share: entry * index.rows_share / row }
}
