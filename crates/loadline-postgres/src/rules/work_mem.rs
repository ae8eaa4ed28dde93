//! Rule: sorts and hashes that do not fit into `work_mem`, and a `work_mem` below what PostgreSQL ships with.
//!
//! Deliberately not here: single plans that spill (`crate::plan`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, bytes, count, percent};
use super::limits::Limits;
use super::list::Rule;
use super::slow_statement::shown;
use crate::statements::{Statement, StatementClass, StatementKind};

pub(super) const RULE: Rule = Rule {
    name: "work-mem",
    description: "sorts and hashes that spill to disk because work_mem is too low",
    needs: &[],
    find,
};

/// What PostgreSQL ships with.
const SHIPPED_BYTES: i64 = 4 << 20;
/// The most that is recommended for every session; more is for single statements.
const RECOMMENDED_MAX_BYTES: i64 = 256 << 20;
/// A sort in memory takes about this many times its file.
const IN_MEMORY_RATIO: f64 = 2.5;
/// Executions before a spill is a habit.
const CALLS_MIN: i64 = 3;
/// Bytes spilled in all from which they matter.
const SPILLED_MIN_BYTES: i64 = 64 << 20;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    judged(facts).into_iter().collect()
}

fn judged(facts: &Facts) -> Option<Advice> {
    let now = facts.server.bytes("work_mem")?;
    let spilling: Vec<&Statement> =
        facts.statements.iter().flatten().filter(|statement| spills(statement)).collect();
    let spilled: i64 =
        spilling.iter().map(|statement| statement.counters.temp_blocks * 8_192).sum();
    let is_spilling = spilled >= SPILLED_MIN_BYTES;
    if now >= SHIPPED_BYTES && !is_spilling {
        return None;
    }
    let most = spilling.iter().max_by(|a, b| a.counters.temp_blocks.cmp(&b.counters.temp_blocks));
    let wanted = most.map_or(0, |statement| {
        let per_call = statement.counters.temp_blocks as f64 * 8_192.0
            / statement.counters.calls.max(1) as f64;
        (per_call * IN_MEMORY_RATIO) as i64
    });
    let cap = affordable(facts).clamp(SHIPPED_BYTES, RECOMMENDED_MAX_BYTES);
    let recommended = rounded(wanted.clamp(SHIPPED_BYTES, cap));
    if recommended <= now {
        return Some(for_one(now, most?));
    }
    let time_ms: f64 = spilling.iter().map(|statement| statement.counters.total_ms).sum();
    let share = time_ms / facts.statement_ms().max(f64::MIN_POSITIVE);
    let mut evidence = format!("work_mem is {}", bytes(now));
    if now < SHIPPED_BYTES {
        evidence.push_str(&format!(", below the {} PostgreSQL ships with", bytes(SHIPPED_BYTES)));
    }
    if let Some(statement) = most {
        evidence.push_str(&format!(
            "; {} statements wrote {} of temporary files, most of all `{}` in {} calls",
            spilling.len(),
            bytes(spilled),
            shown(&statement.text),
            count(statement.counters.calls),
        ));
    }
    let gain = if spilling.is_empty() {
        "sorts and hashes that stay in memory".to_owned()
    } else {
        format!(
            "statements that spill take {} of the time; in memory, sorts take about half",
            percent(share)
        )
    };
    let size = recommended / (1 << 20);
    let mut advice = Advice::new(RULE.name, Severity::Warning, "work_mem", "is too low: sorts and hashes go to disk")
        .evidence(evidence)
        .next_step("raise it for all sessions, and look again; a single large report is better served by SET LOCAL work_mem")
        .statement(format!("ALTER SYSTEM SET work_mem = '{size}MB'; SELECT pg_reload_conf();"))
        .gain(share * 0.5, gain);
    for statement in spilling {
        advice = advice.topic(format!("statement {}", statement.key.query_id));
    }
    Some(advice)
}

fn spills(statement: &Statement) -> bool {
    let counters = &statement.counters;
    counters.temp_blocks > 0
        && counters.calls >= CALLS_MIN
        && StatementKind::of(&statement.text, 0.0).class != StatementClass::Utility
}

/// What each of the connections allowed could take without the machine running out: a quarter of the memory for all.
fn affordable(facts: &Facts) -> i64 {
    let connections = facts.server.number("max_connections").unwrap_or(100.0).max(1.0);
    facts
        .machine
        .map_or(16 << 20, |machine| (machine.memory_bytes as f64 / 4.0 / connections * 2.0) as i64)
}

/// All have enough; one statement wants more than all can have.
fn for_one(now: i64, statement: &Statement) -> Advice {
    let per_call = statement.counters.temp_blocks * 8_192 / statement.counters.calls.max(1);
    Advice::new(
        RULE.name,
        Severity::Note,
        shown(&statement.text),
        "spills to disk, and wants more memory than every session can have",
    )
    .evidence(format!("{} of temporary files a call; work_mem is {}", bytes(per_call), bytes(now)))
    .next_step("give that statement more: SET LOCAL work_mem in its transaction")
    .topic(format!("statement {}", statement.key.query_id))
}

/// The next power of two.
fn rounded(bytes: i64) -> i64 {
    bytes.unsigned_abs().next_power_of_two().try_into().unwrap_or(i64::MAX)
}
