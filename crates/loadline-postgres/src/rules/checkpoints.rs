//! Rule: checkpoints that come because the log is full, long before their time.
//!
//! Deliberately not here: single checkpoints in the log (`crate::log`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, bytes, count, duration};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "checkpoints",
    description: "checkpoints forced by a small max_wal_size",
    needs: &[],
    find,
};

/// Forced checkpoints before they are a habit rather than a load or a backup.
const FORCED_MIN: i64 = 10;

fn find(facts: &Facts, _: &Limits) -> Vec<Advice> {
    judged(facts).into_iter().collect()
}

fn judged(facts: &Facts) -> Option<Advice> {
    let server = &facts.server;
    let (timed, forced) = (server.timed_checkpoints, server.requested_checkpoints);
    let size = server.bytes("max_wal_size")?;
    let timeout_s = server.number("checkpoint_timeout").unwrap_or(300.0);
    let every_s = server.checkpoints_s.min(server.up_s) / (timed + forced).max(1) as f64;
    if forced < FORCED_MIN || forced < timed || every_s > timeout_s / 2.0 || facts.sight.is_replica
    {
        return None;
    }
    let wanted = (size as f64 * (timeout_s / every_s.max(1.0)).clamp(2.0, 16.0)) as i64 >> 20;
    Some(
        Advice::new(RULE.name, Severity::Advice, "max_wal_size", "is too small: checkpoints come because the log is full")
            .evidence(format!(
                "{} forced checkpoints against {} timed ones, one every {}; max_wal_size is {}",
                count(forced),
                count(timed),
                duration(every_s),
                bytes(size)
            ))
            .next_step("let the log grow; recovery after a crash takes longer, and full pages are written less often")
            .statement(format!("ALTER SYSTEM SET max_wal_size = '{wanted}MB'; SELECT pg_reload_conf();"))
            .gain(0.1, "fewer pages written whole to the log"),
    )
}
