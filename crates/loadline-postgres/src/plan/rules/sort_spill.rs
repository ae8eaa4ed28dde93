//! Rule: a sort wrote to disk because `work_mem` was too small.

use super::list::Rule;
use super::threshold::{count, matters, work_mem};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "sort-spill";

pub(super) const RULE: Rule = Rule { name: NAME, description: "sorts that wrote to disk", find };

/// Rows in memory take more than on disk, where they have no heads and gaps.
const MEMORY_PER_DISK: f64 = 3.0;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let spills = nodes.filter(|(place, node)| {
        node.figures.sort_disk_kib > 0.0 && matters(measured, measured.times[*place].self_ms)
    });
    let insight = |(place, node): (usize, &Node)| {
        let kib = node.figures.sort_disk_kib;
        let key = node.condition("Sort Key").unwrap_or("its key");
        Insight {
            rule: NAME,
            node: Some(place),
            symptom: format!("the sort by {key} did not fit into work_mem and went to disk"),
            evidence: format!(
                "{} KiB written to sort {} rows ({})",
                count(kib),
                count(node.rows_all()),
                node.figures.sort_method
            ),
            next_step: "give this statement more memory for sorting, or an index in this order"
                .into(),
            statement: Some(work_mem(kib * MEMORY_PER_DISK)),
            stake_ms: measured.times[place].self_ms,
        }
    };
    spills.map(insight).collect()
}
