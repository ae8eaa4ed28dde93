//! Rule: compiling took more than it can have saved.

use super::list::Rule;
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;

const NAME: &str = "jit-overhead";

pub(super) const RULE: Rule = Rule { name: NAME, description: "compiling that does not pay", find };

/// From this part of the execution on, and so many milliseconds.
const SHARE_MIN: f64 = 0.2;
const MS_MIN: f64 = 5.0;

fn find(measured: &Measured) -> Vec<Insight> {
    let Some(jit) = measured.plan.jit else { return Vec::new() };
    if jit.total_ms < MS_MIN || jit.total_ms < measured.total_ms * SHARE_MIN {
        return Vec::new();
    }
    vec![Insight {
        rule: NAME,
        node: None,
        symptom: "compiling the statement to machine code took a large part of its time".into(),
        evidence: format!(
            "{:.1} ms of {:.1} ms to compile {:.0} functions",
            jit.total_ms, measured.total_ms, jit.functions
        ),
        next_step: "switch it off for this statement, or raise jit_above_cost".into(),
        statement: Some("SET jit = off".into()),
        stake_ms: jit.total_ms,
    }]
}
