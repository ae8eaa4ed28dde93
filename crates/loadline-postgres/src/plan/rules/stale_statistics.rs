//! Rule: the number of rows is far off where a single condition should be easy to judge.

use super::list::Rule;
use super::threshold::{RATIO_MIN, ROWS_MIN, count, ratio};
use crate::plan::condition::table;
use crate::plan::estimate::{is_cut, is_simple};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "stale-statistics";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "estimates that old statistics explain", find };

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    nodes.filter_map(|(place, node)| judge(measured, place, node)).collect()
}

fn judge(measured: &Measured, place: usize, node: &Node) -> Option<Insight> {
    let actual = node.actual.filter(|actual| actual.loops > 0.0)?;
    let is_off = ratio(actual.rows, node.rows_planned) >= RATIO_MIN
        && (actual.rows - node.rows_planned).abs() >= ROWS_MIN;
    if !is_off
        || !is_simple(node)
        || (actual.rows < node.rows_planned && is_cut(&measured.plan, place))
    {
        return None;
    }
    let table = table(node)?;
    Some(Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!("the planner expects another number of rows from {}", node.title()),
        evidence: format!(
            "{} rows expected, {} came",
            count(node.rows_planned),
            count(actual.rows)
        ),
        next_step: "gather statistics: they are old, or too coarse for this column".into(),
        statement: Some(format!("ANALYZE {table}")),
        stake_ms: measured.times[node.parent.unwrap_or(place)].total_ms,
    })
}
