//! Rule: statements whose mean is over 100 ms and that take a noticeable part of the time.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::log::analysis::Statement;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "slow-statements";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "statements with a mean over 100 ms", find };

/// A statement's mean; longer is slow (T15).
const MEAN_MAX_SECONDS: f64 = 0.1;
/// Its part of the time of all statements.
const SHARE_MIN: f64 = 0.05;
/// Calls that one can speak of a mean from.
const CALLS_MIN: u64 = 5;
/// Statements named at most.
const NAMED_MAX: usize = 10;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let all = analysis.statements.total_seconds();
    let statements = analysis.statements.by_total().into_iter();
    let slow = statements.filter(|found| {
        found.times.count() >= CALLS_MIN
            && found.times.mean().is_some_and(|mean| mean > MEAN_MAX_SECONDS)
            && found.total_seconds() >= all * SHARE_MIN
    });
    slow.take(NAMED_MAX).map(|found| advice(found, all)).collect()
}

fn advice(found: &Statement, all: f64) -> Advice {
    let share = found.total_seconds() / all.max(f64::MIN_POSITIVE);
    let mean = found.times.mean().unwrap_or_default();
    let p95 = found.times.quantile(0.95).map_or(0.0, |estimate| estimate.value);
    Advice::new(NAME, Severity::Warning, found.form.clone(), "takes long on average")
        .evidence(format!(
            "{} calls, mean {}, p95 {}, {} of the time of all statements",
            count(found.times.count() as i64),
            ms(mean * 1_000.0),
            ms(p95 * 1_000.0),
            percent(share)
        ))
        .next_step("look at its plan (`EXPLAIN (ANALYZE, BUFFERS)`, then `loadline db explain`)")
        .gain(share, format!("at most {} of the time of all statements", percent(share)))
}
