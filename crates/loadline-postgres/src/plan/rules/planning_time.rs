//! Rule: planning took longer than the execution.

use super::list::Rule;
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;

const NAME: &str = "planning-time";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "statements that are planned for longer than they run", find };

/// Shorter planning is not worth a word.
const MS_MIN: f64 = 5.0;

fn find(measured: &Measured) -> Vec<Insight> {
    let Some(planning_ms) = measured.plan.planning_ms else { return Vec::new() };
    if !measured.is_timed || planning_ms < MS_MIN || planning_ms < measured.total_ms {
        return Vec::new();
    }
    vec![Insight {
        rule: NAME,
        node: None,
        symptom: "planning takes longer than running".into(),
        evidence: format!("{planning_ms:.1} ms to plan, {:.1} ms to run", measured.total_ms),
        next_step: "prepare the statement once and execute it many times; with many partitions, let fewer be in question".into(),
        statement: None,
        stake_ms: planning_ms,
    }]
}
