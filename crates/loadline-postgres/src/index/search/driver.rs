//! The course of a search: harvest, choose, ask about skeletons, ask around the choice, choose again. The best choice so
//! far is there at any moment; limits end it early, and it ends by itself when nothing new turns up.

use super::limits::{Limits, Progress};
use super::plans::Plans;
use super::problem::Problem;
use super::set::Set;
use super::solve::{Chance, Choice};
use crate::index::what_if::{Planned, WhatIf};

/// Rounds of asking and choosing at most.
const ROUNDS_MAX: usize = 40;
/// Rounds without anything better before it ends.
const IDLE_ROUNDS_MAX: usize = 3;
/// Planning takes longer the more indexes there are: of more than these, those that no plan has used are left out.
const TOGETHER_MAX: usize = 80;
/// What rounds ask around a choice, one after the other: little at first, so that the next choice knows a little of
/// everything.
const DEPTHS: [Depth; 3] = [
    Depth { beside: 1, without: 1 },
    Depth { beside: 2, without: 3 },
    Depth { beside: 16, without: 6 },
];
/// A statement that could save less than this share of all costs is not asked about again.
const POTENTIAL_MIN_SHARE: f64 = 1e-4;
/// A better choice saves at least this share.
const GAIN_MIN_SHARE: f64 = 1e-6;

/// Alternatives asked for around a choice, for each statement.
#[derive(Debug, Clone, Copy)]
struct Depth {
    /// Beside it.
    beside: usize,
    /// Without one of its members.
    without: usize,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The candidates chosen.
    pub chosen: Set,
    /// The weighted cost with them, upkeep included.
    pub cost: f64,
    /// Each statement's cost without any candidate.
    pub costs_before: Vec<f64>,
    /// Each statement's cost with the chosen ones.
    pub costs_after: Vec<f64>,
    /// The candidates each statement's plan uses.
    pub used: Vec<Set>,
    /// For each chosen one, in order: what costs would rise by without it.
    pub marginal: Vec<f64>,
    /// How the best choice came to be.
    pub progress: Vec<Progress>,
    /// Plans asked for.
    pub plans: u64,
    /// The weighted cost of the cheapest plan known for each statement: no budget leads below it.
    pub floor: f64,
}

/// What a search knows before it chooses.
#[derive(Debug)]
pub struct Survey {
    plans: Plans,
    /// Candidates that any plan uses.
    in_play: Set,
    /// The weighted cost of the cheapest plan known for each statement.
    pub floor: f64,
}

/// A search under way.
#[derive(Debug)]
pub struct Search<'a, W, C> {
    pub(super) problem: &'a Problem,
    what_if: &'a mut W,
    limits: Limits,
    /// Seconds since the search began.
    clock: C,
    pub(super) plans: Plans,
    pub(super) best: Choice,
    progress: Vec<Progress>,
    pub(super) chance: Chance,
    /// Rounds without anything better.
    idle: usize,
    /// Candidates in play, where a survey was made before.
    in_play: Option<Set>,
}

impl<'a, W: WhatIf, C: Fn() -> f64> Search<'a, W, C> {
    /// A search that has not begun.
    pub fn new(
        problem: &'a Problem,
        what_if: &'a mut W,
        limits: Limits,
        clock: C,
        seed: u64,
    ) -> Self {
        let best = Choice { set: problem.none(), cost: f64::INFINITY, bytes: 0.0 };
        let (plans, progress, chance) = (Plans::new(problem), Vec::new(), Chance(seed));
        let in_play = None;
        Self { problem, what_if, limits, clock, plans, best, progress, chance, idle: 0, in_play }
    }

    /// Goes on from a survey, of the same problem but for upkeep.
    #[must_use]
    pub fn after(self, survey: Survey) -> Self {
        Self { plans: survey.plans, in_play: Some(survey.in_play), ..self }
    }

    /// Asks what plans there are, and chooses nothing yet.
    ///
    /// # Errors
    ///
    /// When the planner cannot be asked.
    pub async fn survey(mut self) -> Result<Survey, W::Error> {
        self.judge(self.problem.none()).await?;
        let in_play = self.harvest().await?;
        let floor = self.floor();
        Ok(Survey { plans: self.plans, in_play, floor })
    }

    /// Searches until nothing new turns up or a limit is reached.
    ///
    /// # Errors
    ///
    /// When the planner cannot be asked.
    pub async fn run(mut self) -> Result<Outcome, W::Error> {
        self.judge(self.problem.none()).await?;
        let in_play = match self.in_play.take() {
            Some(in_play) => in_play,
            None => self.harvest().await?,
        };
        self.judge_proposals().await?;
        self.ask_skeletons(&in_play).await?;
        for round in 0..ROUNDS_MAX {
            let depth = DEPTHS[round.min(DEPTHS.len() - 1)];
            let before = self.best.cost;
            self.judge_proposals().await?;
            let around = self.best.set.clone();
            self.probe(&around, &in_play, depth).await?;
            let better = self.best.cost < before * (1.0 - GAIN_MIN_SHARE);
            self.idle = if better { 0 } else { self.idle + 1 };
            if self.spent() || self.idle >= IDLE_ROUNDS_MAX {
                break;
            }
        }
        self.judge_proposals().await?;
        self.outcome().await
    }

    /// A saving below this is not worth a question.
    pub(super) fn enough(&self) -> f64 {
        self.best.cost * POTENTIAL_MIN_SHARE
    }

