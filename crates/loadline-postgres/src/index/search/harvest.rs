//! The first questions: which candidates do plans of a statement use at all? With all of them there, then without the best,
//! and again with small ones alone, since a budget will ask for those.

use super::driver::Search;
use super::set::Set;
use crate::index::what_if::WhatIf;

/// How often the best are taken away.
const ROUNDS: usize = 4;
/// Plans of a statement that are taken apart at a time.
const PARTS_MAX: usize = 60;
/// Shares of the budget that a candidate may take in a round of small ones.
const SIZE_SHARES: [f64; 4] = [0.5, 0.2, 0.08, 0.03];

impl<W: WhatIf, C: Fn() -> f64> Search<'_, W, C> {
    /// Asks about each statement and says which candidates are in play.
    pub(super) async fn harvest(&mut self) -> Result<Set, W::Error> {
        let fitting = self.problem.at_most(self.problem.budget_bytes);
        for statement in 0..self.problem.statements() {
            let all = self.problem.own[statement].both(&fitting);
            if all.is_empty() {
                continue;
            }
            self.take_away(statement, all.clone(), ROUNDS).await?;
            for share in SIZE_SHARES {
                let small = self.problem.at_most(self.problem.budget_bytes * share);
                self.take_away(statement, all.both(&small), 2).await?;
            }
        }
        for statement in 0..self.problem.statements() {
            self.take_apart(statement).await?;
        }
        Ok(self.plans.used(self.problem))
    }

    /// Plans with these candidates, then without those that were used, and so on.
    async fn take_away(
        &mut self,
        statement: usize,
        mut left: Set,
        rounds: usize,
    ) -> Result<(), W::Error> {
        for _ in 0..rounds {
            if left.is_empty() || self.spent() {
                return Ok(());
            }
            let used = self.ask(statement, &left).await?.used;
            if used.is_empty() {
                return Ok(());
            }
            left = left.without(&used);
        }
        Ok(())
    }

    /// What remains of a statement's plans when one of their indexes is missing. A plan of three indexes may owe nearly
    /// all it saves to one of them, which nobody knows until that one is asked about.
    pub(super) async fn take_apart(&mut self, statement: usize) -> Result<(), W::Error> {
        let enough = self.enough();
        let weight = self.problem.weights[statement];
        let mut seen: Vec<Set> = Vec::new();
        for _ in 0..PARTS_MAX {
            let plans = self.plans.of(statement);
            let Some(worst) = plans.last().map(|plan| plan.cost) else { return Ok(()) };
            let next = plans.iter().find(|plan| {
                plan.used.len() > 1
                    && (worst - plan.cost) * weight > enough
                    && !seen.contains(&plan.used)
            });
            let Some(used) = next.map(|plan| plan.used.clone()) else { return Ok(()) };
            for member in used.iter() {
                if self.spent() {
                    return Ok(());
                }
                let mut fewer = used.clone();
                fewer.remove(member);
                self.ask(statement, &fewer).await?;
            }
            seen.push(used);
        }
        Ok(())
    }
}
