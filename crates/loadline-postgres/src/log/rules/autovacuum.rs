//! Rule: vacuums that cannot remove dead rows, and those against wraparound.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "autovacuum";

pub(super) const RULE: Rule = Rule { name: NAME, description: "vacuums that do not help", find };

/// Dead rows that could not be removed.
const KEPT_MIN: f64 = 100_000.0;
/// Tables named at most.
const NAMED_MAX: usize = 5;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let tables = analysis.vacuums.by_seconds();
    let all: f64 = tables.iter().map(|(_, table)| table.vacuum_seconds).sum();
    let found = tables.iter().filter_map(|(name, table)| {
        let share = table.vacuum_seconds / all.max(f64::MIN_POSITIVE);
        if table.not_removable_max >= KEPT_MIN {
            let kept = count(table.not_removable_max as i64);
            let advice = Advice::new(NAME, Severity::Warning, *name, "vacuums cannot remove its dead rows")
                .evidence(format!("up to {kept} dead rows kept in {} vacuums of {}, {} of all vacuuming", table.vacuums, ms(table.vacuum_seconds * 1_000.0), percent(share)))
                .next_step("end what still sees them: long transactions, idle ones, slots, prepared ones, replicas with hot_standby_feedback");
            return Some(advice);
        }
        (table.against_wraparound > 0).then(|| {
            Advice::new(NAME, Severity::Advice, *name, "was vacuumed against wraparound")
                .evidence(format!("{} such vacuums", table.against_wraparound))
                .next_step("have it vacuumed before it must be: lower autovacuum_freeze_max_age is not needed, fewer long transactions are")
        })
    });
    found.take(NAMED_MAX).collect()
}
