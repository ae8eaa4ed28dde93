//! How large a B-tree becomes once it is built, from the statistics of its columns.
//!
//! Equal keys share an entry that lists their rows (PostgreSQL 13 and later), which is why an index on a column with few
//! values is a third of what a count of rows says. Comes close where the columns' distinct values are known; columns that
//! depend on each other need extended statistics to be counted right.

use super::candidate::{IndexDefinition, Method};
use super::catalogue::{Catalogue, Table};

/// What a page holds after its head and the leaf level's usual filling of 90 %.
const PAGE_USABLE_BYTES: f64 = 8_152.0 * 0.9;
/// A page.
pub(crate) const PAGE_BYTES: f64 = 8_192.0;
/// An entry with a list of rows is at most a third of a page, as the server builds it.
const POSTING_BYTES_MAX: f64 = 2_704.0;
/// A pointer to a row in such a list.
const ROW_POINTER_BYTES: f64 = 6.0;
/// The pointer to an entry in its page.
const LINE_POINTER_BYTES: f64 = 4.0;
/// Expressions have no statistics before they are indexed.
const EXPRESSION_BYTES: f64 = 16.0;

/// The size on disk of an index after it was built.
#[must_use]
pub fn index_size_bytes(catalogue: &Catalogue, index: &IndexDefinition) -> f64 {
    let table = &catalogue.tables[index.table];
    let rows = (table.rows * index.rows_share).max(1.0);
    match index.method {
        Method::Btree => btree_bytes(table, index, rows),
        // A summary per 128 pages of the table.
        Method::Brin => {
            (table.pages / 128.0 * 40.0 / PAGE_USABLE_BYTES).ceil() * PAGE_BYTES + 3.0 * PAGE_BYTES
        }
        // Several entries a row, lists compressed to about two bytes each.
        Method::Gin => {
            let width: f64 =
                index.columns().iter().map(|column| table.columns[*column].width_bytes).sum();
            (rows * (width / 4.0 * 2.0).max(4.0)).max(PAGE_BYTES)
        }
    }
}

fn btree_bytes(table: &Table, index: &IndexDefinition, rows: f64) -> f64 {
    let keys = index.key_columns();
    let key_bytes = entry_bytes(table, index);
    let plain = keys.len() == index.keys.len();
    let deduplicates = plain
        && index.include.is_empty()
        && keys.iter().all(|column| table.columns[*column].deduplicates);
    let duplicates = if deduplicates { rows / distinct(table, &keys).min(rows) } else { 1.0 };
    let leaf_bytes = if duplicates <= 1.05 {
        rows * (key_bytes + LINE_POINTER_BYTES)
    } else {
        let list = duplicates.min((POSTING_BYTES_MAX - key_bytes) / ROW_POINTER_BYTES).max(1.0);
        rows / list * (key_bytes + LINE_POINTER_BYTES + align8(ROW_POINTER_BYTES * list))
    };
    let leaves = (leaf_bytes / PAGE_USABLE_BYTES).ceil();
    // Inner pages hold one entry a leaf; the first page describes the index.
    let inner = (leaves * (key_bytes + LINE_POINTER_BYTES) / (8_152.0 * 0.7)).ceil();
    (leaves + inner + 1.0) * PAGE_BYTES
}

/// Distinct values of the keys. Statistics count too few where equal values lie side by side, as the lines of an order do;
/// a unique index that holds the keys among others knows better: the others have so many values at most.
fn distinct(table: &Table, keys: &[usize]) -> f64 {
    let at_least = table.indexes.iter().filter_map(|index| {
        let columns = index.key_columns.iter().copied().collect::<Option<Vec<usize>>>()?;
        let is_whole = index.unique && index.valid && !index.partial;
        if !is_whole || !keys.iter().all(|key| columns.contains(key)) {
            return None;
        }
        let others = columns.into_iter().filter(|column| !keys.contains(column));
        let values: f64 = others.map(|column| table.distinct(&[column])).product();
        Some(table.rows / values)
    });
    at_least.fold(table.distinct(keys), f64::max).min(table.rows.max(1.0))
}

/// One entry: its head, keys and carried columns.
pub(crate) fn entry_bytes(table: &Table, index: &IndexDefinition) -> f64 {
    let column_bytes = |column: &usize| {
        let column = &table.columns[*column];
        column.width_bytes * (1.0 - column.null_share)
    };
    let expressions = index.keys.len() - index.key_columns().len();
    let keys: f64 = index.key_columns().iter().map(column_bytes).sum();
    let carried: f64 = index.include.iter().map(column_bytes).sum();
    align8(8.0 + keys + carried + EXPRESSION_BYTES * expressions as f64)
}

fn align8(bytes: f64) -> f64 {
    (bytes / 8.0).ceil() * 8.0
}
