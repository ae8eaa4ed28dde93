//! Rule: tables without a primary key whose rows are changed or deleted, which takes telling them apart.
//!
//! Deliberately not here: which columns make the key; that is for whoever knows the data.

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, count};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "missing-primary-key",
    description: "tables without a primary key",
    needs: &[],
    find,
};

/// Rows below which a table needs no key to be quick, nor changed often enough to matter.
const CHANGED_MIN: i64 = 100;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let lacks = |table: &&Table| !table.has_primary_key && !table.is_part;
    facts.tables.iter().filter(lacks).map(judged).collect()
}

fn judged(table: &Table) -> Advice {
    let changed = table.updated + table.deleted;
    let severity = if table.is_published && changed > 0 && !table.has_unique {
        Severity::Warning
    } else if changed >= CHANGED_MIN && !table.has_unique {
        Severity::Advice
    } else {
        Severity::Note
    };
    let published = if table.is_published {
        "; logical replication publishes it and cannot tell its rows apart"
    } else {
        ""
    };
    Advice::new(RULE.name, severity, table.title(), "has no primary key")
        .evidence(format!(
            "{} rows changed or deleted, {} inserted{published}",
            count(changed),
            count(table.inserted)
        ))
        .next_step(format!(
            "choose the columns that tell its rows apart, and make them the key: ALTER TABLE {} ADD PRIMARY KEY (…)",
            table.quoted()
        ))
        .gain(0.02, "rows can be told apart, by people and by replication")
        .topic(table.topic())
        .topic(table.topic() + super::recommended_index::SCANS)
}
