//! Plans nobody has asked about. An index that begins as another does and holds more can take its place: a plan with the
//! one then costs about what it costs with the other. A search that knew only the plans it has seen would never learn
//! that one long index does the work of two short ones.

use super::plans::{Plan, Plans};
use super::problem::Problem;

/// What a plan costs with a stand-in, as a share of what it costs without: the longer index has more pages.
const STAND_IN_COST: f64 = 1.01;
/// Hoped-for plans of a statement at most.
const HOPES_MAX: usize = 200;

/// A statement's plans, cheapest first: those known, and each with one index replaced by one that stands in for it, as long
/// as the truth is not known.
pub(super) fn hoped(problem: &Problem, plans: &Plans, statement: usize) -> Vec<Plan> {
    let known = plans.of(statement);
    let mut hopes = Vec::new();
    for plan in known {
        for member in plan.used.iter() {
            for stand_in in &problem.stand_ins[member] {
                let is_relevant = problem.relevant[statement].contains(*stand_in);
                if !is_relevant || hopes.len() == HOPES_MAX {
                    continue;
                }
                let mut used = plan.used.clone();
                used.remove(member);
                used.insert(*stand_in);
                let cost = plan.cost * STAND_IN_COST;
                let is_new = plans.known(statement, &used).is_none()
                    && !known.iter().any(|other| other.cost <= cost && other.used.within(&used));
                if is_new {
                    hopes.push(Plan { used, cost });
                }
            }
        }
    }
    hopes.extend_from_slice(known);
    hopes.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    hopes
}
