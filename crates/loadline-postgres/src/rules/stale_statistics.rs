//! Rule: tables whose statistics for the planner are missing or old.
//!
//! Deliberately not here: misestimates of single plans (`crate::plan`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Table, count};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "stale-statistics",
    description: "tables whose statistics for the planner are missing or old",
    needs: &[],
    find,
};

/// Rows below which plans do not matter.
const ROWS_MIN: i64 = 10_000;
/// Changed rows for each row that there is, from which statistics tell of another table.
const CHANGED_SHARE_MIN: f64 = 1.0;

/// Seconds after which autovacuum should have come: it looks once a minute.
const LATE_S: f64 = 600.0;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    facts.tables.iter().filter_map(|table| judged(facts, table)).collect()
}

fn judged(facts: &Facts, table: &Table) -> Option<Advice> {
    let rows = table.rows.unwrap_or(0.0);
    let changed = table.changed_since_analyze;
    let comes_nobody = table.is_left_alone() || facts.server.is_off("autovacuum");
    let is_missing = !table.is_analyzed && table.row_width.is_none();
    let is_old = changed as f64 >= rows * CHANGED_SHARE_MIN
        && table.analyzed_ago_s.is_some_and(|ago| ago >= LATE_S);
    if changed < ROWS_MIN || !(is_missing || is_old) {
        return None;
    }
    // Where autovacuum will come, a table that was just filled is no finding.
    let severity = if is_old || comes_nobody { Severity::Advice } else { Severity::Note };
    let symptom = if is_missing {
        "was never analyzed: the planner guesses"
    } else {
        "has changed entirely since it was analyzed"
    };
    Some(
        Advice::new(RULE.name, severity, table.title(), symptom)
            .evidence(format!("{} rows changed since, {} rows known", count(changed), count(rows as i64)))
            .next_step("analyze it, and after large loads do so at once: autovacuum comes a minute later at best")
            .statement(format!("ANALYZE {};", table.quoted()))
            .gain(0.1, "plans that rest on what is there")
            .topic(table.topic())
            .topic("autovacuum"),
    )
}