    /// Whether a limit is reached.
    pub(super) fn spent(&self) -> bool {
        self.plans.asked >= self.limits.plans_max || (self.clock)() >= self.limits.time_max_s
    }

    /// The plan of a statement under a configuration; asked for only when it does not follow from what is known.
    pub(super) async fn ask(
        &mut self,
        statement: usize,
        configuration: &Set,
    ) -> Result<Planned, W::Error> {
        let configuration = configuration.both(&self.problem.relevant[statement]);
        if let Some(planned) = self.plans.known(statement, &configuration) {
            return Ok(planned.clone());
        }
        let relevant = &self.problem.relevant[statement];
        let planned = self.what_if.plan(statement, relevant, &configuration).await?;
        self.plans.asked += 1;
        self.plans.learn(statement, configuration, planned.clone());
        Ok(planned)
    }

    /// What a set costs in truth; the best is kept. Members that no plan uses are let go.
    async fn judge(&mut self, set: Set) -> Result<f64, W::Error> {
        let (mut cost, mut used) = (0.0, self.problem.none());
        for statement in 0..self.problem.statements() {
            let planned = self.ask(statement, &set).await?;
            cost += planned.cost * self.problem.weights[statement];
            used = used.either(&planned.used);
        }
        cost += self.problem.upkeep(&used);
        let bytes = self.problem.bytes(&used);
        if cost < self.best.cost && bytes <= self.problem.budget_bytes {
            self.best = Choice { set: used, cost, bytes };
            let (time_s, plans) = ((self.clock)(), self.plans.asked);
            self.progress.push(Progress { time_s, plans, cost, size_bytes: bytes });
        }
        Ok(cost)
    }

    async fn judge_proposals(&mut self) -> Result<(), W::Error> {
        for set in self.propose() {
            self.judge(set).await?;
        }
        Ok(())
    }

    /// Asks for the plans just beyond a choice: with all that is in play beside it, one after the other taken away, and
    /// the same without each of its members.
    async fn probe(&mut self, around: &Set, in_play: &Set, depth: Depth) -> Result<(), W::Error> {
        let enough = self.enough();
        for statement in 0..self.problem.statements() {
            let weight = self.problem.weights[statement];
            let own = &self.problem.own[statement];
            let few = own.len() <= TOGETHER_MAX;
            let pool = if few { in_play.either(own) } else { in_play.clone() };
            let beside = pool.both(&self.problem.relevant[statement]);
            let current = self.ask(statement, around).await?;
            let most = self.ask(statement, &around.either(&beside)).await?;
            if (current.cost - most.cost) * weight > enough {
                self.one_by_one(statement, around, around.either(&beside), depth.beside).await?;
            }
            for member in current.used.iter() {
                let mut without = around.clone();
                without.remove(member);
                let worse = self.ask(statement, &without).await?;
                let mut all = without.either(&beside);
                all.remove(member);
                if (worse.cost - most.cost) * weight > enough {
                    self.one_by_one(statement, &without, all, depth.without).await?;
                }
            }
            self.take_apart(statement).await?;
            if self.spent() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Plans with all of these; each time one that `around` lacks is taken away, at first the largest.
    async fn one_by_one(
        &mut self,
        statement: usize,
        around: &Set,
        mut all: Set,
        rounds: usize,
    ) -> Result<(), W::Error> {
        for _ in 0..rounds {
            if self.spent() {
                return Ok(());
            }
            let new = self.ask(statement, &all).await?.used.without(around);
            let size = |candidate: &usize| self.problem.sizes[*candidate];
            let largest = new.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
            let Some(mut gone) = largest else { return Ok(()) };
            if self.idle > 0 {
                // The obvious order has brought nothing; another may.
                gone = new.iter().nth(self.chance.below(new.len())).unwrap_or(gone);
            }
            all.remove(gone);
        }
        Ok(())
    }

    /// The weighted cost of the cheapest plan known for each statement.
    fn floor(&self) -> f64 {
        let cheapest =
            |one: usize| Some(self.plans.of(one).first()?.cost * self.problem.weights[one]);
        (0..self.problem.statements()).filter_map(cheapest).sum()
    }

    /// The best choice taken apart: what each member is worth beside the others.
    async fn outcome(mut self) -> Result<Outcome, W::Error> {
        let chosen = self.best.set.clone();
        let (mut costs_before, mut costs_after, mut used) = (Vec::new(), Vec::new(), Vec::new());
        for statement in 0..self.problem.statements() {
            costs_before.push(self.ask(statement, &self.problem.none()).await?.cost);
            let planned = self.ask(statement, &chosen).await?;
            costs_after.push(planned.cost);
            used.push(planned.used);
        }
        let mut marginal = Vec::new();
        for member in chosen.iter() {
            let mut without = chosen.clone();
            without.remove(member);
            let mut more = -self.problem.upkeep[member];
            for statement in 0..self.problem.statements() {
                if used[statement].contains(member) {
                    let cost = self.ask(statement, &without).await?.cost;
                    more += (cost - costs_after[statement]) * self.problem.weights[statement];
                }
            }
            marginal.push(more);
        }
        let floor = self.floor();
        let (cost, progress, plans) = (self.best.cost, self.progress, self.plans.asked);
        Ok(Outcome {
            chosen,
            cost,
            costs_before,
            costs_after,
            used,
            marginal,
            progress,
            plans,
            floor,
        })
    }
}
