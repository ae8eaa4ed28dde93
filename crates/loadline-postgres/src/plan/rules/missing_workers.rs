//! Rule: fewer parallel workers came than were planned.

use super::list::Rule;
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "missing-workers";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "parallel plans without their workers", find };

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let short = nodes.filter(|(_, node)| {
        node.figures.workers_launched < node.figures.workers_planned && node.loops() > 0.0
    });
    let insight = |(place, node): (usize, &Node)| {
        let (planned, launched) = (node.figures.workers_planned, node.figures.workers_launched);
        let total_ms = measured.times[place].total_ms;
        Insight {
            rule: NAME,
            node: Some(place),
            symptom: format!("{} planned for more workers than there were", node.title()),
            evidence: format!("{launched:.0} of {planned:.0} workers came"),
            next_step: "raise max_parallel_workers (and max_worker_processes), or plan for fewer: the plan is only good with them".into(),
            statement: None,
            stake_ms: total_ms * (planned - launched) / (planned + 1.0),
        }
    };
    short.map(insight).collect()
}
