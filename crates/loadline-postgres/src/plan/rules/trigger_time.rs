//! Rule: triggers took a large part of the time; behind a foreign key that is a missing index.

use super::list::Rule;
use super::threshold::count;
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;

const NAME: &str = "trigger-time";

pub(super) const RULE: Rule = Rule { name: NAME, description: "triggers that take long", find };

/// From this part of the execution on, and so many milliseconds.
const SHARE_MIN: f64 = 0.2;
const MS_MIN: f64 = 5.0;

fn find(measured: &Measured) -> Vec<Insight> {
    let triggers = measured.plan.triggers.iter();
    let long =
        triggers.filter(|found| found.ms >= MS_MIN && found.ms >= measured.total_ms * SHARE_MIN);
    long.map(|found| {
        let (kind, next_step) = if found.is_constraint {
            ("constraint", "index the columns that refer to this table: each row is looked for in the whole other table")
        } else {
            ("trigger", "look into what the trigger does for each row")
        };
        let catalogue = "SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname =";
        Insight {
            rule: NAME,
            node: None,
            symptom: format!("the {kind} {} takes most of the statement's time", found.name),
            evidence: format!(
                "{:.1} ms of {:.1} ms in {} calls",
                found.ms,
                measured.total_ms,
                count(found.calls)
            ),
            next_step: next_step.into(),
            statement: found
                .is_constraint
                .then(|| format!("{catalogue} '{}'", found.name.replace('\'', "''"))),
            stake_ms: found.ms,
        }
    })
    .collect()
}
