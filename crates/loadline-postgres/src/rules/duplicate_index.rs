//! Rule: indexes that are another one's twin: the same keys, order, condition and method.
//!
//! Deliberately not here: indexes that another one covers with more columns (`prefix_index`).

use std::collections::HashMap;

use super::advice::{Advice, Severity};
use super::facts::{Facts, Index, bytes, count};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-index",
    description: "indexes that are another one's twin",
    needs: &[],
    find,
};

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let mut twins: HashMap<_, Vec<&Index>> = HashMap::new();
    for index in facts.indexes.iter().filter(|index| index.is_valid) {
        let made_of = (index.table, &index.method, &index.keys, &index.included, &index.condition);
        twins.entry(made_of).or_default().push(index);
    }
    let mut advice = Vec::new();
    for mut twins in twins.into_values().filter(|twins| twins.len() > 1) {
        // What something else rests on stays; then what is used more; then the older.
        twins.sort_by_key(|index| {
            (!index.is_constraint, !index.is_identity, !index.is_unique, -index.scans, index.id)
        });
        let (kept, others) = (twins[0], &twins[1..]);
        advice.extend(
            others
                .iter()
                .filter(|index| !is_needed_beside(index, kept))
                .map(|index| judged(facts, index, kept)),
        );
    }
    advice
}

/// Two constraints on the same columns both stay: a foreign key may rest on either.
fn is_needed_beside(index: &Index, kept: &Index) -> bool {
    index.is_constraint || index.is_identity || (index.is_unique && !kept.is_unique)
}

fn judged(facts: &Facts, index: &Index, kept: &Index) -> Advice {
    let table = facts.table(index.table);
    let written = table.map_or(0, super::facts::Table::written);
    let size = facts.indexes.iter().map(|index| index.bytes).sum::<i64>().max(1);
    Advice::new(
        RULE.name,
        Severity::Advice,
        index.title(),
        format!("does what {} does already", kept.title()),
    )
    .evidence(format!(
        "both are `{}`; {}, {} scans against {}; {} rows were written to the table and to both",
        index.definition.split_once(" USING ").map_or("", |(_, made_of)| made_of),
        bytes(index.bytes),
        count(index.scans),
        count(kept.scans),
        count(written),
    ))
    .next_step(format!("drop it; {} stays and serves the same statements", kept.title()))
    .statement(index.dropped())
    .gain(
        index.bytes as f64 / size as f64,
        format!("{} of disk and memory, and a write less for each row", bytes(index.bytes)),
    )
    .topic(index.topic())
    .topic(kept.topic())
}
