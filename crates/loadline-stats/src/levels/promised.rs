//! The objectives of the run that can be held against a single level, and their verdicts there.

use loadline_core::objective::{Reading, Statistic};
use loadline_core::window::{SeriesKey, Window, names};
use loadline_core::{Aggregate, Origin, Outcome, Promise, judge};

/// Objectives held against each level; more are left to the verdicts of the whole run.
const PROMISES_MAX: usize = 64;
/// Resolution of histograms with more values than are kept exactly: quantiles within 0.55 %.
const SCHEMA: i8 = 6;

/// Whether a promise says something about one level: a figure of what happened in it, not of how often it
/// happened, how long it lasted or how it changed over the run.
fn applies(promise: &Promise) -> bool {
    let objective = &promise.objective;
    let is_of_run = matches!(promise.origin, Origin::Generator | Origin::Implied);
    let is_of_time = objective.held.is_some() || objective.over.is_some();
    let figure = objective.effective_statistic();
    let is_of_volume = matches!(figure, Statistic::Growth | Statistic::Count | Statistic::Rate);
    let is_counted = objective.info().is_some_and(|info| {
        matches!(info.reading_in(objective.statistic, objective.unit()), Reading::Counter(_))
    });
    let is_load = matches!(objective.series(), names::USERS | names::OFFERED_RATE);
    !(is_of_run || is_of_time || is_of_volume || is_counted || is_load)
}

/// The promises that levels are held against, each sentence once.
pub(super) fn applicable(promises: Vec<Promise>) -> Vec<Promise> {
    let mut kept: Vec<Promise> = Vec::new();
    for promise in promises {
        let is_known = kept.iter().any(|other| other.objective == promise.objective);
        if applies(&promise) && !is_known && kept.len() < PROMISES_MAX {
            kept.push(promise);
        }
    }
    kept
}

/// What one promise needs of a level.
#[derive(Debug, Clone, Default)]
pub(super) struct Promised {
    seen: Option<Aggregate>,
    failures: Option<Aggregate>,
}

/// A promise held against a level.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) promise: Promise,
    pub(super) figure: loadline_core::Quantity,
    pub(super) is_missed: bool,
}

impl Promised {
    pub(super) fn observe(&mut self, promise: &Promise, window: &Window) {
        let filter = &promise.objective.filter;
        follow(&mut self.seen, window.merged(promise.objective.series(), filter));
        follow(&mut self.failures, window.merged(names::HTTP_ERRORS, filter));
    }

    pub(super) fn follow(&mut self, later: Self) {
        follow(&mut self.seen, later.seen);
        follow(&mut self.failures, later.failures);
    }

    /// The judge's word on the level as one window; none where it cannot tell.
    pub(super) fn judged(&self, promise: &Promise, length_ms: u32) -> Option<Judged> {
        let mut window = Window::new(0, length_ms);
        let filter = &promise.objective.filter;
        for (metric, aggregate) in
            [(names::HTTP_ERRORS, &self.failures), (promise.objective.series(), &self.seen)]
        {
            if let Some(aggregate) = aggregate {
                window.series.insert(SeriesKey::new(metric, filter.clone()), aggregate.clone());
            }
        }
        let verdict = judge([promise.clone()], [&window]).pop()?;
        let is_missed = match verdict.outcome {
            Outcome::Met => false,
            Outcome::Missed => true,
            Outcome::Unknown(_) => return None,
        };
        Some(Judged { promise: verdict.promise, figure: verdict.figure?, is_missed })
    }
}

fn follow(own: &mut Option<Aggregate>, later: Option<Aggregate>) {
    match (&mut *own, later) {
        (Some(own), Some(later)) => own.follow(&later),
        (None, later) => *own = later,
        (Some(_), None) => {}
    }
    if let Some(Aggregate::Histogram(histogram)) = own
        && histogram.count() > loadline_core::histogram::EXACT_MAX as u64
    {
        histogram.downscale(SCHEMA);
    }
}
