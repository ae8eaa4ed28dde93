//! Chooses among known plans: no server, no chance but a seeded one. A choice is a set of candidates; a statement runs the
//! cheapest plan whose indexes are all in it.
//!
//! Moves: take in what a plan lacks and let go of what hurts least until it fits; let a member go and fill up again. The
//! first move that helps is made, until none does; then some members are shaken out and it begins again.

use super::problem::Problem;
use super::set::Set;
use super::state::{Layout, State};

/// A gain below this share of the current cost is none.
const GAIN_MIN_SHARE: f64 = 1e-7;
/// Of the plans a choice could take in, the most promising this many are tried.
const LACKS_MAX: usize = 120;
/// Rounds of moves at most: each makes the choice cheaper, so this is only a guard.
const ROUNDS_MAX: usize = 200;

/// Random numbers that come again with their seed (SplitMix64).
#[derive(Debug, Clone)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound.max(1) as u64).unwrap_or(0)
    }
}

/// A choice with what it costs by known plans.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    pub(super) set: Set,
    pub(super) cost: f64,
    pub(super) bytes: f64,
}

/// Chooses from one layout of plans.
#[derive(Debug)]
pub(super) struct Solver<'l, 'p> {
    problem: &'p Problem,
    layout: &'l Layout<'p>,
    /// Plans looked at so far.
    pub(super) effort: u64,
    /// When to be content with what there is.
    effort_max: u64,
}

impl<'l, 'p> Solver<'l, 'p> {
    pub(super) fn new(layout: &'l Layout<'p>, effort_max: u64) -> Self {
        Self { problem: layout.problem, layout, effort: 0, effort_max }
    }

    /// Choices from a given one, from everything and from nothing, each made better; the cheapest first.
    pub(super) fn choices(&mut self, from: &Set) -> Vec<Choice> {
        let mut starts = vec![State::of(self.layout, from), self.top_down()];
        starts.extend([1.0, 0.5, 0.0].map(|exponent| self.greedy(exponent)));
        let mut choices: Vec<Choice> =
            starts.into_iter().map(|start| self.improve(start)).collect();
        choices.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        choices
    }

    /// Shakes some members out, takes a plan in, and improves what is left.
    pub(super) fn shaken(&mut self, choice: &Choice, chance: &mut Chance) -> Choice {
        let mut state = State::of(self.layout, &choice.set);
        let members = state.members().to_vec();
        for _ in 0..=chance.below(members.len().div_ceil(2)) {
            if !members.is_empty() {
                state.remove(members[chance.below(members.len())]);
            }
        }
        let cheaper: Vec<usize> = state.cheaper().collect();
        if !cheaper.is_empty() {
            let plan = cheaper[chance.below(cheaper.len())];
            if state.lack_bytes(plan) <= self.problem.budget_bytes {
                state.lack(plan).into_iter().for_each(|candidate| state.add(candidate));
            }
        }
        self.shrink(&mut state, &[]);
        self.fill(&mut state, [0.0, 0.5, 1.0][chance.below(3)]);
        self.improve(state)
    }

    /// From nothing: the greatest gain for its size to a power first.
    fn greedy(&self, exponent: f64) -> State<'l, 'p> {
        let mut state = State::new(self.layout);
        self.fill(&mut state, exponent);
        self.shrink(&mut state, &[]);
        state
    }

    /// From everything that is of use, let go of until it fits.
    fn top_down(&self) -> State<'l, 'p> {
        let mut state = State::new(self.layout);
        for (begin, _) in &self.layout.of_statement {
            self.layout.needs[*begin].iter().for_each(|candidate| state.add(*candidate));
        }
        self.shrink(&mut state, &[]);
        self.fill(&mut state, 0.5);
        state
    }

