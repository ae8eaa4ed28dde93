//! Rule: a hash table was cut into parts on disk because it did not fit into memory.

use super::list::Rule;
use super::threshold::{count, matters, work_mem};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "hash-spill";

pub(super) const RULE: Rule = Rule { name: NAME, description: "hashes that wrote to disk", find };

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    nodes.filter_map(|(place, node)| judge(measured, place, node)).collect()
}

fn judge(measured: &Measured, place: usize, node: &Node) -> Option<Insight> {
    let figures = &node.figures;
    let is_join = node.kind.ends_with("Hash");
    let is_aggregate = node.is("HashAggregate") && figures.disk_kib > 0.0;
    if figures.batches <= 1.0 || !(is_join || is_aggregate) {
        return None;
    }
    // A join's table is filled by the node below it and read by the one above.
    let payer = if is_join { node.parent.unwrap_or(place) } else { place };
    let stake_ms = measured.times[payer].self_ms;
    if !matters(measured, stake_ms) {
        return None;
    }
    let wanted = figures.memory_kib * figures.batches;
    let wanted = if is_aggregate { wanted.min(figures.disk_kib * 4.0) } else { wanted };
    let what = if is_join { "hash table of the join" } else { "table of groups" };
    Some(Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!("the {what} did not fit into memory and went to disk in parts"),
        evidence: format!(
            "{} parts of {} KiB, {} pages of temporary files written below {}",
            count(figures.batches),
            count(figures.memory_kib),
            count(measured.plan.nodes[payer].buffers.temp_written),
            measured.plan.nodes[payer].title()
        ),
        next_step: "give this statement more memory for hashing (hash_mem_multiplier raises it for hashes alone)".into(),
        statement: Some(work_mem(wanted)),
        stake_ms,
    })
}
