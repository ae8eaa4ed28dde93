//! One look as a line: for people who read a file later, and for programs.

use jiff::Timestamp;
use loadline_postgres::rules::facts::{bytes, count, ms, percent};
use loadline_postgres::statements::Pulse;
use serde_json::json;

use crate::output::when::rfc3339;

/// A line that begins with the time.
pub(super) fn text(pulse: &Pulse) -> String {
    let states = &pulse.states;
    let calls = pulse.calls_per_s.map_or(String::new(), |calls| {
        format!("{} calls/s of {}, ", count(calls.round() as i64), ms(pulse.mean_ms))
    });
    let hits = pulse.hit_share.map_or("–".to_owned(), percent);
    let mut line = format!(
        "{}  {calls}{} transactions/s, {} rows written/s, hits {hits}, temp {}/s; {} connections: {} active, {} idle, {} in transaction, {} waiting; oldest transaction {:.1} s",
        now(),
        count(pulse.transactions_per_s.round() as i64),
        count(pulse.rows_written_per_s.round() as i64),
        bytes(pulse.temp_bytes_per_s as i64),
        states.connections,
        states.active,
        states.idle,
        states.in_transaction,
        states.waiting,
        states.oldest_s,
    );
    if pulse.deadlocks > 0 {
        line.push_str(&format!("; {} deadlocks", pulse.deadlocks));
    }
    if pulse.was_reset {
        line.push_str("; statistics were reset");
    }
    line.push('\n');
    line
}

/// A line of JSON.
pub(super) fn json(pulse: &Pulse) -> String {
    let states = &pulse.states;
    let statements = pulse.top.iter().map(|statement| {
        let counters = &statement.counters;
        json!({
            "query_id": statement.key.query_id.to_string(),
            "calls": counters.calls,
            "total_ms": counters.total_ms,
            "rows": counters.rows,
            "text": statement.text.to_string(),
        })
    });
    let document = json!({
        "at": now(),
        "seconds": pulse.seconds,
        "transactions_per_s": pulse.transactions_per_s,
        "calls_per_s": pulse.calls_per_s,
        "mean_ms": pulse.mean_ms,
        "rows_written_per_s": pulse.rows_written_per_s,
        "hit_share": pulse.hit_share,
        "temp_bytes_per_s": pulse.temp_bytes_per_s,
        "deadlocks": pulse.deadlocks,
        "was_reset": pulse.was_reset,
        "connections": {
            "all": states.connections,
            "max": states.connections_max,
            "active": states.active,
            "idle": states.idle,
            "in_transaction": states.in_transaction,
            "waiting": states.waiting,
        },
        "oldest_transaction_s": states.oldest_s,
        "lag_s": states.lag_s,
        "statements": statements.collect::<Vec<_>>(),
    });
    format!("{document}\n")
}

/// The time to the second.
fn now() -> String {
    rfc3339(Timestamp::now().as_millisecond())
}
