//! Choices worth asking about, found without a server.

use super::driver::Search;
use super::hope::hoped;
use super::plans::Plan;
use super::set::Set;
use super::solve::{Chance, Solver};
use super::state::Layout;
use crate::index::what_if::WhatIf;

/// Choices shaken and improved at a time.
const SHAKES: usize = 100;
/// Effort spent on choosing at a time, in plans looked at: about a twentieth of a second.
const EFFORT_MAX: u64 = 6_000_000;
/// Of the choices by known plans, and of those by plans hoped for, the best this many are asked about.
const JUDGED: usize = 3;

impl<W: WhatIf, C: Fn() -> f64> Search<'_, W, C> {
    /// The best choices by known plans, and by what may be hoped for beyond them.
    pub(super) fn propose(&mut self) -> Vec<Set> {
        let known = Layout::new(self.problem, |one| self.plans.of(one));
        let mut sets = propose_by(&known, &self.best.set, &mut self.chance);
        let hopes: Vec<Vec<Plan>> = (0..self.problem.statements())
            .map(|statement| hoped(self.problem, &self.plans, statement))
            .collect();
        let hopeful = Layout::new(self.problem, |one| &hopes[one]);
        sets.extend(propose_by(&hopeful, &self.best.set, &mut self.chance));
        sets
    }
}

/// The best choices by some plans: from the best so far, from nothing, from everything, shaken.
fn propose_by(layout: &Layout<'_>, best: &Set, chance: &mut Chance) -> Vec<Set> {
    let mut solver = Solver::new(layout, EFFORT_MAX);
    let mut choices = solver.choices(best);
    let mut top = choices[0].clone();
    for _ in 0..SHAKES {
        if solver.effort > EFFORT_MAX {
            break;
        }
        let shaken = solver.shaken(&top, chance);
        if shaken.cost < top.cost {
            top = shaken.clone();
        }
        choices.push(shaken);
    }
    choices.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let mut sets: Vec<Set> = Vec::new();
    for choice in choices {
        if sets.len() < JUDGED && !sets.contains(&choice.set) {
            sets.push(choice.set);
        }
    }
    sets
}
