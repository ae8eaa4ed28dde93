//! Rule: indexes whose keys another index begins with.
//!
//! Deliberately not here: twins (`duplicate_index`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Index, bytes, count};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "prefix-index",
    description: "indexes whose keys another index begins with",
    needs: &[],
    find,
};

/// How much larger the wider index may be before a scan of the narrow one is worth keeping.
const SIZE_RATIO_MAX: f64 = 2.0;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let candidates = facts.indexes.iter().filter(|index| {
        index.is_valid && !index.is_needed() && index.method == "btree" && index.included.is_empty()
    });
    candidates.filter_map(|index| Some(judged(facts, index, wider(facts, index)?))).collect()
}

/// The smallest index that begins with all its keys.
fn wider<'facts>(facts: &'facts Facts, index: &Index) -> Option<&'facts Index> {
    let covers = |other: &&Index| {
        other.table == index.table
            && other.is_valid
            && other.method == index.method
            && other.condition == index.condition
            && other.keys.len() > index.keys.len()
            && other.keys.starts_with(&index.keys)
    };
    facts.indexes.iter().filter(covers).min_by_key(|other| (other.bytes, other.id))
}

fn judged(facts: &Facts, index: &Index, wider: &Index) -> Advice {
    let is_much_wider = wider.bytes as f64 > index.bytes as f64 * SIZE_RATIO_MAX;
    // A narrow index that is used is quicker to read than a wide one: then it is a matter of taste.
    let severity = if index.scans > 0 && is_much_wider { Severity::Note } else { Severity::Advice };
    let size = facts.indexes.iter().map(|index| index.bytes).sum::<i64>().max(1);
    Advice::new(RULE.name, severity, index.title(), format!("is the beginning of {}", wider.title()))
        .evidence(format!(
            "({}) is covered by ({}); {} against {}, {} scans against {}",
            index.key_names.join(", "),
            wider.key_names.join(", "),
            bytes(index.bytes),
            bytes(wider.bytes),
            count(index.scans),
            count(wider.scans),
        ))
        .next_step("drop it, unless its statements are worth the smaller index: the wider one serves them, too")
        .statement(index.dropped())
        .gain(index.bytes as f64 / size as f64, format!("{} of disk and memory, and a write less for each row", bytes(index.bytes)))
        .topic(index.topic())
}
