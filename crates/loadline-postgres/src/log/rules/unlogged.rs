//! Rule: settings under which the log would tell more.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::rules::facts::count;
use crate::rules::{Advice, Severity};

const NAME: &str = "unlogged";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "settings that would show more", find };

/// A log of so many entries without one duration was not meant to have them.
const ENTRIES_MIN: u64 = 100;

fn find(analysis: &Analysis) -> Vec<Advice> {
    if analysis.entries < ENTRIES_MIN || analysis.statements.calls() > 0 {
        return Vec::new();
    }
    vec![
        Advice::new(
            NAME,
            Severity::Note,
            "log_min_duration_statement",
            "is off: the log has no times of statements",
        )
        .evidence(format!("{} entries, none with a time", count(analysis.entries as i64)))
        .next_step(
            "log slow statements; under load log_min_duration_sample logs a part of the quick ones",
        )
        .statement("ALTER SYSTEM SET log_min_duration_statement = '250ms'"),
    ]
}
