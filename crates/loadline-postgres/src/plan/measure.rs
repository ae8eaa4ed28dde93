//! Where the time goes: the time that each node took itself, on the clock.
//!
//! EXPLAIN counts a node with all below it, as an average of its loops. Loops of parallel workers run side by side, so
//! below a Gather the sum is divided by the number of processes. An InitPlan's time lies in the node that first wants
//! its value, a common table expression's in the scans that read it, not in the node they are printed under.

use super::node::Plan;

/// What a node took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct NodeTime {
    /// Milliseconds on the clock with all below.
    pub total_ms: f64,
    /// Milliseconds of its own.
    pub self_ms: f64,
    /// Its own part of the whole, from 0 to 1. Of the cost, where nothing was timed.
    pub share: f64,
}

/// A plan with the time of each node.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The plan.
    pub plan: Plan,
    /// Times, one for each node.
    pub times: Vec<NodeTime>,
    /// Milliseconds of the whole.
    pub total_ms: f64,
    /// Whether times were measured; shares are of the cost otherwise.
    pub is_timed: bool,
}

/// Gives each node its time.
#[must_use]
pub fn measure(plan: Plan) -> Measured {
    let is_timed = plan.nodes.first().and_then(|root| root.actual).is_some_and(|a| a.ms.is_some());
    let totals = if is_timed { totals(&plan) } else { costs(&plan) };
    let mut own = totals.clone();
    for (place, node) in plan.nodes.iter().enumerate() {
        let Some(parent) = node.parent else { continue };
        if node.cte().is_some() {
            continue;
        }
        let payer = if node.is_init_plan() { payer(&plan, parent, place) } else { parent };
        own[payer] -= totals[place];
    }
    take_ctes(&plan, &totals, &mut own);
    let root = totals.first().copied().unwrap_or_default();
    let total_ms = if is_timed { plan.execution_ms.unwrap_or(root).max(root) } else { root };
    let times = totals.iter().zip(&own).map(|(total, own)| {
        let self_ms = own.max(0.0);
        let share = if total_ms > 0.0 { (self_ms / total_ms).min(1.0) } else { 0.0 };
        NodeTime { total_ms: *total, self_ms, share }
    });
    Measured { times: times.collect(), total_ms, is_timed, plan }
}

/// Milliseconds on the clock with all below.
fn totals(plan: &Plan) -> Vec<f64> {
    let mut processes = vec![1.0_f64; plan.nodes.len()];
    let mut totals = Vec::with_capacity(plan.nodes.len());
    for (place, node) in plan.nodes.iter().enumerate() {
        let loops = node.loops();
        if let Some(parent) = node.parent {
            let above = &plan.nodes[parent];
            let side_by_side = if above.kind.starts_with("Gather") && above.loops() > 0.0 {
                (loops / above.loops()).max(1.0)
            } else {
                1.0
            };
            processes[place] = processes[parent] * side_by_side;
        }
        // What ran less often than there are processes ran in one of them.
        let divisor = processes[place].min(loops.max(1.0));
        let ms = node.actual.and_then(|actual| actual.ms).unwrap_or_default();
        totals.push(ms * loops / divisor);
    }
    totals
}

fn costs(plan: &Plan) -> Vec<f64> {
    plan.nodes.iter().map(|node| node.cost_total).collect()
}

/// The node in whose time an InitPlan lies: the deepest below its parent that names its value.
fn payer(plan: &Plan, parent: usize, init_plan: usize) -> usize {
    let role = plan.nodes[init_plan].role.as_deref().unwrap_or_default();
    let values: Vec<String> = match role.split_once("(returns ") {
        Some((_, values)) => {
            values.trim_end_matches(')').split(',').map(|value| value.trim().to_owned()).collect()
        }
        None => vec![format!("({role})")],
    };
    let names = |place: usize| {
        let conditions = &plan.nodes[place].conditions;
        conditions.iter().any(|(_, text)| values.iter().any(|value| holds(text, value)))
    };
    let below = plan.subtree(parent);
    let own = plan.subtree(init_plan);
    below.into_iter().rev().find(|place| !own.contains(place) && names(*place)).unwrap_or(parent)
}

/// Whether a text holds a value's name as a whole: `$1` is not in `$10`.
fn holds(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, _)| {
        !text[at + value.len()..].starts_with(|letter: char| letter.is_ascii_digit())
    })
}

/// Takes the time of each common table expression from the scans that read it, as far as they have it.
fn take_ctes(plan: &Plan, totals: &[f64], own: &mut [f64]) {
    for (place, node) in plan.nodes.iter().enumerate() {
        let Some(name) = node.cte() else { continue };
        let mut left = totals[place];
        for (reader, scan) in plan.nodes.iter().enumerate() {
            if scan.kind.ends_with("CTE Scan") && scan.relation.as_deref() == Some(name) {
                let taken = own[reader].max(0.0).min(left);
                own[reader] -= taken;
                left -= taken;
            }
        }
    }
}

impl Measured {
    /// The node that took most time itself.
    #[must_use]
    pub fn costliest(&self) -> Option<usize> {
        let places = 0..self.times.len();
        places.max_by(|a, b| self.times[*a].self_ms.total_cmp(&self.times[*b].self_ms))
    }
}
