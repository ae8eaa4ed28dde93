//! Rule: an index-only scan looked rows up in the table, since the visibility map is old.

use super::list::Rule;
use super::threshold::{ROWS_MIN, count, matters};
use crate::plan::condition::table;
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "heap-fetches";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "index-only scans that read the table", find };

/// From this part of the rows on.
const FETCHED_SHARE_MIN: f64 = 0.1;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let fetching = nodes.filter(|(place, node)| {
        let fetches = node.figures.heap_fetches;
        fetches >= ROWS_MIN
            && fetches >= node.rows_all() * FETCHED_SHARE_MIN
            && matters(measured, measured.times[*place].self_ms)
    });
    let insight = |(place, node): (usize, &Node)| Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!(
            "{} is index-only in name: it reads the table for most rows",
            node.title()
        ),
        evidence: format!(
            "{} rows looked up in the table for {} rows",
            count(node.figures.heap_fetches),
            count(node.rows_all())
        ),
        next_step:
            "vacuum the table, and have autovacuum do it sooner: its visibility map is out of date"
                .into(),
        statement: table(node).map(|table| format!("VACUUM {table}")),
        stake_ms: measured.times[place].self_ms,
    };
    fetching.map(insight).collect()
}
