//! Rule: an index named many rows that the table then refused.

use super::list::Rule;
use super::threshold::{ROWS_MIN, count, matters};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "useless-recheck";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "index entries that turned out wrong", find };

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let useless = nodes.filter(|(place, node)| {
        let removed = node.figures.removed_by_recheck * node.loops();
        node.figures.lossy_blocks == 0.0
            && removed >= ROWS_MIN
            && removed > node.rows_all()
            && matters(measured, measured.times[*place].self_ms)
    });
    let insight = |(place, node): (usize, &Node)| {
        let removed = node.figures.removed_by_recheck * node.loops();
        let condition = node.condition("Recheck Cond").or_else(|| node.condition("Index Cond"));
        Insight {
            rule: NAME,
            node: Some(place),
            symptom: format!("the index under {} is too coarse for the condition: most of what it names is thrown away", node.title()),
            evidence: format!(
                "{} rows fetched and refused for {} that fit {}",
                count(removed),
                count(node.rows_all()),
                condition.unwrap_or("the condition")
            ),
            next_step: "make the condition more telling (longer patterns, one that holds together), or index the expression itself".into(),
            statement: None,
            stake_ms: measured.times[place].self_ms * removed / (removed + node.rows_all()),
        }
    };
    useless.map(insight).collect()
}
