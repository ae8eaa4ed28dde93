//! Every figure of both runs, and what their difference comes to.

use std::collections::BTreeSet;

use loadline_core::comparison::{
    Change, ComparedFigure, ComparedObjective, Difference, FigureKind, Subject,
};
use loadline_core::objective::metric_info;
use loadline_core::window::watched;
use loadline_core::{Origin, SeriesKey, Unit, Verdict};

use super::cell::Requests;
use super::difference::{Replayed, difference, quantiles};
use super::resample::draws;
use super::sample::RunSample;

/// How sure a difference must be: one false alarm in a hundred figures, and a comparison has dozens.
pub const CONFIDENCE: f64 = 0.99;
/// The quantiles compared.
const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];
/// Cells below which a run says nothing about its own ups and downs.
const CELLS_MIN: usize = 8;
/// Difference, as a part, below which two figures are the same for everybody; buckets are 0.27 % wide.
const RELEVANT: f64 = 0.01;
/// The same for shares of failed requests.
const RELEVANT_SHARE: f64 = 0.000_5;

/// A run ready to be drawn from.
struct Side<'a> {
    sample: &'a RunSample,
    draws: Vec<Vec<u16>>,
    seconds: Vec<f64>,
}

impl<'a> Side<'a> {
    fn new(sample: &'a RunSample, seed: u64) -> Self {
        let cells = sample.cells.len();
        let draws = if cells >= CELLS_MIN { draws(cells, seed) } else { Vec::new() };
        let seconds = sample.cells.iter().map(|cell| cell.covered_ms as f64 / 1_000.0).collect();
        Self { sample, draws, seconds }
    }

    fn requests(&self, subject: &Subject) -> Option<Vec<Option<&'a Requests>>> {
        let cells = &self.sample.cells;
        let own: Vec<_> = cells.iter().map(|cell| cell.requests.get(subject)).collect();
        own.iter().any(Option::is_some).then_some(own)
    }

    fn ratio(&self, above: &[f64], below: &[f64]) -> Option<Replayed> {
        let whole = |weights: &dyn Fn(usize) -> f64| {
            let sum = |values: &[f64]| -> f64 {
                values.iter().enumerate().map(|(cell, value)| weights(cell) * value).sum()
            };
            let under = sum(below);
            (under > 0.0).then(|| sum(above) / under)
        };
        let replays = self
            .draws
            .iter()
            .map(|drawn| whole(&|cell| f64::from(drawn[cell])))
            .collect::<Option<Vec<f64>>>();
        Some(Replayed { value: whole(&|_| 1.0)?, replays: replays.unwrap_or_default() })
    }

    fn rate(&self, own: &[Option<&Requests>]) -> Option<Replayed> {
        let requests: Vec<f64> = counts(own, |requests| requests.requests);
        self.ratio(&requests, &self.seconds)
    }

    fn errors(&self, own: &[Option<&Requests>]) -> Option<Replayed> {
        let (failed, requests) = (counts(own, |own| own.failed), counts(own, |own| own.requests));
        self.ratio(&failed, &requests)
    }

    fn mean(&self, series: &SeriesKey) -> Option<Replayed> {
        let read = |pick: fn((f64, f64)) -> f64| -> Vec<f64> {
            let cells = self.sample.cells.iter();
            cells.map(|cell| cell.resources.get(series).map_or(0.0, |own| pick(*own))).collect()
        };
        self.ratio(&read(|(sum, _)| sum), &read(|(_, count)| count))
    }
}

fn counts(own: &[Option<&Requests>], count: impl Fn(&Requests) -> f64) -> Vec<f64> {
    own.iter().map(|requests| requests.map_or(0.0, &count)).collect()
}

