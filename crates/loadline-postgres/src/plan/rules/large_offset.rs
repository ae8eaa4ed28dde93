//! Rule: rows are produced only to be skipped.

use super::list::Rule;
use super::threshold::{RATIO_MIN, ROWS_MIN, count, matters};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "large-offset";

pub(super) const RULE: Rule = Rule { name: NAME, description: "rows that an OFFSET skips", find };

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = &measured.plan.nodes;
    let limits = nodes.iter().enumerate().filter(|(_, node)| node.kind == "Limit");
    let insight = |(place, node): (usize, &Node)| {
        let below = nodes.get(*node.children.first()?)?;
        let skipped = below.rows_all() - node.rows_all();
        let total_ms = measured.times[place].total_ms;
        let is_large = skipped >= ROWS_MIN && skipped >= node.rows_all() * RATIO_MIN;
        (is_large && matters(measured, total_ms)).then(|| Insight {
            rule: NAME,
            node: Some(place),
            symptom: "the statement produces rows only to skip them: a large OFFSET".into(),
            evidence: format!("{} rows skipped for {} that were wanted", count(skipped), count(node.rows_all())),
            next_step: "remember the last row of the page before and go on behind it (`WHERE key > last ORDER BY key LIMIT n`)".into(),
            statement: None,
            stake_ms: total_ms * skipped / (skipped + node.rows_all()).max(1.0),
        })
    };
    limits.filter_map(insight).collect()
}
