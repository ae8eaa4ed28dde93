//! Two plans of a statement run in turns, until it is clear which is faster. The order alternates, so that neither always
//! finds the other's pages in memory; what the machine does beside it meets both and cancels out of their ratio.

use super::error::ProveError;
use super::interval::Pairs;
use super::ledger::{Contest, Ledger};

/// No interval before that many pairs.
const PAIRS_MIN: usize = 3;
/// More pairs than that bring little.
const PAIRS_MAX: usize = 12;
/// An interval as narrow as this, on the logarithm to either side, is narrow enough.
const HALF_WIDTH: f64 = 0.06;
/// One that is this many times narrower than the change is wide is, too.
const CLEAR: f64 = 3.0;
/// Pairs that take less than this begin with one that does not count.
const WARM_UP_MAX_S: f64 = 2.0;
/// A run of a pair may take this many times what it took before.
const PATIENCE: f64 = 8.0;

impl Ledger<'_, '_> {
    /// Runs pairs until their interval is narrow or `slice_s` seconds are over. What was found is in `pairs`.
    pub(super) async fn compare(
        &mut self,
        contest: Contest,
        slice_s: f64,
    ) -> Result<(), ProveError> {
        let (place, before, after) = contest;
        let mut spent_s = 0.0;
        let mut is_warm = self.pairs.contains_key(&contest) || !self.is_short(contest);
        while !self.is_enough(contest) && self.left_s() > 0.0 {
            let few = self.pairs.get(&contest).map_or(0, Pairs::len) < PAIRS_MIN;
            if spent_s > slice_s && !few {
                break;
            }
            let turned = self.runs / 2 % 2 == 1;
            let (first, second) = if turned { (after, before) } else { (before, after) };
            let first_s = self.turn(place, first).await?;
            let second_s = self.turn(place, second).await?;
            let (Some(first_s), Some(second_s)) = (first_s, second_s) else { break };
            spent_s += first_s + second_s;
            if !is_warm {
                is_warm = true;
                continue;
            }
            let (before_s, after_s) =
                if turned { (second_s, first_s) } else { (first_s, second_s) };
            self.pairs.entry(contest).or_default().push(before_s, after_s);
        }
        Ok(())
    }

    async fn turn(&mut self, place: usize, number: usize) -> Result<Option<f64>, ProveError> {
        let known_s = self.probes[place].plans[number].least_s();
        let limit_s = known_s.map_or(f64::INFINITY, |known_s| known_s * PATIENCE + 1.0);
        self.sample(place, number, limit_s).await
    }

    fn is_short(&self, (place, before, after): Contest) -> bool {
        let plans = &self.probes[place].plans;
        let times = [before, after].map(|number| plans[number].least_s().unwrap_or(f64::INFINITY));
        times[0] + times[1] < WARM_UP_MAX_S
    }

    fn is_enough(&self, contest: Contest) -> bool {
        let Some(pairs) = self.pairs.get(&contest) else { return false };
        let Some(ratio) = pairs.interval() else { return false };
        let half_width = ratio.half_width();
        pairs.len() >= PAIRS_MAX
            || pairs.len() >= PAIRS_MIN
                && (half_width <= HALF_WIDTH || half_width * CLEAR < ratio.estimate.ln().abs())
    }
}
