//! Rule: sums over many rows that are asked for again and again while their tables change seldom (D6). A materialised view
//! makes them once.
//!
//! Deliberately not here: making a view's query of a statement (`summary`), and refreshing it.

mod summary;

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, count, ms, percent};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use super::slow_statement::shown;
use crate::session::quoted_name;
use crate::statements::{Statement, StatementClass, StatementKind};

pub(super) const RULE: Rule = Rule {
    name: "materialised-view",
    description: "sums over many rows that are asked for far more often than their tables change",
    needs: &[Need::Statements],
    find,
};

/// The share of the time of all statements from which it is worth another table to keep.
const SHARE_MIN: f64 = 0.1;
/// Executions before anybody can say that it is asked for again and again.
const CALLS_MIN: i64 = 50;
/// Executions for each statement that writes to one of its tables.
const CALLS_PER_WRITE_MIN: i64 = 10;
/// The mean below which nobody waits for it.
const MEAN_MS_MIN: f64 = 10.0;
/// Pages of a call: 8 MB.
const PAGES_MIN: f64 = 1_000.0;
/// Rows of the largest table for each row that comes out.
const ROWS_PER_ROW_MIN: f64 = 100.0;
/// Statements named.
const NAMED_MAX: usize = 5;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    let kinds: Vec<(&Statement, StatementKind)> = facts
        .own_statements()
        .map(|one| (one, StatementKind::of(&one.text, one.counters.rows_per_call())))
        .collect();
    let mut found: Vec<(f64, Advice)> =
        kinds.iter().filter_map(|(one, kind)| judged(facts, one, kind, &kinds)).collect();
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.truncate(NAMED_MAX);
    found.into_iter().map(|(_, advice)| advice).collect()
}

fn judged(
    facts: &Facts,
    statement: &Statement,
    kind: &StatementKind,
    all: &[(&Statement, StatementKind)],
) -> Option<(f64, Advice)> {
    let counters = &statement.counters;
    let share = counters.total_ms / facts.statement_ms().max(f64::MIN_POSITIVE);
    let reads = matches!(kind.class, StatementClass::Simple | StatementClass::Join);
    let is_heavy = share >= SHARE_MIN
        && counters.calls >= CALLS_MIN
        && counters.mean_ms() >= MEAN_MS_MIN
        && counters.blocks_per_call() >= PAGES_MIN;
    if !reads || !kind.aggregates || !is_heavy {
        return None;
    }
    let sources: Vec<&Table> =
        facts.tables.iter().filter(|table| kind.tables.contains(&table.name)).collect();
    let largest = sources.iter().copied().max_by_key(|table| table.rows.unwrap_or(0.0) as i64)?;
    let shrinks =
        largest.rows.unwrap_or(0.0) >= counters.rows_per_call().max(1.0) * ROWS_PER_ROW_MIN;
    let writes = writes(kind, all);
    if !shrinks || counters.calls < writes.saturating_mul(CALLS_PER_WRITE_MIN) {
        return None;
    }
    let evidence = format!(
        "{} calls of {} ({} of the time of all statements), each reading {} pages for {} rows; {} statements wrote to its tables meanwhile",
        count(counters.calls),
        ms(counters.mean_ms()),
        percent(share),
        count(counters.blocks_per_call() as i64),
        count(counters.rows_per_call().round() as i64),
        count(writes),
    );
    let symptom = "is summed up anew each time, though its tables change seldom";
    let advice = Advice::new(RULE.name, Severity::Advice, shown(&statement.text), symptom)
        .evidence(evidence)
        .gain(share, format!("up to {} of the time of statements", percent(share)))
        .topic(format!("statement {}", statement.key.query_id));
    let advice = sources.iter().fold(advice, |advice, table| advice.topic(table.topic()));
    Some((share, with_statement(facts, largest, &statement.text, advice)))
}

/// Statements that wrote to one of the tables that this kind names.
fn writes(kind: &StatementKind, all: &[(&Statement, StatementKind)]) -> i64 {
    let concerns = |other: &StatementKind| {
        matches!(other.class, StatementClass::Write | StatementClass::Bulk)
            && other.tables.iter().any(|table| kind.tables.contains(table))
    };
    let own = all.iter().filter(|(_, other)| concerns(other));
    own.map(|(statement, _)| statement.counters.calls).sum()
}

/// The view, where it can be written down; a statement that needs values nobody knows is described instead.
fn with_statement(facts: &Facts, largest: &Table, text: &str, advice: Advice) -> Advice {
    let name = free_name(facts, largest);
    let refresh = format!("REFRESH MATERIALIZED VIEW {name};");
    match summary::summary(text) {
        Some(query) => advice
            .next_step(format!(
                "make it once, read it from there, and renew it as often as its readers need: {refresh}"
            ))
            .statement(format!("CREATE MATERIALIZED VIEW {name} AS {query};")),
        None => advice.next_step(format!(
            "make a materialised view {name} of it, with the values that stand for $1 and the like as columns to look for, and renew it as often as its readers need: {refresh}"
        )),
    }
}

/// A name beside the table that no other table has.
fn free_name(facts: &Facts, table: &Table) -> String {
    let is_taken = |name: &String| {
        facts.tables.iter().any(|other| other.schema == table.schema && other.name == *name)
    };
    // The server cuts names at 63 bytes.
    let stem: String = table.name.chars().take(12).collect();
    let mut names = (1..).map(|number| match number {
        1 => format!("{stem}_summary"),
        _ => format!("{stem}_summary_{number}"),
    });
    let name = names.find(|name| !is_taken(name)).unwrap_or_default();
    format!("{}.{}", quoted_name(&table.schema), quoted_name(&name))
}

#[cfg(test)]
mod tests;
