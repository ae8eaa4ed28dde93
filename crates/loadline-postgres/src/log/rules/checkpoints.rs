//! Rule: checkpoints that begin because the log is full, not because it is time.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "checkpoints";

pub(super) const RULE: Rule = Rule { name: NAME, description: "checkpoints by WAL", find };

/// Their part of all checkpoints.
const BY_WAL_SHARE_MIN: f64 = 0.2;
const BY_WAL_MIN: u64 = 3;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let checkpoints = &analysis.checkpoints;
    let reasons = checkpoints.reasons.by_count();
    let all: u64 = reasons.iter().map(|(_, times)| times).sum();
    // Versions before 15 say `xlog`.
    let is_wal = |reason: &str| reason.contains("wal") || reason.contains("xlog");
    let by_wal: u64 =
        reasons.iter().filter(|(reason, _)| is_wal(reason)).map(|(_, times)| times).sum();
    let share = by_wal as f64 / all.max(1) as f64;
    if by_wal < BY_WAL_MIN || share < BY_WAL_SHARE_MIN {
        return Vec::new();
    }
    vec![
        Advice::new(NAME, Severity::Advice, "max_wal_size", "is too small: checkpoints come before their time")
            .evidence(format!(
                "{} of {} checkpoints began because the log was full, {} warnings, {} of writing",
                count(by_wal as i64),
                count(all as i64),
                count(checkpoints.too_frequent as i64),
                ms(checkpoints.write_seconds * 1_000.0)
            ))
            .next_step("raise it until nearly all begin by time (checkpoint_timeout); each checkpoint writes whole pages to the log again")
            .statement("ALTER SYSTEM SET max_wal_size = '4GB'")
            .gain(share, format!("{} of the checkpoints", percent(share))),
    ]
}
