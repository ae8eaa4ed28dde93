//! Rule: a nested loop over many rows.

use super::list::Rule;
use super::threshold::{RATIO_MIN, count, matters, ratio};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "nested-loop";

pub(super) const RULE: Rule = Rule { name: NAME, description: "nested loops over many rows", find };

/// Rounds of the inner side from which on another join is worth a thought.
const LOOPS_MIN: f64 = 10_000.0;
/// The inner side's part of the whole.
const SHARE_MIN: f64 = 0.3;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let joins = nodes.filter(|(_, node)| node.is("Nested Loop"));
    joins.filter_map(|(place, node)| judge(measured, place, node)).collect()
}

fn judge(measured: &Measured, place: usize, node: &Node) -> Option<Insight> {
    let nodes = &measured.plan.nodes;
    let mut sides = node.children.iter().filter(|child| nodes[**child].role.is_none());
    let (outer, inner) = (*sides.next()?, *sides.next()?);
    let (loops, total_ms) = (nodes[inner].loops(), measured.times[inner].total_ms);
    let is_large = loops >= LOOPS_MIN && total_ms >= measured.total_ms * SHARE_MIN;
    if !is_large || !matters(measured, total_ms) {
        return None;
    }
    let actual = nodes[outer].actual?.rows;
    let planned = nodes[outer].rows_planned;
    let is_misled = ratio(actual, planned) >= RATIO_MIN && actual > planned;
    let next_step = if is_misled {
        "mend the estimate of the outer side first: with the true number the planner would hash or merge"
    } else {
        "see what a hash join takes: where it is quicker, costs are set for another machine (random_page_cost, effective_cache_size) or work_mem is too small for the hash"
    };
    Some(Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!("the nested loop runs {} very often", nodes[inner].title()),
        evidence: format!(
            "{} rounds, {:.1} ms of {:.1} ms; {} outer rows expected, {} came",
            count(loops),
            total_ms,
            measured.total_ms,
            count(planned),
            count(actual)
        ),
        next_step: next_step.into(),
        statement: (!is_misled).then(|| "SET enable_nestloop = off".into()),
        stake_ms: total_ms,
    })
}
