//! Rule: foreign keys without an index on the side that refers: each deletion on the other side reads the whole table.
//!
//! Deliberately not here: keys of small tables, and of tables whose other side is never deleted from (a note).

use super::advice::{Advice, Severity};
use super::facts::{Facts, ForeignKey, Index, count};
use super::limits::Limits;
use super::list::Rule;
use crate::session::quoted_name;

pub(super) const RULE: Rule = Rule {
    name: "foreign-key-index",
    description: "foreign keys without an index where they refer from",
    needs: &[],
    find,
};

/// Rows of the referring table below which reading it whole is quick.
const ROWS_MIN: f64 = 1_000.0;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let is_unserved = |key: &&ForeignKey| {
        let mut own = facts.indexes.iter().filter(|index| index.table == key.table);
        !own.any(|index| serves(index, key))
    };
    facts.foreign_keys.iter().filter(is_unserved).filter_map(|key| judged(facts, key)).collect()
}

/// Whether an index begins with the key's columns, in whatever order.
pub(super) fn serves(index: &Index, key: &ForeignKey) -> bool {
    let first = index.key_columns.iter().take(key.columns.len());
    index.is_valid
        && index.condition.is_none()
        && index.key_columns.len() >= key.columns.len()
        && first.clone().all(|column| key.columns.contains(column))
        && key.columns.iter().all(|column| first.clone().any(|own| own == column))
}

fn judged(facts: &Facts, key: &ForeignKey) -> Option<Advice> {
    let (table, parent) = (facts.table(key.table)?, facts.table(key.parent)?);
    let rows = table.rows.unwrap_or(0.0);
    let severity =
        if parent.deleted > 0 && rows >= ROWS_MIN { Severity::Advice } else { Severity::Note };
    let columns: Vec<String> = key.column_names.iter().map(|column| quoted_name(column)).collect();
    let read = parent.deleted as f64 * rows;
    let all_read: f64 = facts.tables.iter().map(|table| table.seq_rows as f64).sum();
    let advice = Advice::new(
        RULE.name,
        severity,
        format!("{} ({})", table.title(), key.column_names.join(", ")),
        format!("refers to {} without an index", parent.title()),
    )
    .evidence(format!(
        "{}: {} rows refer, {} rows were deleted there, each reading all of these",
        key.name,
        count(rows as i64),
        count(parent.deleted)
    ))
    .next_step("make an index on the columns that refer")
    .statement(format!("CREATE INDEX CONCURRENTLY ON {} ({});", table.quoted(), columns.join(", ")))
    .gain(
        read / all_read.max(read).max(1.0) * 0.5,
        "deletions and joins that read a few rows instead of all",
    )
    .topic(format!("{} by {}", table.topic(), key.column_names.join(",")));
    Some(advice)
}
