//! The chosen set made sure of: every statement whose plan changes is run with and without it in turns, every index is left
//! out once and has to be missed. What slows a statement or is not missed goes, until neither is found.

use super::choose::{Choice, Report};
use super::error::ProveError;
use super::interval::Interval;
use super::ledger::Ledger;
use super::proof::Need;
use super::step::ProveStep;
use crate::index::search::Set;

/// The share of the proof's time by which statements are confirmed; what is left is for leaving indexes out.
const CONFIRM_UNTIL: f64 = 0.85;
/// What time did not suffice to run in turns is slower only where single runs say so by this factor more.
const GUESS_TOLERANCE: f64 = 1.5;
/// The set is mended so many times.
const ROUNDS_MAX: usize = 5;
/// A run each is enough where one takes so many times the other.
const CLEAR_TIMES: f64 = 1.5;

/// An index with those who miss it.
#[derive(Debug, Clone, Default)]
pub(super) struct Missed {
    pub(super) saves_s: f64,
    pub(super) needs: Vec<Need>,
    /// Time ended before somebody could be asked.
    pub(super) is_open: bool,
}

impl Ledger<'_, '_> {
    /// Mends a set until no statement is slower and every index is missed, as far as time allows.
    pub(super) async fn settle(
        &mut self,
        mut kept: Set,
        report: Report<'_>,
    ) -> Result<(Set, Vec<(usize, Missed)>), ProveError> {
        let mut sound = None;
        for _ in 0..ROUNDS_MAX {
            let slower = self.confirm(&kept, report).await?;
            if !slower.is_empty() {
                let (mended, _) =
                    Choice::from(self, kept.clone(), CONFIRM_UNTIL, report).await?.climb().await?;
                if mended == kept {
                    break;
                }
                kept = mended;
                continue;
            }
            sound = Some(kept.clone());
            let (left, missed) = self.leave_out(&kept).await?;
            if left == kept {
                return Ok((kept, missed));
            }
            kept = left;
        }
        kept = match sound {
            Some(sound) => sound,
            None => self.strip(kept, report).await?,
        };
        let mut missed = Vec::new();
        for number in kept.iter() {
            missed.push((number, self.missed(&kept, number).await?));
        }
        Ok((kept, missed))
    }

    /// Whatever is slower still loses the indexes it uses, the least useful first, until nothing is.
    async fn strip(&mut self, mut kept: Set, report: Report<'_>) -> Result<Set, ProveError> {
        loop {
            let slower = self.confirm(&kept, report).await?;
            let Some((place, _)) = slower.first() else { return Ok(kept) };
            let Some(number) = self.plan(*place, &kept).await? else { return Ok(kept) };
            let used = self.probes[*place].plans[number].used.clone();
            let mut least: Option<(usize, f64)> = None;
            for index in used.iter() {
                let saving_s = self.guessed_saving(&kept, index).await?;
                if least.is_none_or(|(_, least_s)| saving_s < least_s) {
                    least = Some((index, saving_s));
                }
            }
            let Some((index, _)) = least else { return Ok(kept) };
            kept.remove(index);
        }
    }

    /// Runs what changes in turns; says which statements are slower than accepted, the slowest first.
    pub(super) async fn confirm(
        &mut self,
        kept: &Set,
        report: Report<'_>,
    ) -> Result<Vec<(usize, f64)>, ProveError> {
        let none = self.none();
        let mut contests = Vec::new();
        for place in self.runnable() {
            let (Some(base), Some(number)) =
                (self.plan(place, &none).await?, self.plan(place, kept).await?)
            else {
                continue;
            };
            if base != number && self.probes[place].plans[base].over_s.is_none() {
                contests.push((place, base, number));
            }
        }
        let of = contests.len();
        let mut slower = Vec::new();
        for (done, contest) in contests.into_iter().enumerate() {
            report(ProveStep::Confirming { number: done + 1, of });
            self.compare(contest, self.left_s() * 0.6 / (of - done) as f64).await?;
            let (place, base, number) = contest;
            let measured = self.pairs.get(&contest).and_then(super::interval::Pairs::interval);
            let guess = || {
                let after_s = self.estimate(place, base, number)?;
                Some(after_s / self.probes[place].plans[base].least_s()?)
            };
            // Runs that were not made in turns say little about a small difference.
            let guess = guess().map(|ratio| ratio / GUESS_TOLERANCE);
            let ratio = measured.map(|ratio| ratio.estimate).or(guess);
            if let Some(ratio) = ratio.filter(|ratio| *ratio > 1.0 + self.options.slower_share_max)
            {
                slower.push((place, ratio));
            }
        }
        if self.options.accept_slower {
            slower.clear();
        }
        slower.sort_by(|a, b| b.1.total_cmp(&a.1));
        Ok(slower)
    }

