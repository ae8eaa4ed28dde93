//! What an estimate can be held to.

use super::condition;
use super::node::{Node, Plan};

/// Whether a node reads a table under one condition at most: its estimate rests on one column's statistics alone.
pub(super) fn is_simple(node: &Node) -> bool {
    let conditions = ["Filter", "Index Cond", "Recheck Cond"];
    let texts: Vec<&str> = conditions.iter().filter_map(|name| node.condition(name)).collect();
    let count: usize = texts.iter().map(|text| condition::count(text)).sum();
    node.kind.contains("Scan")
        && node.relation.is_some()
        && !["CTE Scan", "Function Scan", "Subquery Scan", "WorkTable"]
            .iter()
            .any(|kind| node.is(kind))
        && count <= 1
        && texts.iter().all(|text| !condition::conjuncts(text).is_empty())
}

/// Whether a node may have been stopped before its end: below a LIMIT, or on the inner side of a join that needs one
/// row, or a merge whose other side ended.
pub(super) fn is_cut(plan: &Plan, place: usize) -> bool {
    let mut at = plan.nodes[place].parent;
    while let Some(above) = at {
        let node = &plan.nodes[above];
        if ["Limit", "Merge", "Semi", "Anti"].iter().any(|word| node.is(word)) {
            return true;
        }
        at = node.parent;
    }
    false
}
