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
/// An entry of an index that is there, roughly.
const OTHER_ENTRY_BYTES: f64 = 20.0;
/// GIN makes several entries for a row.
const GIN_ENTRIES: f64 = 8.0;

/// What an index costs its table's writers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Upkeep {
    /// In units of the planner's cost, over the stretch of the workload.
    pub cost: f64,
    /// Bytes written for it, over the same stretch.
    pub written_bytes: f64,
    /// Bytes written for it per byte written to the table without it.
    pub overhead_share: f64,
    /// Updates, over the same stretch, that no longer do without touching any index, since they set a column it holds.
    pub hot_lost: f64,
}

/// How much is written while the workload runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Writing {
    /// The share of the writes that the server counted which fall into the workload's stretch.
    pub share: f64,
    /// UPDATEs of the workload: table, columns set, calls.
    pub updates: Vec<(usize, Vec<usize>, f64)>,
}

impl Writing {
    /// The share of a table's updates that set a column which this index holds: those are HOT no longer. None are where
    /// the workload has no UPDATE of the table, so that nobody knows what they set.
    fn touching_share(&self, index: &IndexDefinition) -> f64 {
        let columns = index.columns();
        let (mut touching, mut all) = (0.0, 0.0);
        for (_, set, calls) in self.updates.iter().filter(|(table, ..)| *table == index.table) {
            all += calls;
            touching +=
                if set.iter().any(|column| columns.contains(column)) { *calls } else { 0.0 };
        }
        if all > 0.0 { touching / all } else { 0.0 }
    }
}

/// What this index costs.
#[must_use]
pub(crate) fn upkeep(catalogue: &Catalogue, index: &IndexDefinition, writing: &Writing) -> Upkeep {
    let table = &catalogue.tables[index.table];
    let writes = &table.writes;
    let entry = entry_bytes(table, index) + 4.0;
    let row: f64 = 27.0 + table.columns.iter().map(|column| column.width_bytes).sum::<f64>();
    let hot_lost = writes.updated_hot * writing.share * writing.touching_share(index);
    let other_entries =
        (writes.inserted + (writes.updated - writes.updated_hot).max(0.0)) * writing.share;
    let entries = (other_entries + hot_lost) * index.rows_share;
    let descent = descent_cost(index_size_bytes(catalogue, index));
    let (per_entry, entries) = match index.method {
        Method::Btree => (descent, entries),
        Method::Gin => (descent, entries * GIN_ENTRIES),
        Method::Brin => (ENTRY_COST, entries / 128.0),
    };
    // An update that was HOT makes an entry in each of the table's indexes once it no longer is.
    let others = table.indexes.iter().filter(|other| other.valid);
    let elsewhere: f64 = others.map(|other| descent_cost(other.size_bytes as f64)).sum();
    let also = table.indexes.len() as f64 * hot_lost * OTHER_ENTRY_BYTES * WRITTEN_TIMES;
    let written_bytes = entries * entry * WRITTEN_TIMES + also;
    let cost = entries * per_entry + hot_lost * elsewhere + written_bytes / PAGE_BYTES;
    Upkeep { cost, written_bytes, overhead_share: entry * index.rows_share / row, hot_lost }
}

/// Going down a tree of this size and making an entry there.
fn descent_cost(size_bytes: f64) -> f64 {
    let levels = (size_bytes / PAGE_BYTES).max(1.0).log(200.0).ceil() + 1.0;
    levels * DESCENT_COST + ENTRY_COST
}
