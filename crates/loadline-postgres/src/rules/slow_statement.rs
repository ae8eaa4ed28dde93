//! Rule: statements that are slow for what they are. The mean is all the server counts: where the log is on, `db log` has
//! percentiles.
//!
//! Deliberately not here: why (plans), and the index that would help (`missing_index`, `crate::index`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, count, ms, percent};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use crate::statements::{Statement, StatementClass, StatementKind};

pub(super) const RULE: Rule = Rule {
    name: "slow-statement",
    description: "statements whose mean is over 100 ms (T15), or over the limit of their class (T7)",
    needs: &[Need::Statistics, Need::Statements],
    find,
};

/// Statements named; the slowest by total time first.
const NAMED_MAX: usize = 10;
/// Characters of a statement that are shown.
const SHOWN_MAX: usize = 160;
/// The share of all time from which a statement over its class's limit is worth doing something about.
const SHARE_MIN: f64 = 0.05;
/// Executions before the limit of a class is held against a mean.
const CLASS_CALLS_MIN: i64 = 100;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let all_ms = facts.statement_ms();
    let mut slow: Vec<(&Statement, Advice)> = facts
        .own_statements()
        .filter_map(|statement| Some((statement, judged(facts, limits, statement, all_ms)?)))
        .collect();
    slow.sort_by(|(a, _), (b, _)| b.counters.total_ms.total_cmp(&a.counters.total_ms));
    slow.truncate(NAMED_MAX);
    slow.into_iter().map(|(_, advice)| advice).collect()
}

fn judged(facts: &Facts, limits: &Limits, statement: &Statement, all_ms: f64) -> Option<Advice> {
    let counters = &statement.counters;
    let kind = StatementKind::of(&statement.text, counters.rows_per_call());
    let class_max_ms = kind.class.mean_max_ms()?;
    let (mean_ms, share) = (counters.mean_ms(), counters.total_ms / all_ms.max(f64::MIN_POSITIVE));
    let is_bulk = kind.class == StatementClass::Bulk;
    let severity =
        if counters.calls >= limits.slow_calls_min && mean_ms > limits.slow_mean_ms && !is_bulk {
            Severity::Warning
        } else if counters.calls >= CLASS_CALLS_MIN && mean_ms > class_max_ms {
            if share >= SHARE_MIN { Severity::Advice } else { Severity::Note }
        } else {
            return None;
        };
    let limit_ms =
        class_max_ms.min(limits.slow_mean_ms.max(if is_bulk { class_max_ms } else { 0.0 }));
    let symptom = format!(
        "takes {} on average; the limit of its class ({}) is {}",
        ms(mean_ms),
        kind.class,
        ms(limit_ms)
    );
    let mut advice = Advice::new(RULE.name, severity, shown(&statement.text), symptom)
        .evidence(format!(
            "{} calls, {} of the time of all statements, longest {}, {} rows and {} pages a call, standard deviation {}",
            count(counters.calls),
            percent(share),
            ms(counters.max_ms),
            count(counters.rows_per_call() as i64),
            count(counters.blocks_per_call() as i64),
            ms(counters.stddev_ms),
        ))
        .next_step("look at its plan with `loadline db explain`")
        .gain(
            share * (1.0 - limit_ms / mean_ms).max(0.0),
            format!("up to {} of the time of statements, were it as fast as its limit", percent(share * (1.0 - limit_ms / mean_ms).max(0.0))),
        )
        .topic(format!("statement {}", statement.key.query_id));
    for name in &kind.tables {
        let named = facts.tables.iter().filter(|table| table.name == *name);
        advice.topics.extend(named.map(super::facts::Table::topic));
    }
    Some(advice)
}

/// The beginning of a text on one line.
pub(super) fn shown(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return "a statement whose text the server no longer has".to_owned();
    }
    if line.chars().count() <= SHOWN_MAX {
        return line;
    }
    line.chars().take(SHOWN_MAX).chain(['…']).collect()
}
