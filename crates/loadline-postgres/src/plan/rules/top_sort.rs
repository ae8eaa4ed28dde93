//! Rule: a table is read whole to sort out a few rows.

use super::list::Rule;
use super::threshold::{RATIO_MIN, count, matters};
use crate::plan::condition::{Comparison, conjuncts, table};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "top-sort";

pub(super) const RULE: Rule = Rule { name: NAME, description: "few rows sorted out of many", find };

/// Fewer rows are sorted soon enough.
const SORTED_MIN: f64 = 10_000.0;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let sorts = nodes.filter(|(_, node)| node.figures.sort_method == "top-N heapsort");
    sorts.filter_map(|(place, node)| judge(measured, place, node)).collect()
}

fn judge(measured: &Measured, place: usize, node: &Node) -> Option<Insight> {
    let below = &measured.plan.nodes[*node.children.first()?];
    let total_ms = measured.times[place].total_ms;
    let (sorted, wanted) = (below.rows_all(), node.rows_all());
    let is_large = sorted >= SORTED_MIN && sorted >= wanted * RATIO_MIN;
    // An index gives the order only of a table as it is.
    if !is_large || !below.kind.ends_with("Scan") || !matters(measured, total_ms) {
        return None;
    }
    let key = node.condition("Sort Key")?;
    let alias = below.alias.as_deref().or(below.relation.as_deref())?;
    let keys = key.replace(&format!("{alias}."), "");
    let equal = below.condition("Filter").map(conjuncts).unwrap_or_default();
    let equal =
        equal.iter().filter(|found| found.comparison == Comparison::Equal && found.is_column);
    let columns: Vec<&str> =
        equal.map(|found| found.target.as_str()).chain([keys.as_str()]).collect();
    let table = table(below)?;
    Some(Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!("{} is read whole to find the first rows by {key}", below.title()),
        evidence: format!("{} rows sorted for {} wanted", count(sorted), count(wanted)),
        next_step: "an index in this order gives the first rows at once".into(),
        statement: Some(format!("CREATE INDEX CONCURRENTLY ON {table} ({})", columns.join(", "))),
        stake_ms: total_ms,
    })
}
