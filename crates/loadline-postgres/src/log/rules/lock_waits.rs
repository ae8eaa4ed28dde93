//! Rule: sessions that wait long for locks.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "lock-waits";

pub(super) const RULE: Rule = Rule { name: NAME, description: "waits for locks", find };

/// Waits that are worth a word.
const WAITS_MIN: u64 = 2;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let locks = &analysis.locks;
    if locks.waiting < WAITS_MIN {
        return Vec::new();
    }
    let kinds = locks.kinds.by_count();
    let kinds: Vec<String> =
        kinds.iter().take(3).map(|(kind, times)| format!("{kind} {times}")).collect();
    let tables = locks.tables.by_count();
    let tables: Vec<&str> = tables.iter().take(3).map(|(table, _)| *table).collect();
    let statements = analysis.statements.by_total();
    let most = statements.iter().max_by_key(|found| found.lock_waits);
    let mut evidence = format!("{} waits ({})", count(locks.waiting as i64), kinds.join(", "));
    if let Some(longest) = locks.waits.max() {
        evidence.push_str(&format!(
            ", {} in all, the longest {}",
            ms(locks.waits.sum() * 1_000.0),
            ms(longest * 1_000.0)
        ));
    }
    if let Some(found) = most.filter(|found| found.lock_waits > 0) {
        evidence.push_str(&format!("; most by `{}`", found.form));
    }
    let share = locks.waits.sum() / analysis.statements.total_seconds().max(f64::MIN_POSITIVE);
    let subject = match &tables[..] {
        [] => "locks:".to_owned(),
        tables => format!("rows of {}:", tables.join(", ")),
    };
    vec![
        Advice::new(NAME, Severity::Warning, subject, "sessions wait for each other's locks")
            .evidence(evidence)
            .next_step("shorten the transactions that hold them: nothing slow between the first write and COMMIT; change schemas with a lock_timeout")
            .gain(share, format!("up to {} of the time of statements", percent(share))),
    ]
}
