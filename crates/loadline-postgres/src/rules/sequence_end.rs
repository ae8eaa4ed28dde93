//! Rule: sequences that come near the end of what they, or the column they fill, can count.
//!
//! Deliberately not here: sequences that begin anew at their end.

use super::advice::{Advice, Severity};
use super::facts::{Facts, Sequence, count, percent};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "sequence-end",
    description: "sequences near the last number that their column can hold",
    needs: &[],
    find,
};

/// The share from which the end is near enough to stop everything else.
const CRITICAL_SHARE: f64 = 0.95;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let is_near =
        |sequence: &&Sequence| !sequence.is_cycle && sequence.used_share() >= limits.sequence_share;
    facts.sequences.iter().filter(is_near).map(judged).collect()
}

fn judged(sequence: &Sequence) -> Advice {
    let share = sequence.used_share();
    let severity = if share >= CRITICAL_SHARE { Severity::Critical } else { Severity::Warning };
    let advice = Advice::new(
        RULE.name,
        severity,
        sequence.title(),
        "comes near its end: inserts fail there",
    )
    .evidence(format!(
        "{} of {} used ({}), {} left",
        count(sequence.last.unwrap_or_default()),
        count(sequence.last_possible()),
        percent(share),
        count(sequence.last_possible() - sequence.last.unwrap_or_default()),
    ))
    .gain(share, "inserts that go on");
    match &sequence.column {
        Some((table, column, kind)) if kind != "bigint" => advice
            .next_step(format!("make {table}.{column} a bigint; that rewrites the table, so plan it, or fill a new column beside it"))
            .statement(format!("ALTER TABLE {table} ALTER COLUMN {} TYPE bigint;", crate::session::quoted_name(column))),
        _ => advice
            .next_step("raise its maximum")
            .statement(format!("ALTER SEQUENCE {} AS bigint NO MAXVALUE;", sequence.quoted())),
    }
}
