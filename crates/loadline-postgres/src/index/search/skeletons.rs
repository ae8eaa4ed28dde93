//! The large ones first. A budget is filled by a few large candidates, a skeleton, and small ones find room beside nearly
//! any of those; but from one skeleton to another no small step leads. So skeletons are asked about by themselves: the one
//! whose cost could be lowest by all that is known, again and again, until none could be lower than the best choice.

use super::driver::Search;
use super::set::Set;
use crate::index::what_if::WhatIf;

/// A candidate is large from this share of the budget on.
const LARGE_SHARE: f64 = 0.15;
/// Skeletons thought of at most.
const SKELETONS_MAX: usize = 1_000;
/// Skeletons asked about at most.
const ASKED_MAX: usize = 8;

impl<W: WhatIf, C: Fn() -> f64> Search<'_, W, C> {
    /// Asks about the most promising skeletons among the candidates in play.
    pub(super) async fn ask_skeletons(&mut self, in_play: &Set) -> Result<(), W::Error> {
        let mut skeletons = self.skeletons(in_play);
        for _ in 0..ASKED_MAX {
            let bounds = skeletons.iter().map(|set| self.at_least(set));
            let lowest = bounds.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
            let Some((place, cost)) = lowest else { return Ok(()) };
            if cost >= self.best.cost || self.spent() {
                return Ok(());
            }
            let asked = skeletons.swap_remove(place);
            for statement in 0..self.problem.statements() {
                self.ask(statement, &asked).await?;
            }
        }
        Ok(())
    }

    /// What a set costs at least.
    fn at_least(&self, set: &Set) -> f64 {
        let cost = |statement: usize| {
            let relevant = set.both(&self.problem.relevant[statement]);
            self.plans.at_least(statement, &relevant) * self.problem.weights[statement]
        };
        (0..self.problem.statements()).map(cost).sum()
    }

    /// All sets of large candidates that fit, each with all small ones that fit beside it one by one.
    fn skeletons(&self, in_play: &Set) -> Vec<Set> {
        let budget = self.problem.budget_bytes;
        let is_large = |candidate: &usize| self.problem.sizes[*candidate] >= LARGE_SHARE * budget;
        let large: Vec<usize> = in_play.iter().filter(is_large).collect();
        let mut skeletons: Vec<(Set, f64, usize)> = vec![(self.problem.none(), budget, 0)];
        let mut next = 0;
        while next < skeletons.len() && skeletons.len() < SKELETONS_MAX {
            let (set, room, first) = skeletons[next].clone();
            for (place, candidate) in large.iter().enumerate().skip(first) {
                let left = room - self.problem.sizes[*candidate];
                if left >= 0.0 {
                    let mut grown = set.clone();
                    grown.insert(*candidate);
                    skeletons.push((grown, left, place + 1));
                }
            }
            next += 1;
        }
        let beside = |(set, room, _): (Set, f64, usize)| {
            let fits = |one: &usize| !is_large(one) && self.problem.sizes[*one] <= room;
            set.either(&Set::of(self.problem.candidates(), in_play.iter().filter(fits)))
        };
        skeletons.into_iter().map(beside).collect()
    }
}
