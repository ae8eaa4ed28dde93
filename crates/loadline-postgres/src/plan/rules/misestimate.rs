//! Rule: the number of rows is far off, where conditions depend on each other or a join multiplies.

use super::list::Rule;
use super::threshold::{RATIO_MIN, count, matters, ratio};
use crate::plan::condition::{conjuncts, quoted, table};
use crate::plan::estimate::{is_cut, is_simple};
use crate::plan::insight::Insight;
use crate::plan::measure::Measured;
use crate::plan::node::Node;

const NAME: &str = "misestimate";

pub(super) const RULE: Rule = Rule { name: NAME, description: "estimates that are far off", find };

/// Fewer rows off do no harm.
const ROWS_OFF_MIN: f64 = 100.0;

fn find(measured: &Measured) -> Vec<Insight> {
    let nodes = measured.plan.nodes.iter().enumerate();
    nodes.filter_map(|(place, node)| judge(measured, place, node)).collect()
}

fn judge(measured: &Measured, place: usize, node: &Node) -> Option<Insight> {
    let plan = &measured.plan;
    let parent = node.parent?;
    let (actual, planned) = (node.actual?.rows, node.rows_planned);
    // The lowest node that is off is the cause; nodes above inherit it.
    let is_cause = is_off(node) && !node.children.iter().any(|child| is_off(&plan.nodes[*child]));
    let is_told = is_simple(node) && node.kind.contains("Scan");
    let is_harmless = actual < planned && is_cut(plan, place);
    if !is_cause || is_told || is_harmless || !counts_rows(node) || node.is("Bitmap Index") {
        return None;
    }
    let stake_ms = measured.times[parent].total_ms;
    if !matters(measured, stake_ms) {
        return None;
    }
    let statement = statistics_for(node);
    let next_step = if statement.is_some() {
        "tell the planner that these columns depend on each other, and gather statistics"
    } else if node.kind.contains("Scan") {
        "ANALYZE the table, with a higher statistics target for what the condition compares"
    } else {
        "ANALYZE the tables below; where columns of the join depend on others, extended statistics or a rewritten condition help"
    };
    Some(Insight {
        rule: NAME,
        node: Some(place),
        symptom: format!(
            "the planner is wrong about {}: what is built upon it is chosen for another size",
            node.title()
        ),
        evidence: format!(
            "{} rows expected, {} came: {:.0} times off",
            count(planned),
            count(actual),
            ratio(actual, planned)
        ),
        next_step: next_step.into(),
        statement,
        stake_ms,
    })
}

/// Whether a node's rows are those it makes: one that is read again and again from memory counts them again, a hash
/// hands on none.
fn counts_rows(node: &Node) -> bool {
    !["Hash", "Materialize", "Memoize", "Sort"].iter().any(|kind| node.kind.ends_with(kind))
}

fn is_off(node: &Node) -> bool {
    node.actual.filter(|actual| actual.loops > 0.0).is_some_and(|actual| {
        ratio(actual.rows, node.rows_planned) >= RATIO_MIN
            && (actual.rows - node.rows_planned).abs() * actual.loops >= ROWS_OFF_MIN
    })
}

/// Extended statistics for a scan with two conditions on columns and more.
fn statistics_for(node: &Node) -> Option<String> {
    let text = node.condition("Filter").or_else(|| node.condition("Recheck Cond"));
    let found = conjuncts(text.or_else(|| node.condition("Index Cond"))?);
    let mut columns: Vec<&str> = Vec::new();
    for conjunct in found.iter().filter(|found| found.is_column) {
        if !columns.contains(&conjunct.target.as_str()) {
            columns.push(&conjunct.target);
        }
    }
    let table = table(node)?;
    let name =
        quoted(&format!("{}_{}", node.relation.as_ref()?, columns.join("_").replace('"', "")));
    (columns.len() >= 2).then(|| {
        format!("CREATE STATISTICS {name} ON {} FROM {table}; ANALYZE {table}", columns.join(", "))
    })
}
