//! Rule: indexes that cannot be used: what a failed `CREATE INDEX CONCURRENTLY` leaves behind.
//!
//! Deliberately not here: indexes that are being built right now.

use super::advice::{Advice, Severity};
use super::facts::{Facts, bytes};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "invalid-index",
    description: "indexes that are written to and cannot be read",
    needs: &[],
    find,
};

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let broken = facts.indexes.iter().filter(|index| !index.is_valid && !index.is_busy);
    let advice = broken.map(|index| {
        Advice::new(
            RULE.name,
            Severity::Warning,
            index.title(),
            "is invalid: every write pays for it, and no statement can use it",
        )
        .evidence(format!(
            "{}; nobody is building it now: `{}`",
            bytes(index.bytes),
            index.definition
        ))
        .next_step("build it anew, or drop it")
        .statement(if facts.sight.version.major() >= 12 {
            format!("REINDEX INDEX CONCURRENTLY {};", index.quoted())
        } else {
            index.dropped()
        })
        .gain(0.1, "what the index was made for")
        .topic(index.topic())
    });
    advice.collect()
}
