//! Which of the built indexes to keep: the set with the least measured time that fits into the budget and slows no
//! statement. From a set it goes to the next better one by leaving an index out, adding one, putting one in another's
//! place, or adding one for which a smaller one makes room, until nothing of that helps. Sets are judged by plans: only
//! plans that were never run are run.
//!
//! Deliberately not here: how sure the times are (`compare`, `settle`).

use super::error::ProveError;
use super::ledger::Ledger;
use super::step::ProveStep;
use crate::index::search::Set;

/// What breaks a bound costs this many times the whole workload.
const HEAVY: f64 = 10.0;
/// An index has to save at least this share of the workload's time.
const GAIN_MIN_SHARE: f64 = 0.001;
/// Leaving one out may cost this share.
const LOSS_MAX_SHARE: f64 = 0.0003;
/// Shorter times are taken for this.
const SECONDS_MIN: f64 = 1e-6;
/// Rounds over all moves.
const ROUNDS_MAX: usize = 8;

/// Told what the proof is at.
pub(super) type Report<'r> = &'r mut (dyn FnMut(ProveStep<'_>) + Send);

/// The search, over what is measured.
pub(super) struct Choice<'l, 's, 'o, 'r> {
    ledger: &'l mut Ledger<'s, 'o>,
    report: Report<'r>,
    /// Ends when this share of the proof's time is over.
    until_share: f64,
    base_s: f64,
    set: Set,
    score: f64,
}

impl<'l, 's, 'o, 'r> Choice<'l, 's, 'o, 'r> {
    pub(super) async fn from(
        ledger: &'l mut Ledger<'s, 'o>,
        start: Set,
        until_share: f64,
        report: Report<'r>,
    ) -> Result<Self, ProveError> {
        let none = ledger.none();
        let mut base_s = 0.0;
        for place in ledger.runnable() {
            let time_s = ledger.seconds(place, &none).await?.unwrap_or(0.0);
            base_s += time_s * ledger.probes[place].calls;
        }
        let mut choice = Self { ledger, report, until_share, base_s, set: start, score: 0.0 };
        choice.set = choice.shed(choice.set.clone(), &none).await?;
        choice.score = choice.score_of(&choice.set.clone(), f64::INFINITY).await?;
        choice.say();
        Ok(choice)
    }

    /// The best set that is found from the start, and its score.
    pub(super) async fn climb(mut self) -> Result<(Set, f64), ProveError> {
        for _ in 0..ROUNDS_MAX {
            let dropped = self.drop_some().await? | self.mend().await?;
            let added = self.add_some().await?;
            let swapped = self.swap_some().await?;
            let moved = dropped || added || swapped || self.trade_some().await?;
            if !moved || self.is_over() {
                break;
            }
        }
        Ok((self.set, self.score))
    }

    fn is_over(&self) -> bool {
        self.ledger.time_share() > self.until_share
    }

    fn say(&mut self) {
        let time_share = self.score / self.base_s.max(f64::MIN_POSITIVE);
        (self.report)(ProveStep::Choosing { indexes: self.set.len(), time_share });
    }

    fn go(&mut self, set: Set, score: f64) {
        (self.set, self.score) = (set, score);
        self.say();
    }

    /// Leaves out one after the other whatever is not missed, the least missed first.
    async fn drop_some(&mut self) -> Result<bool, ProveError> {
        let mut any = false;
        while !self.is_over() {
            let most = self.score + self.base_s * LOSS_MAX_SHARE;
            let mut best: Option<(Set, f64)> = None;
            for number in self.set.clone().iter() {
                let mut set = self.set.clone();
                set.remove(number);
                let bound = best.as_ref().map_or(most, |(_, score)| *score);
                let score = self.score_of(&set, bound).await?;
                if score <= bound {
                    best = Some((set, score));
                }
            }
            let Some((set, score)) = best else { break };
            self.go(set, score);
            any = true;
        }
        Ok(any)
    }

    /// Where a statement is slower than accepted and no single index is to blame, all those go that its plan uses, and
    /// those of the plan it has then, until it is as quick as before.
    async fn mend(&mut self) -> Result<bool, ProveError> {
        let none = self.ledger.none();
        let mut set = self.set.clone();
        for place in self.ledger.runnable() {
            let Some(base) = self.ledger.plan(place, &none).await? else { continue };
            while let Some(number) = self.ledger.plan(place, &set).await? {
                let time_s = self.ledger.seconds(place, &set).await?.unwrap_or(0.0);
                let used = self.ledger.probes[place].plans[number].used.clone();
                if number == base || !self.is_slower(place, base, time_s) || used.apart(&set) {
                    break;
                }
                set = set.without(&used);
            }
        }
        if set == self.set {
            return Ok(false);
        }
        self.try_out(set).await
    }

    async fn add_some(&mut self) -> Result<bool, ProveError> {
        let mut any = false;
        let all = self.ledger.stage.all();
        for number in all.iter() {
            if self.set.contains(number) || self.is_over() {
                continue;
            }
            let mut set = self.set.clone();
            set.insert(number);
            let keep = Set::of(self.ledger.stage.len(), [number]);
            let set = self.shed(set, &keep).await?;
            any |= self.try_out(set).await?;
        }
        Ok(any)
    }

    /// One in another's place, on the same table.
    async fn swap_some(&mut self) -> Result<bool, ProveError> {
        let mut any = false;
        let all = self.ledger.stage.all();
        for number in all.iter() {
            for other in self.set.clone().iter() {
                if self.set.contains(number) || !self.set.contains(other) || self.is_over() {
                    continue;
                }
                let table = |one: usize| self.ledger.stage.built(one).map(|built| &built.table);
                if table(number) != table(other) {
                    continue;
                }
                let mut set = self.set.clone();
                set.remove(other);
                set.insert(number);
                any |= self.try_out(set).await?;
            }
        }
        Ok(any)
    }

    /// One more, for which a smaller one on the same table makes room in the place of another.
    async fn trade_some(&mut self) -> Result<bool, ProveError> {
        let mut any = false;
        let all = self.ledger.stage.all();
        for number in all.iter() {
            for (large, small) in self.smaller() {
                if self.set.contains(number) || number == small || self.is_over() {
                    continue;
                }
                if !self.set.contains(large) || self.set.contains(small) {
                    continue;
                }
                let mut set = self.set.clone();
                set.insert(number);
                set.remove(large);
                set.insert(small);
                if self.ledger.bytes(&set) as f64 <= self.ledger.options.budget_bytes {
                    any |= self.try_out(set).await?;
                }
            }
        }
        Ok(any)
    }

    /// Members, each with those outside that are smaller and on the same table.
    fn smaller(&self) -> Vec<(usize, usize)> {
        let stage = &self.ledger.stage;
        let outside = stage.all().without(&self.set);
        let built = |number: usize| stage.built(number);
        let is_smaller = |(large, small): &(usize, usize)| match (built(*large), built(*small)) {
            (Some(large), Some(small)) => {
                large.table == small.table && small.size_bytes < large.size_bytes
            }
            _ => false,
        };
        let pairs =
            self.set.iter().flat_map(|large| outside.iter().map(move |small| (large, small)));
        pairs.filter(is_smaller).collect()
    }

    async fn try_out(&mut self, set: Set) -> Result<bool, ProveError> {
        let bound = self.score - self.base_s * GAIN_MIN_SHARE;
        let score = self.score_of(&set, bound).await?;
        if score < bound {
            self.go(set, score);
        }
        Ok(score < bound)
    }

    /// A set that fits into the budget: without those that save least for their size.
    async fn shed(&mut self, mut set: Set, keep: &Set) -> Result<Set, ProveError> {
        while self.ledger.bytes(&set) as f64 > self.ledger.options.budget_bytes {
            let mut least: Option<(usize, f64)> = None;
            for number in set.clone().iter().filter(|number| !keep.contains(*number)) {
                let mut without = set.clone();
                without.remove(number);
                let bytes = self.ledger.bytes(&Set::of(self.ledger.stage.len(), [number]));
                let time_s = self.time_of(&without).await?;
                // A large one that saves nothing goes before a small one that saves nothing.
                let missed = (time_s + self.base_s * LOSS_MAX_SHARE) / bytes.max(1) as f64;
                if least.is_none_or(|(_, least)| missed < least) {
                    least = Some((number, missed));
                }
            }
            let Some((number, _)) = least else { break };
            set.remove(number);
        }
        Ok(set)
    }

    /// Weighted seconds above those with everything, as far as known without a run; what was never run counts as before.
    async fn time_of(&mut self, set: &Set) -> Result<f64, ProveError> {
        let (none, all) = (self.ledger.none(), self.ledger.stage.all());
        let mut sum_s = 0.0;
        for place in self.ledger.runnable() {
            let Some(base) = self.ledger.plan(place, &none).await? else { continue };
            let Some(number) = self.ledger.plan(place, set).await? else { continue };
            let Some(full) = self.ledger.plan(place, &all).await? else { continue };
            let of = |number| self.ledger.estimate(place, base, number);
            let base_s = of(base).unwrap_or(0.0);
            let above_s = of(number).unwrap_or(base_s) - of(full).unwrap_or(base_s).min(base_s);
            sum_s += above_s.max(0.0) * self.ledger.probes[place].calls;
        }
        Ok(sum_s)
    }

    /// Weighted seconds of the workload with a set, with what its broken bounds cost; infinite once that is above `bound`.
    async fn score_of(&mut self, set: &Set, bound: f64) -> Result<f64, ProveError> {
        let over = self.ledger.bytes(set) as f64 / self.ledger.options.budget_bytes.max(1.0);
        let mut score = if over > 1.0 { HEAVY * self.base_s * over } else { 0.0 };
        let none = self.ledger.none();
        let mut unknown = Vec::new();
        for place in self.ledger.runnable() {
            let Some(base) = self.ledger.plan(place, &none).await? else { continue };
            let Some(number) = self.ledger.plan(place, set).await? else { continue };
            match self.ledger.estimate(place, base, number) {
                Some(time_s) => score += self.cost(place, base, time_s),
                None => unknown.push((place, base)),
            }
        }
        // What is known comes first: it may be too much already.
        for (place, base) in unknown {
            if score > bound {
                return Ok(f64::INFINITY);
            }
            let time_s = self.ledger.seconds(place, set).await?;
            score += time_s.map_or(0.0, |time_s| self.cost(place, base, time_s));
        }
        Ok(score)
    }

    fn slower(&self, place: usize, base: usize, time_s: f64) -> f64 {
        let base_s = self.ledger.probes[place].plans[base].least_s();
        base_s.map_or(0.0, |base_s| time_s / base_s.max(SECONDS_MIN) - 1.0)
    }

    fn is_slower(&self, place: usize, base: usize, time_s: f64) -> bool {
        let options = self.ledger.options;
        !options.accept_slower && self.slower(place, base, time_s) > options.slower_share_max
    }

    fn cost(&self, place: usize, base: usize, time_s: f64) -> f64 {
        let refused = if self.is_slower(place, base, time_s) {
            HEAVY * self.base_s * self.slower(place, base, time_s)
        } else {
            0.0
        };
        time_s * self.ledger.probes[place].calls + refused
    }
}
