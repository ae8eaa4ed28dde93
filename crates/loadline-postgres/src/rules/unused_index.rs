//! Rule: indexes that nothing ever used although their table is written to.
//!
//! Deliberately not here: indexes that constraints rest on; they are used by every write.

use super::advice::{Advice, Severity};
use super::facts::{Facts, Index, Table, bytes, count, duration};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "unused-index",
    description: "indexes that no statement used since the statistics began",
    needs: &[],
    find,
};

/// Rows written to the table from which an unused index has cost something.
const WRITTEN_MIN: i64 = 100;
/// Seconds of statistics below which a monthly report may just not have run yet.
const COUNTED_MIN_S: f64 = 30.0 * 86_400.0;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let unused = facts
        .indexes
        .iter()
        .filter(|index| index.is_valid && !index.is_needed() && index.scans == 0);
    unused.filter_map(|index| Some(judged(facts, index, facts.table(index.table)?))).collect()
}

fn judged(facts: &Facts, index: &Index, table: &Table) -> Advice {
    let is_for_key = serves_key(facts, index);
    let is_costly = table.written() >= WRITTEN_MIN;
    let severity = if is_costly && !is_for_key { Severity::Advice } else { Severity::Note };
    let counted = facts.own_database().and_then(|database| database.counted_s);
    let since = match counted {
        Some(seconds) if seconds < COUNTED_MIN_S => {
            format!("statistics cover {} only", duration(seconds))
        }
        Some(seconds) => format!("statistics cover {}", duration(seconds)),
        None => "statistics were never reset".to_owned(),
    };
    let mut evidence = format!(
        "no scan of {} ({}), {}; {} rows were written to its table; {since}",
        index.title(),
        index.key_names.join(", "),
        bytes(index.bytes),
        count(table.written()),
    );
    if is_for_key {
        evidence.push_str("; it serves a foreign key when rows of the other table are deleted");
    }
    if !facts.replication.replicas.is_empty() {
        evidence.push_str("; each replica counts its own scans, which cannot be seen from here");
    }
    let size = facts.indexes.iter().map(|index| index.bytes).sum::<i64>().max(1);
    Advice::new(RULE.name, severity, index.title(), "was never used")
        .evidence(evidence)
        .next_step("make sure that no replica and no rare report uses it, then drop it")
        .statement(index.dropped())
        .gain(
            index.bytes as f64 / size as f64,
            format!("{} of disk and memory, and a write less for each row", bytes(index.bytes)),
        )
        .topic(index.topic())
}

/// Whether its first columns are those of a foreign key.
fn serves_key(facts: &Facts, index: &Index) -> bool {
    let mut keys = facts.foreign_keys.iter().filter(|key| key.table == index.table);
    keys.any(|key| super::foreign_key_index::serves(index, key))
}
