//! Rule: transactions that wait for their client: they hold their locks, and may keep VACUUM from removing dead rows.
//!
//! Deliberately not here: connections at rest outside of transactions (`idle_sessions`).

use super::advice::{Advice, Severity};
use super::facts::{Backend, Facts, duration};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;
use super::slow_statement::shown;

pub(super) const RULE: Rule = Rule {
    name: "idle-in-transaction",
    description: "transactions that wait for their client",
    needs: &[Need::Statistics],
    find,
};

/// Transactions named, the oldest first.
const NAMED_MAX: usize = 10;
/// How long from which one that holds VACUUM back is grave whatever the limit.
const GRAVE_S: f64 = 3_600.0;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let is_late = |backend: &&Backend| {
        backend.is_idle_in_transaction() && backend.state_s >= limits.idle_in_transaction_s
    };
    let mut late: Vec<&Backend> = facts.backends.iter().filter(is_late).collect();
    late.sort_by(|a, b| b.state_s.total_cmp(&a.state_s));
    late.truncate(NAMED_MAX);
    late.into_iter().map(|backend| judged(facts, backend)).collect()
}

fn judged(facts: &Facts, backend: &Backend) -> Advice {
    let pid = backend.pid.to_string();
    let blocked = facts.backends.iter().filter(|other| other.blockers.contains(&pid)).count();
    let severity = if blocked > 0 && backend.state_s >= GRAVE_S {
        Severity::Critical
    } else {
        Severity::Warning
    };
    let mut evidence = format!(
        "idle for {}, in a transaction for {}; its last statement was `{}`",
        duration(backend.state_s),
        duration(backend.transaction_s.unwrap_or(backend.state_s)),
        shown(&backend.statement),
    );
    if backend.holds_horizon {
        evidence.push_str("; VACUUM must keep every row that died since");
    }
    if blocked > 0 {
        evidence.push_str(&format!("; {blocked} sessions wait for its locks"));
    }
    let mut advice = Advice::new(RULE.name, severity, backend.title(), "waits in an open transaction")
        .evidence(evidence)
        .next_step("end the transaction where its statement was sent; as a net, have the server end such sessions")
        .statement(format!(
            "SELECT pg_terminate_backend({pid}); ALTER SYSTEM SET idle_in_transaction_session_timeout = '60s'; SELECT pg_reload_conf();"
        ))
        .gain(if blocked > 0 { 0.5 } else { 0.2 }, "locks and dead rows that go")
        .topic(backend.topic());
    if backend.holds_horizon {
        advice = advice.topic("horizon");
    }
    advice
}
