//! Rule: a low share of pages found in the server's memory. A note: what the server asks of the system is often in the
//! system's own cache, and only the time spent reading tells.
//!
//! Deliberately not here: tables read whole (`missing_index`), which are the usual reason.

use super::advice::{Advice, Severity};
use super::facts::{Facts, bytes, percent};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "cache-hits",
    description: "a low share of pages found in the server's memory",
    needs: &[],
    find,
};

/// Pages asked of the system before the share means anything.
const READ_MIN: i64 = 100_000;
const HIT_SHARE_MIN: f64 = 0.95;
/// The share of statements' time spent on reading and writing from which it is worth doing something.
const IO_SHARE_MIN: f64 = 0.2;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    facts.own_database().and_then(|database| judged(facts, database)).into_iter().collect()
}

fn judged(facts: &Facts, database: &super::facts::Database) -> Option<Advice> {
    if database.read_blocks < READ_MIN || database.hit_share() >= HIT_SHARE_MIN {
        return None;
    }
    let io_ms: f64 = facts.own_statements().map(|statement| statement.counters.io_ms).sum();
    let io_share = io_ms / facts.statement_ms().max(f64::MIN_POSITIVE);
    let is_timed = facts.server.setting("track_io_timing") == Some("on");
    let severity =
        if is_timed && io_share >= IO_SHARE_MIN { Severity::Advice } else { Severity::Note };
    let most = facts.tables.iter().max_by_key(|table| table.read_blocks)?;
    let timed = if is_timed {
        format!("{} of the time of statements is reading and writing", percent(io_share))
    } else {
        "track_io_timing is off, so nobody knows whether that takes time".to_owned()
    };
    Some(
        Advice::new(RULE.name, severity, format!("database {}", database.name), "finds few of its pages in the server's memory")
            .evidence(format!(
                "{} found in memory, {} asked of the system, most of them of {}; shared_buffers is {}; {timed}",
                percent(database.hit_share()),
                bytes(database.read_blocks * 8_192),
                most.title(),
                bytes(facts.server.bytes("shared_buffers").unwrap_or(0)),
            ))
            .next_step("see what reads that table, then whether shared_buffers suits the machine: `loadline db config`")
            .gain(io_share, "time spent on waiting for the disk")
            .topic(most.topic())
            .topic(most.topic() + super::recommended_index::SCANS),
    )
}