/// Every figure of `b` held against `a`. `is_open` says that the test set the rate, so that it is nobody's
/// merit; `seed` decides what is drawn.
pub fn compare(a: &RunSample, b: &RunSample, is_open: bool, seed: u64) -> Vec<ComparedFigure> {
    let (a, b) = (Side::new(a, seed), Side::new(b, seed.wrapping_add(1)));
    let subjects: BTreeSet<&Subject> = a.sample.subjects.iter().chain(&b.sample.subjects).collect();
    let is_request = |subject: &&&Subject| matches!(subject, Subject::Request { .. });
    // The only name there is would say the same as all requests.
    let has_names = subjects.iter().filter(is_request).count() > 1;
    let told = subjects.into_iter().filter(|subject| has_names || !is_request(&subject));
    let mut figures = Vec::new();
    for subject in told {
        if let Subject::Resource(series) = subject {
            let both = (a.mean(series), b.mean(series));
            figures.push(figure(subject, FigureKind::Mean, both, is_open));
            continue;
        }
        let (own, theirs) = (a.requests(subject), b.requests(subject));
        let times = |side: &Side<'_>, own: &Option<Vec<Option<&Requests>>>| {
            Some(quantiles(own.as_ref()?, &side.draws, QUANTILES)?.map(Some))
        };
        let own_times = times(&a, &own).unwrap_or_default();
        let their_times = times(&b, &theirs).unwrap_or_default();
        let kinds = [FigureKind::P50, FigureKind::P95, FigureKind::P99];
        for (kind, both) in kinds.into_iter().zip(own_times.into_iter().zip(their_times)) {
            figures.push(figure(subject, kind, both, is_open));
        }
        let rates =
            (own.as_ref().and_then(|own| a.rate(own)), theirs.as_ref().and_then(|own| b.rate(own)));
        figures.push(figure(subject, FigureKind::Rate, rates, is_open));
        let errors = (
            own.as_ref().and_then(|own| a.errors(own)),
            theirs.as_ref().and_then(|own| b.errors(own)),
        );
        figures.push(figure(subject, FigureKind::Errors, errors, is_open));
    }
    figures.retain(|figure| figure.a.is_some() || figure.b.is_some());
    figures
}

fn figure(
    subject: &Subject,
    kind: FigureKind,
    (a, b): (Option<Replayed>, Option<Replayed>),
    is_open: bool,
) -> ComparedFigure {
    let difference = a.as_ref().zip(b.as_ref()).and_then(|(a, b)| difference(a, b, kind));
    ComparedFigure {
        subject: subject.clone(),
        kind,
        unit: unit(subject, kind),
        a: a.map(|own| own.value),
        b: b.map(|own| own.value),
        change: change(difference.as_ref(), kind, good(subject, kind, is_open)),
        difference,
    }
}

fn unit(subject: &Subject, kind: FigureKind) -> Unit {
    match (kind, subject) {
        (FigureKind::P50 | FigureKind::P95 | FigureKind::P99, _) => Unit::Time,
        (FigureKind::Rate, _) => Unit::Rate,
        (FigureKind::Errors, _) => Unit::Share,
        (FigureKind::Mean, Subject::Resource(series)) => {
            watched::unit_of(&series.metric).unwrap_or(Unit::Count)
        }
        (FigureKind::Mean, _) => Unit::Count,
    }
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Good {
    Less,
    More,
    Neither,
}

/// Of resources that objectives speak of less is better; what a service's own series mean nobody knows.
fn good(subject: &Subject, kind: FigureKind, is_open: bool) -> Good {
    match (kind, subject) {
        (FigureKind::Rate, _) if is_open => Good::Neither,
        (FigureKind::Rate, _) => Good::More,
        (FigureKind::Mean, Subject::Resource(series)) => match &*series.metric {
            watched::CACHE_HITS => Good::More,
            metric if metric_info(metric).is_some() => Good::Less,
            _ => Good::Neither,
        },
        _ => Good::Less,
    }
}

fn change(difference: Option<&Difference>, kind: FigureKind, good: Good) -> Change {
    let Some(difference) = difference else { return Change::Unknown };
    let relevant = if kind == FigureKind::Errors { RELEVANT_SHARE } else { RELEVANT };
    let is_sure = difference.low > 0.0 || difference.high < 0.0;
    if !is_sure || difference.estimate.abs() < relevant {
        return Change::NotShown;
    }
    match (good, difference.estimate > 0.0) {
        (Good::Neither, _) => Change::Different,
        (Good::More, true) | (Good::Less, false) => Change::Better,
        (Good::More, false) | (Good::Less, true) => Change::Worse,
    }
}

/// The objectives of both runs, those of A first; each sentence once. What the generator promises about itself
/// is a matter of trust, not of comparing.
pub fn objectives(a: &[Verdict], b: &[Verdict]) -> Vec<ComparedObjective> {
    let sentence = |verdict: &Verdict| verdict.promise.objective.to_string();
    let find = |verdicts: &[Verdict], wanted: &str| {
        verdicts.iter().find(|verdict| sentence(verdict) == wanted).cloned()
    };
    let mut both: Vec<ComparedObjective> = Vec::new();
    let own = |verdict: &&Verdict| verdict.promise.origin != Origin::Generator;
    for verdict in a.iter().chain(b).filter(own) {
        let sentence = sentence(verdict);
        if both.iter().all(|other| other.sentence != sentence) {
            let (a, b) = (find(a, &sentence), find(b, &sentence));
            both.push(ComparedObjective { sentence, a, b });
        }
    }
    both
}
