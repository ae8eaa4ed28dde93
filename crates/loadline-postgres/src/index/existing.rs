//! Indexes that are there and could go: duplicates, beginnings of longer ones, unused, left broken. Never one that a
//! constraint rests on, that keeps values unique, or that identifies rows for replication; and never both of a pair.
//!
//! Deliberately not here: whether a replica uses it, which only the replica knows. The advice says so.

use super::catalogue::{Catalogue, ExistingIndex, Table};

/// Smaller ones are not worth a word when they are merely unused.
const UNUSED_BYTES_MIN: u64 = 1 << 20;

/// Why an index could go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DropReason {
    /// A build failed and left it: it costs writers and serves nobody.
    Invalid,
    /// Another one is the same.
    Duplicate {
        /// The one that stays.
        of: String,
    },
    /// Another one begins with the same keys and serves what this one serves.
    Prefix {
        /// The one that stays.
        of: String,
    },
    /// Nobody has used it since the statistics began.
    Unused,
}

/// An index that could go.
#[derive(Debug, Clone, PartialEq)]
pub struct Droppable {
    /// Its table's number.
    pub table: usize,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: DropReason,
    /// What it takes.
    pub size_bytes: u64,
    /// Scans since the statistics began.
    pub scans: i64,
    /// The statement that removes it without blocking writers.
    pub sql: String,
    /// The statement that brings it back.
    pub undo_sql: String,
}

/// All indexes that could go, largest first.
#[must_use]
pub fn droppable(catalogue: &Catalogue) -> Vec<Droppable> {
    let mut all = Vec::new();
    for (number, table) in catalogue.tables.iter().enumerate() {
        let mut gone = vec![false; table.indexes.len()];
        for pass in [invalid, duplicate, prefix, unused] {
            for place in 0..table.indexes.len() {
                if gone[place] || is_needed(&table.indexes[place]) {
                    continue;
                }
                if let Some(reason) = pass(table, place, &gone) {
                    gone[place] = true;
                    all.push(found(catalogue, number, &table.indexes[place], reason));
                }
            }
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.size_bytes));
    all
}

fn found(
    catalogue: &Catalogue,
    table: usize,
    index: &ExistingIndex,
    reason: DropReason,
) -> Droppable {
    let quoted = |name: &str| super::candidate::quoted_name(name);
    debug_assert_eq!(catalogue.tables[table].schema, index.schema);
    Droppable {
        table,
        name: index.name.clone(),
        reason,
        size_bytes: index.size_bytes,
        scans: index.scans,
        sql: format!("DROP INDEX CONCURRENTLY {}.{}", quoted(&index.schema), quoted(&index.name)),
        undo_sql: index.definition.replacen("INDEX", "INDEX CONCURRENTLY", 1),
    }
}

/// Whether something but speed rests on it. A broken one holds nothing up.
fn is_needed(index: &ExistingIndex) -> bool {
    index.constraint || index.replica_identity || index.unique && index.valid
}

fn invalid(table: &Table, place: usize, _: &[bool]) -> Option<DropReason> {
    (!table.indexes[place].valid).then_some(DropReason::Invalid)
}

fn duplicate(table: &Table, place: usize, gone: &[bool]) -> Option<DropReason> {
    let index = &table.indexes[place];
    let same = |other: &ExistingIndex| {
        other.keys == index.keys
            && other.method == index.method
            && other.predicate == index.predicate
            && index.include.iter().all(|column| other.include.contains(column))
            // Of two that carry different columns the richer stays.
            && (other.include.len() > index.include.len() || stays(table, other, index))
    };
    other(table, place, gone, same).map(|of| DropReason::Duplicate { of })
}

/// Which of two equal ones stays: what is needed, else the one used more, else the first by name.
fn stays(_: &Table, one: &ExistingIndex, other: &ExistingIndex) -> bool {
    is_needed(one) || (one.scans, &other.name) > (other.scans, &one.name)
}

fn prefix(table: &Table, place: usize, gone: &[bool]) -> Option<DropReason> {
    let index = &table.indexes[place];
    let longer = |other: &ExistingIndex| {
        index.method == "btree"
            && other.method == "btree"
            && other.keys.len() > index.keys.len()
            && other.keys.starts_with(&index.keys)
            && other.predicate == index.predicate
            && index.include.iter().all(|column| {
                other.include.contains(column) || other.key_columns.contains(&Some(*column))
            })
    };
    other(table, place, gone, longer).map(|of| DropReason::Prefix { of })
}

/// An index that stays and of which `is` holds.
fn other(
    table: &Table,
    place: usize,
    gone: &[bool],
    is: impl Fn(&ExistingIndex) -> bool,
) -> Option<String> {
    let others = table.indexes.iter().enumerate();
    let mut staying =
        others.filter(|(other, index)| *other != place && !gone[*other] && index.valid);
    staying.find(|(_, index)| is(index)).map(|(_, index)| index.name.clone())
}

fn unused(table: &Table, place: usize, _: &[bool]) -> Option<DropReason> {
    let index = &table.indexes[place];
    // A foreign key looks for rows through it when the other table's are deleted, which may be rare and must be quick.
    let serves_key = table.foreign_keys.iter().any(|columns| {
        let leading = index.key_columns.iter().take(columns.len());
        leading.flatten().filter(|column| columns.contains(column)).count() == columns.len()
    });
    (index.scans == 0 && index.size_bytes >= UNUSED_BYTES_MIN && !serves_key)
        .then_some(DropReason::Unused)
}
