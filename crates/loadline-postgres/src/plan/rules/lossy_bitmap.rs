//! Rule: a bitmap did not fit into `work_mem` and forgot rows: whole pages are checked again.

use super::list::Rule;
use super::threshold::{count, matters, work_mem};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "lossy-bitmap";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "bitmaps that kept pages instead of rows", find };

/// Bytes that a page takes in a bitmap, with what the table around it needs.
const KIB_PER_PAGE: f64 = 0.0625;
/// From this part of the pages on.
const LOSSY_SHARE_MIN: f64 = 0.1;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    let lossy = nodes.filter(|(place, node)| {
        let pages = node.figures.exact_blocks + node.figures.lossy_blocks;
        node.figures.lossy_blocks > pages * LOSSY_SHARE_MIN
            && matters(measured, measured.times[*place].self_ms)
    });
    let insight = |(place, node): (usize, &Node)| {
        let figures = &node.figures;
        let pages = figures.exact_blocks + figures.lossy_blocks;
        Insight {
            rule: NAME,
            node: Some(place),
            symptom: format!(
                "the bitmap of {} did not fit into work_mem: rows of whole pages are checked again",
                node.title()
            ),
            evidence: format!(
                "{} of {} pages lossy, {} rows thrown away on checking",
                count(figures.lossy_blocks),
                count(pages),
                count(figures.removed_by_recheck * node.loops())
            ),
            next_step: "give this statement more memory for bitmaps".into(),
            statement: Some(work_mem(pages * KIB_PER_PAGE * 2.0)),
            stake_ms: measured.times[place].self_ms,
        }
    };
    lossy.map(insight).collect()
}
