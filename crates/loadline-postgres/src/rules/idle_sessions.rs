//! Rule: applications whose connections rest for hours: leaked, or a pool larger than its use.
//!
//! Deliberately not here: open transactions (`idle_in_transaction`).

use std::collections::BTreeMap;

use super::advice::{Advice, Severity};
use super::facts::{Backend, Facts, duration};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use super::slow_statement::shown;

pub(super) const RULE: Rule = Rule {
    name: "idle-sessions",
    description: "connections that rest for hours, by application, with their last statement",
    needs: &[Need::Statistics],
    find,
};

/// Resting connections of one application from which they are a leak rather than a pool.
const LEAK_MIN: usize = 20;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let mut resting: BTreeMap<(&str, &str), Vec<&Backend>> = BTreeMap::new();
    for backend in facts
        .backends
        .iter()
        .filter(|backend| backend.state == "idle" && backend.state_s >= limits.idle_s)
    {
        resting.entry((&backend.application, &backend.role)).or_default().push(backend);
    }
    resting.into_values().filter_map(|backends| judged(facts, &backends)).collect()
}

fn judged(facts: &Facts, backends: &[&Backend]) -> Option<Advice> {
    let oldest = backends.iter().max_by(|a, b| a.state_s.total_cmp(&b.state_s))?;
    let mut statements: BTreeMap<&str, usize> = BTreeMap::new();
    for backend in backends {
        *statements.entry(&backend.statement).or_default() += 1;
    }
    let (statement, number) = statements.into_iter().max_by_key(|(_, number)| *number)?;
    let application = if oldest.application.is_empty() { "no name" } else { &oldest.application };
    let allowed = facts.server.number("max_connections").unwrap_or(100.0);
    let severity = if backends.len() >= LEAK_MIN { Severity::Advice } else { Severity::Note };
    Some(
        Advice::new(RULE.name, severity, format!("{application} (role {})", oldest.role), format!("keeps {} connections that rest", backends.len()))
            .evidence(format!(
                "the longest for {} (process {}); {number} of them last ran `{}`",
                duration(oldest.state_s),
                oldest.pid,
                shown(statement),
            ))
            .next_step("look where that statement's connection is not given back, or set the pool's idle time-out lower")
            .gain(backends.len() as f64 / allowed * 0.2, "connections for those who need one"),
    )
}
