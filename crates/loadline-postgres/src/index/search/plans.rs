//! The facts: which indexes a plan uses and what it costs, for each statement.
//!
//! An answer for a configuration holds for every smaller one that still has the indexes used: taking away what a plan does
//! not use cannot make another plan cheaper. So most questions are answered without asking.

use super::problem::Problem;
use super::set::Set;
use crate::index::what_if::Planned;

/// An answer of the planner.
#[derive(Debug, Clone)]
struct Answer {
    configuration: Set,
    planned: Planned,
}

/// A plan: it works wherever its indexes are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) used: Set,
    pub(super) cost: f64,
}

/// All answers so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Plans {
    answers: Vec<Vec<Answer>>,
    /// For each statement the plans worth having, cheapest first: no other plan needs less and costs no more.
    best: Vec<Vec<Plan>>,
    pub(super) asked: u64,
}

impl Plans {
    pub(super) fn new(problem: &Problem) -> Self {
        let statements = problem.statements();
        Self { answers: vec![Vec::new(); statements], best: vec![Vec::new(); statements], asked: 0 }
    }

    /// The exact answer for a configuration, if it follows from one given.
    pub(super) fn known(&self, statement: usize, configuration: &Set) -> Option<&Planned> {
        let answers = self.answers[statement].iter().rev();
        let fits = |answer: &&Answer| {
            answer.planned.used.within(configuration) && configuration.within(&answer.configuration)
        };
        answers.into_iter().find(fits).map(|answer| &answer.planned)
    }

    /// What a configuration costs at least: no less than any larger one, nor than the cheapest plan known.
    pub(super) fn at_least(&self, statement: usize, configuration: &Set) -> f64 {
        if let Some(planned) = self.known(statement, configuration) {
            return planned.cost;
        }
        let cheapest = self.best[statement].first().map_or(0.0, |plan| plan.cost);
        let larger = self.answers[statement]
            .iter()
            .filter(|answer| configuration.within(&answer.configuration));
        larger.map(|answer| answer.planned.cost).fold(cheapest, f64::max)
    }

    /// Keeps an answer.
    pub(super) fn learn(&mut self, statement: usize, configuration: Set, planned: Planned) {
        let plan = Plan { used: planned.used.clone(), cost: planned.cost };
        self.answers[statement].push(Answer { configuration, planned });
        let best = &mut self.best[statement];
        if best.iter().any(|other| other.cost <= plan.cost && other.used.within(&plan.used)) {
            return;
        }
        best.retain(|other| other.cost < plan.cost || !plan.used.within(&other.used));
        let place = best.partition_point(|other| other.cost <= plan.cost);
        best.insert(place, plan);
    }

    /// The plans of a statement, cheapest first.
    pub(super) fn of(&self, statement: usize) -> &[Plan] {
        &self.best[statement]
    }

    /// All candidates that any plan uses.
    pub(super) fn used(&self, problem: &Problem) -> Set {
        let plans = self.best.iter().flatten();
        plans.fold(problem.none(), |used, plan| used.either(&plan.used))
    }
}
