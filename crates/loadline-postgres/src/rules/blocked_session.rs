//! Rule: sessions that wait for somebody's lock.
//!
//! Deliberately not here: deadlocks, which the log has (`crate::log`).

use super::advice::{Advice, Severity};
use super::facts::{Backend, Facts, duration};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use super::slow_statement::shown;

pub(super) const RULE: Rule = Rule {
    name: "blocked-session",
    description: "sessions that wait for somebody's lock",
    needs: &[Need::Statistics],
    find,
};

/// Waiting sessions named, the longest first.
const NAMED_MAX: usize = 10;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let mut waiting: Vec<&Backend> = facts
        .backends
        .iter()
        .filter(|backend| !backend.blockers.is_empty() && backend.state_s >= limits.blocked_s)
        .collect();
    waiting.sort_by(|a, b| b.state_s.total_cmp(&a.state_s));
    waiting.truncate(NAMED_MAX);
    waiting.into_iter().map(|backend| judged(facts, backend)).collect()
}

fn judged(facts: &Facts, backend: &Backend) -> Advice {
    let blockers: Vec<&Backend> = facts
        .backends
        .iter()
        .filter(|other| backend.blockers.contains(&other.pid.to_string()))
        .collect();
    let named = blockers
        .iter()
        .map(|other| format!("{} with `{}`", other.title(), shown(&other.statement)));
    let mut advice = Advice::new(RULE.name, Severity::Warning, backend.title(), "waits for a lock")
        .evidence(format!(
            "for {} ({}) with `{}`; held by {}",
            duration(backend.state_s),
            backend.waits_for,
            shown(&backend.statement),
            if blockers.is_empty() {
                format!("process {}", backend.blockers.join(", "))
            } else {
                named.collect::<Vec<_>>().join("; ")
            },
        ))
        .next_step("let the holder commit sooner; end it where it does not")
        .statement(format!(
            "SELECT pg_terminate_backend({});",
            backend.blockers.first().map_or("…", String::as_str)
        ))
        .gain(0.4, "sessions that go on");
    for blocker in blockers {
        advice = advice.topic(blocker.topic());
    }
    advice
}
