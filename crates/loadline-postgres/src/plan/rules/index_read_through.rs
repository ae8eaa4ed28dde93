//! Rule: an index is read through instead of being descended, since its first columns are not in the condition.

use super::list::Rule;
use super::threshold::{count, matters};
use crate::plan::condition::index_for;
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "index-read-through";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "indexes read from end to end", find };

/// Pages of an index from its root to a leaf, at most: five levels hold any table.
const DEPTH_MAX: f64 = 5.0;
/// Pages of a loop that are few whatever the rows.
const PAGES_MIN: f64 = 50.0;
/// Rows on a page of an index, at least.
const ROWS_PER_PAGE: f64 = 20.0;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let read = nodes.filter(|(place, node)| {
        let pages = pages_per_loop(node);
        let is_index_only = node.is("Index Only Scan") && node.condition("Index Cond").is_some();
        is_index_only
            && pages >= PAGES_MIN
            && pages > pages_needed(node) * 4.0
            && matters(measured, measured.times[*place].self_ms)
    });
    read.map(|(place, node)| insight(measured, place, node)).collect()
}

fn insight(measured: &Measured, place: usize, node: &Node) -> Insight {
    let condition = node.condition("Index Cond").unwrap_or_default();
    Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!(
            "{} reads the index from end to end: its first columns are not in the condition",
            node.title()
        ),
        evidence: format!(
            "{} pages in each of {} rounds for {} rows that fit {condition}",
            count(pages_per_loop(node)),
            count(node.loops()),
            count(node.actual.map_or(0.0, |actual| actual.rows))
        ),
        next_step: "an index that begins with these columns is descended instead".into(),
        statement: index_for(node, &[condition]).or_else(|| joined_index(node, condition)),
        stake_ms: measured.times[place].self_ms,
    }
}

/// Pages that a scan of so many rows needs.
fn pages_needed(node: &Node) -> f64 {
    let rows = node.actual.map_or(0.0, |actual| actual.rows) + node.figures.removed_by_filter;
    DEPTH_MAX + rows / ROWS_PER_PAGE + node.figures.heap_fetches / node.loops().max(1.0)
}

fn pages_per_loop(node: &Node) -> f64 {
    (node.buffers.hit + node.buffers.read) / node.loops().max(1.0)
}

/// `(customer_id = c.id)`: the column on the left is what the join looks up.
fn joined_index(node: &Node, condition: &str) -> Option<String> {
    let column = condition.trim_start_matches('(').split(" = ").next()?;
    let is_plain = column
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    let value = format!("({column} = $1)");
    if is_plain { index_for(node, &[&value]) } else { None }
}
