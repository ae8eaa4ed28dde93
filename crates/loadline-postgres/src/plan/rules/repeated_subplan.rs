//! Rule: a sub-select runs once for each row.

use super::list::Rule;
use super::threshold::{ROWS_MIN, count, matters};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "repeated-subplan";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "sub-selects that run for each row", find };

/// From this part of the whole on.
const SHARE_MIN: f64 = 0.2;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let repeated = nodes.filter(|(place, node)| {
        let total_ms = measured.times[*place].total_ms;
        node.role.as_ref().is_some_and(|role| role.starts_with("SubPlan"))
            && node.loops() >= ROWS_MIN
            && matters(measured, total_ms)
            && total_ms >= measured.total_ms * SHARE_MIN
    });
    let insight = |(place, node): (usize, &Node)| {
        Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!("{} runs once for each row of the query around it", node.role.as_deref().unwrap_or("a sub-select")),
        evidence: format!(
            "{} runs, {:.1} ms of {:.1} ms",
            count(node.loops()),
            measured.times[place].total_ms,
            measured.total_ms
        ),
        next_step: "join instead: group the inner table once by what it is looked up with, and join the groups".into(),
        statement: None,
        stake_ms: measured.times[place].total_ms,
    }
    };
    repeated.map(insight).collect()
}