    /// Lets go of what hurts least for its size until the rest fits, and of all that is of no use.
    fn shrink(&self, state: &mut State<'l, 'p>, keep: &[usize]) {
        loop {
            let over = state.bytes - self.problem.budget_bytes;
            let mut cheapest: Option<(f64, usize)> = None;
            for member in state.members().to_vec() {
                if keep.contains(&member) {
                    continue;
                }
                let loss = state.loss(member);
                // What is more than needed does not make a member the better one to let go.
                let size = self.problem.sizes[member].min(over.max(1.0)).max(1.0);
                let rate = if loss > 0.0 { loss / size } else { loss };
                if cheapest.is_none_or(|(other, _)| rate < other) {
                    cheapest = Some((rate, member));
                }
            }
            match cheapest {
                Some((rate, member)) if over > 0.0 || rate <= 0.0 => state.remove(member),
                _ => return,
            }
        }
    }

    /// Takes in plans that fit, the greatest gain for its size to a power first.
    fn fill(&self, state: &mut State<'l, 'p>, exponent: f64) {
        for _ in 0..ROUNDS_MAX {
            let room = self.problem.budget_bytes - state.bytes;
            state.effort += state.cheaper().count() as u64;
            let fitting: Vec<(usize, f64)> = state
                .cheaper()
                .map(|plan| (plan, state.lack_bytes(plan)))
                .filter(|(_, bytes)| *bytes <= room)
                .collect();
            let mut best: Option<(f64, Vec<usize>)> = None;
            for (plan, bytes) in fitting {
                let lack = state.lack(plan);
                let gain = state.gain(&lack);
                let rate = gain / bytes.max(1.0).powf(exponent);
                if gain > 0.0 && best.as_ref().is_none_or(|(other, _)| rate > *other) {
                    best = Some((rate, lack));
                }
            }
            match best {
                Some((_, lack)) => lack.into_iter().for_each(|candidate| state.add(candidate)),
                None => return,
            }
        }
    }

    /// Makes a choice better, move by move.
    fn improve(&mut self, mut state: State<'l, 'p>) -> Choice {
        for _ in 0..ROUNDS_MAX {
            if self.effort + state.effort > self.effort_max {
                break;
            }
            match self.better(&mut state) {
                Some(better) => state = better,
                None => break,
            }
        }
        self.effort += state.effort;
        // Anew, without what adding and subtracting has lost.
        let exact = State::of(self.layout, &state.set());
        Choice { set: exact.set(), cost: exact.cost, bytes: exact.bytes }
    }

    fn better(&self, state: &mut State<'l, 'p>) -> Option<State<'l, 'p>> {
        // The most promising first: most moves are made early, and the rest need not be tried.
        let mut lacks: Vec<(f64, Vec<usize>)> = Vec::new();
        let cheaper: Vec<usize> = state.cheaper().collect();
        for plan in cheaper {
            if state.lack_bytes(plan) <= self.problem.budget_bytes {
                let lack = state.lack(plan);
                if !lacks.iter().any(|(_, other)| *other == lack) {
                    lacks.push((state.gain(&lack), lack));
                }
            }
        }
        lacks.retain(|(gain, _)| *gain > state.cost * GAIN_MIN_SHARE);
        lacks.sort_by(|a, b| b.0.total_cmp(&a.0));
        lacks.truncate(LACKS_MAX);
        for (_, lack) in &lacks {
            if self.effort + state.effort > self.effort_max {
                return None;
            }
            let mut grown = state.clone();
            lack.iter().for_each(|candidate| grown.add(*candidate));
            if let Some(better) = self.finished(state, grown, lack) {
                return Some(better);
            }
        }
        for member in state.members().to_vec() {
            for exponent in [0.0, 0.5, 1.0] {
                let mut less = state.clone();
                less.remove(member);
                self.fill(&mut less, exponent);
                if let Some(better) = self.finished(state, less, &[]) {
                    return Some(better);
                }
            }
        }
        None
    }

    /// A move brought to its end, if it helps. The effort it took is counted either way.
    fn finished(
        &self,
        before: &mut State<'l, 'p>,
        mut after: State<'l, 'p>,
        keep: &[usize],
    ) -> Option<State<'l, 'p>> {
        self.shrink(&mut after, keep);
        self.fill(&mut after, 0.5);
        before.effort = after.effort;
        let enough = before.cost * (1.0 - GAIN_MIN_SHARE);
        (after.cost < enough && after.bytes <= self.problem.budget_bytes).then_some(after)
    }
}
