//! Rule: large tables that grow by time and would be easier to keep in parts (D6).
//!
//! Deliberately not here: cutting them up.

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, bytes, count};
use super::limits::Limits;
use super::list::Rule;
use crate::session::quoted_name;

pub(super) const RULE: Rule = Rule {
    name: "partition",
    description: "large tables that grow by time and could be cut into parts by it",
    needs: &[],
    find,
};

/// Rows inserted for each one updated, from which a table is one that grows.
const INSERTS_PER_UPDATE_MIN: i64 = 10;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let grows = |table: &&Table| {
        table.bytes >= limits.partition_bytes
            && !table.is_part
            && !table.time_columns.is_empty()
            && table.inserted > table.updated * INSERTS_PER_UPDATE_MIN
    };
    facts.tables.iter().filter(grows).map(judged).collect()
}

fn judged(table: &Table) -> Advice {
    let column = table.time_columns.first().map(String::as_str).unwrap_or_default();
    Advice::new(RULE.name, Severity::Note, table.title(), "is large and grows: parts by time would be vacuumed, indexed and dropped one by one")
        .evidence(format!(
            "{}, {} rows inserted, {} updated, {} deleted; it has {}",
            bytes(table.bytes),
            count(table.inserted),
            count(table.updated),
            count(table.deleted),
            table.time_columns.join(", "),
        ))
        .next_step("where statements and deletions go by that column, make a partitioned table beside it and attach this one as its first part")
        .statement(format!(
            "CREATE TABLE {}.{} (LIKE {} INCLUDING DEFAULTS) PARTITION BY RANGE ({});",
            quoted_name(&table.schema),
            quoted_name(&format!("{}_parted", table.name)),
            table.quoted(),
            quoted_name(column),
        ))
        .gain(0.05, "old rows that are dropped instead of deleted")
        .topic(table.topic())
}