    /// Leaves out each index once, those first that seem to save least, and withdraws those that nobody misses.
    async fn leave_out(&mut self, kept: &Set) -> Result<(Set, Vec<(usize, Missed)>), ProveError> {
        let mut order = Vec::new();
        for number in kept.iter() {
            order.push((self.guessed_saving(kept, number).await?, number));
        }
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut left, mut all) = (kept.clone(), Vec::new());
        for (_, number) in order {
            let missed = self.missed(&left, number).await?;
            if missed.needs.is_empty() && !missed.is_open || missed.saves_s < 0.0 {
                left.remove(number);
            } else {
                all.push((number, missed));
            }
        }
        all.sort_by_key(|(number, _)| *number);
        Ok((left, all))
    }

    async fn guessed_saving(&mut self, kept: &Set, number: usize) -> Result<f64, ProveError> {
        let mut saved_s = 0.0;
        for (place, with, without) in self.users(kept, number).await? {
            let probe = &self.probes[place];
            let of = |plan: usize| probe.plans[plan].least_s().or(probe.plans[plan].over_s);
            saved_s +=
                (of(without).unwrap_or(f64::INFINITY) - of(with).unwrap_or(0.0)) * probe.calls;
        }
        Ok(saved_s)
    }

    /// Statements whose plan needs an index, with that plan and the one they have without it.
    async fn users(
        &mut self,
        kept: &Set,
        number: usize,
    ) -> Result<Vec<(usize, usize, usize)>, ProveError> {
        let mut fewer = kept.clone();
        fewer.remove(number);
        let mut users = Vec::new();
        for place in self.runnable() {
            let Some(with) = self.plan(place, kept).await? else { continue };
            if !self.probes[place].plans[with].used.contains(number) {
                continue;
            }
            let Some(without) = self.plan(place, &fewer).await? else { continue };
            if with != without {
                users.push((place, with, without));
            }
        }
        Ok(users)
    }

    /// Who is slower without an index, measured in turns.
    async fn missed(&mut self, kept: &Set, number: usize) -> Result<Missed, ProveError> {
        let users = self.users(kept, number).await?;
        let mut missed = Missed::default();
        let mut fewer = kept.clone();
        fewer.remove(number);
        for (place, with, without) in users {
            // A first run of a plan nobody saw yet, which may be one that does not end.
            self.seconds(place, &fewer).await?;
            let contest = (place, with, without);
            if self.probes[place].plans[without].over_s.is_none() {
                self.compare(contest, self.left_s() / 20.0).await?;
            }
            self.note_missed(contest, &mut missed);
        }
        Ok(missed)
    }

    fn note_missed(&self, (place, with, without): (usize, usize, usize), missed: &mut Missed) {
        let probe = &self.probes[place];
        let statement = probe.number;
        let with_s = probe.plans[with].least_s().unwrap_or(0.0);
        let measured =
            self.pairs.get(&(place, with, without)).and_then(super::interval::Pairs::interval);
        match (measured, probe.plans[without].over_s, probe.plans[without].least_s()) {
            (_, Some(over_s), _) => {
                missed.saves_s += (over_s - with_s).max(0.0) * probe.calls;
                missed.needs.push(Need { statement, without: None });
            }
            (Some(ratio), None, _) => {
                missed.saves_s += with_s * (ratio.estimate - 1.0) * probe.calls;
                if ratio.low > 1.0 {
                    missed.needs.push(Need { statement, without: Some(ratio) });
                }
            }
            // One run each: enough where the difference is large.
            (None, None, Some(without_s)) if without_s > with_s * CLEAR_TIMES => {
                let estimate = without_s / with_s.max(1e-6);
                missed.saves_s += (without_s - with_s) * probe.calls;
                let ratio = Interval { estimate, low: 1.0, high: f64::INFINITY };
                missed.needs.push(Need { statement, without: Some(ratio) });
            }
            _ => missed.is_open = true,
        }
    }
}
