//! Rule: a scan reads many rows and throws most of them away.

use super::list::Rule;
use super::threshold::{ROWS_MIN, count, matters};
use crate::plan::condition::index_for;
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "discarding-filter";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "filters that discard most rows", find };

/// From this part of the rows on.
const DISCARDED_SHARE_MIN: f64 = 0.9;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let scans = nodes.filter(|(_, node)| node.kind.contains("Scan") && node.relation.is_some());
    scans.filter_map(|(place, node)| judge(measured, place, node)).collect()
}

fn judge(measured: &Measured, place: usize, node: &Node) -> Option<Insight> {
    let filter = node.condition("Filter")?;
    let removed = node.figures.removed_by_filter * node.loops();
    let kept = node.rows_all();
    let own_ms = measured.times[place].self_ms;
    let is_most = removed >= ROWS_MIN && removed >= (removed + kept) * DISCARDED_SHARE_MIN;
    if !is_most || !matters(measured, own_ms) {
        return None;
    }
    // Behind an index what it already finds comes first.
    let found = node.condition("Index Cond").or_else(|| node.condition("Recheck Cond"));
    let conditions: Vec<&str> = found.into_iter().chain([filter]).collect();
    // A sub-select's scan stands on the names of other nodes; only tables have indexes.
    let is_table = ["Seq Scan", "Index Scan", "Index Only Scan", "Heap Scan"]
        .iter()
        .any(|kind| node.kind.contains(kind));
    let statement = if is_table { index_for(node, &conditions) } else { None };
    let next_step = match &statement {
        Some(statement) if statement.contains("gin_trgm_ops") => {
            "an index of trigrams finds the pattern (extension pg_trgm)"
        }
        Some(_) => "an index on what the filter compares finds these rows alone",
        None => "no index serves this condition as it is written: compare a column with a value",
    };
    Some(Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!("{} throws away most rows it reads", node.title()),
        evidence: format!(
            "{} rows read and discarded for {} kept by {filter}",
            count(removed),
            count(kept)
        ),
        next_step: next_step.into(),
        statement,
        stake_ms: own_ms * removed / (removed + kept),
    })
}
