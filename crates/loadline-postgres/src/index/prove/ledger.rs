//! Times by statement and plan. Which plan a set of indexes gives costs a millisecond to ask, and what a plan takes is
//! measured once, however many sets lead to it: a set whose plans are all known is judged without a run.
//!
//! Deliberately not here: which sets to look at (`choose`).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::error::ProveError;
use super::interval::Pairs;
use super::options::ProveOptions;
use super::probe::Probe;
use super::run::{Ran, plan, run};
use super::stage::Stage;
use crate::index::search::Set;

/// A plan that takes this much longer than another of the same statement is not worth waiting for.
const PATIENCE: f64 = 2.0;
/// However quick the other was, this long is waited.
const PATIENCE_MIN_S: f64 = 0.25;
/// A statement that does not end as things are is given this many times what it takes with indexes, for the bound to say
/// something.
const RESCUE_TIMES: f64 = 30.0;
/// And at least this long.
const RESCUE_MIN_S: f64 = 20.0;

/// Two plans of a statement, by number.
pub(super) type Contest = (usize, usize, usize);

/// All that was measured, and the means to measure more.
#[derive(Debug)]
pub(super) struct Ledger<'s, 'o> {
    pub(super) stage: Stage<'s>,
    pub(super) probes: Vec<Probe>,
    pub(super) options: &'o ProveOptions,
    /// Pairs of runs.
    pub(super) pairs: HashMap<Contest, Pairs>,
    began: Instant,
    pub(super) runs: usize,
}

impl<'s, 'o> Ledger<'s, 'o> {
    pub(super) fn new(
        stage: Stage<'s>,
        probes: Vec<Probe>,
        options: &'o ProveOptions,
        began: Instant,
    ) -> Self {
        Self { stage, probes, options, pairs: HashMap::new(), began, runs: 0 }
    }

    /// The empty set.
    pub(super) fn none(&self) -> Set {
        Set::new(self.stage.len())
    }

    /// The part of the time that is over.
    pub(super) fn time_share(&self) -> f64 {
        self.began.elapsed().as_secs_f64() / self.options.time_max.as_secs_f64().max(1e-3)
    }

    /// What is left of it.
    pub(super) fn left_s(&self) -> f64 {
        (self.options.time_max.as_secs_f64() - self.began.elapsed().as_secs_f64()).max(0.0)
    }

    /// Bytes of a set, as built.
    pub(super) fn bytes(&self, set: &Set) -> u64 {
        set.iter().filter_map(|number| self.stage.built(number)).map(|built| built.size_bytes).sum()
    }

    /// Statements that can be run.
    pub(super) fn runnable(&self) -> Vec<usize> {
        (0..self.probes.len()).filter(|place| self.probes[*place].refused.is_none()).collect()
    }

    /// The plan a statement has with these indexes; none where the server does not plan it.
    pub(super) async fn plan(
        &mut self,
        place: usize,
        shown: &Set,
    ) -> Result<Option<usize>, ProveError> {
        let probe = &self.probes[place];
        if probe.refused.is_some() {
            return Ok(None);
        }
        if let Some(known) = probe.known(shown) {
            return Ok(Some(known));
        }
        match plan(&mut self.stage, probe, shown).await? {
            Ok(seen) => Ok(Some(self.probes[place].note(shown, seen.text, seen.used))),
            Err(refusal) => {
                self.probes[place].refused = Some(refusal.why);
                Ok(None)
            }
        }
    }

    /// Runs a plan once more. None where it did not end in time or was refused.
    pub(super) async fn sample(
        &mut self,
        place: usize,
        number: usize,
        limit_s: f64,
    ) -> Result<Option<f64>, ProveError> {
        let probe = &self.probes[place];
        let shown = probe.plans[number].example.clone();
        let most_s = self.options.statement_time_max.as_secs_f64();
        let limit_s = limit_s.min(most_s);
        self.runs += 1;
        let ran = run(&mut self.stage, probe, &shown, Duration::from_secs_f64(limit_s)).await?;
        let probe = &mut self.probes[place];
        match ran {
            Ran::Took(time_s) => {
                probe.plans[number].runs_s.push(time_s);
                probe.plans[number].over_s = None;
                Ok(Some(time_s))
            }
            Ran::TooLong => {
                if probe.plans[number].runs_s.is_empty() {
                    probe.plans[number].over_s = Some(limit_s);
                }
                Ok(None)
            }
            Ran::Refused(why) => {
                probe.refused = Some(why);
                Ok(None)
            }
        }
    }

