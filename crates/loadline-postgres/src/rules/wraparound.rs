//! Rule: databases whose oldest rows come near the end of transaction numbers, where the server stops taking writes.
//!
//! Deliberately not here: why VACUUM could not freeze them (`idle_in_transaction`, `slot`, `prepared_transaction`).

use super::advice::{Advice, Severity};
use super::facts::{Database, Facts, count, percent};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "wraparound",
    description: "databases that come near the end of transaction numbers",
    needs: &[],
    find,
};

/// Transactions after which the server takes no writes any more: 2^31 less three million kept in reserve.
const AGE_MAX: f64 = 2_144_483_648.0;
/// What `autovacuum_freeze_max_age` is unless somebody changed it.
const FREEZE_AGE_USUAL: f64 = 200e6;
/// The share of that from which nothing else matters.
const CRITICAL_SHARE: f64 = 0.6;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    // Whoever lets autovacuum come later than usual means to have older rows.
    let freeze_age = facts.server.number("autovacuum_freeze_max_age").unwrap_or(FREEZE_AGE_USUAL);
    let allowed = if freeze_age > FREEZE_AGE_USUAL { (freeze_age * 1.1) as i64 } else { 0 };
    let is_old = |database: &&Database| database.frozen_age > limits.wraparound_age.max(allowed);
    facts.databases.iter().filter(is_old).map(|database| judged(facts, database)).collect()
}

fn judged(facts: &Facts, database: &Database) -> Advice {
    let share = database.frozen_age as f64 / AGE_MAX;
    let severity = if share >= CRITICAL_SHARE { Severity::Critical } else { Severity::Warning };
    let oldest =
        facts.tables.iter().max_by_key(|table| table.frozen_age).filter(|_| database.is_own);
    let name = oldest.map(super::facts::Table::title);
    Advice::new(
        RULE.name,
        severity,
        format!("database {}", database.name),
        "has rows that were not frozen for long; the server stops taking writes at the end",
    )
    .evidence(format!(
        "{} of {} transactions used up ({}){}",
        count(database.frozen_age),
        count(AGE_MAX as i64),
        percent(share),
        name.map(|name| format!("; oldest table {name}")).unwrap_or_default(),
    ))
    .next_step(
        "find what holds VACUUM back (old transactions, slots, prepared transactions), then freeze",
    )
    .statement(oldest.map_or("VACUUM (FREEZE);".to_owned(), |table| {
        format!("VACUUM (FREEZE) {};", table.quoted())
    }))
    .gain(share, "a server that goes on taking writes")
}