    /// Measures each statement as things are, after it was measured with all indexes: what takes ages without them need not
    /// be waited for to its end.
    pub(super) async fn measure_first(
        &mut self,
        all: &Set,
        place: usize,
    ) -> Result<(), ProveError> {
        let none = self.none();
        let most_s = self.options.statement_time_max.as_secs_f64();
        let (Some(base), Some(full)) =
            (self.plan(place, &none).await?, self.plan(place, all).await?)
        else {
            return Ok(());
        };
        let mut limit_s = most_s;
        if base != full
            && let Some(time_s) = self.sample(place, full, most_s).await?
        {
            limit_s = (time_s * RESCUE_TIMES).max(RESCUE_MIN_S);
        }
        // The first run warms up.
        for _ in 0..2 {
            if self.sample(place, base, limit_s).await?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Seconds of a statement with these indexes, measured where that is not known yet; at least the limit where it does
    /// not end in time. None where it is not run.
    pub(super) async fn seconds(
        &mut self,
        place: usize,
        shown: &Set,
    ) -> Result<Option<f64>, ProveError> {
        let none = self.none();
        let (Some(base), Some(number)) =
            (self.plan(place, &none).await?, self.plan(place, shown).await?)
        else {
            return Ok(None);
        };
        if self.probes[place].plans[number].over_s.is_none() && number != base {
            self.screen(place, base, number).await?;
        }
        Ok(self.estimate(place, base, number))
    }

    /// Runs a plan once, and again where it is in the running.
    async fn screen(&mut self, place: usize, base: usize, number: usize) -> Result<(), ProveError> {
        while self.probes[place].plans[number].runs_s.len() < 2 {
            let probe = &self.probes[place];
            let best = probe.plans.iter().filter_map(super::probe::Plan::least_s);
            let best_s = best.min_by(f64::total_cmp);
            let base_s = probe.plans[base].least_s();
            let mine_s = probe.plans[number].least_s();
            let hopeless = |best_s: f64| mine_s.is_some_and(|mine_s| mine_s > PATIENCE * best_s);
            if best_s.is_some_and(hopeless) {
                return Ok(());
            }
            let limit_s = best_s.map_or(f64::INFINITY, |best_s| {
                (best_s * PATIENCE).max(base_s.unwrap_or(0.0) * 1.5) + PATIENCE_MIN_S
            });
            if self.sample(place, number, limit_s).await?.is_none() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// A plan that was given up because others were quicker is run for as long as the one it replaces was.
    pub(super) async fn wait_as_long(
        &mut self,
        place: usize,
        base: usize,
        number: usize,
    ) -> Result<(), ProveError> {
        let plans = &self.probes[place].plans;
        match (plans[base].over_s, plans[number].over_s) {
            (Some(base_s), Some(own_s)) if own_s < base_s && self.left_s() > base_s => {
                self.sample(place, number, base_s).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Seconds as far as they are known: pairs count for more than runs alone.
    pub(super) fn estimate(&self, place: usize, base: usize, number: usize) -> Option<f64> {
        let probe = &self.probes[place];
        if probe.refused.is_some() {
            return None;
        }
        let paired = self.pairs.get(&(place, base, number)).and_then(Pairs::interval);
        match (paired, probe.plans[base].least_s()) {
            (Some(ratio), Some(base_s)) => Some(base_s * ratio.estimate),
            _ => probe.plans[number].least_s().or(probe.plans[number].over_s),
        }
    }
}
