//! One promise under watch: what was seen of its metric, and the verdict that follows.

use super::figure::{self, Figure};
use super::growth::Growth;
use super::sliding::{Sliding, follow};
use crate::objective::{Measured, Objective, Statistic};
use crate::quantity::{Quantity, Span, Unit};
use crate::verdict::{Evidence, Origin, Outcome, Promise, Unmeasured, Verdict};
use crate::window::{Aggregate, Share, Window, names};

#[derive(Debug)]
pub(super) struct Watcher {
    promise: Promise,
    series: String,
    covered_ms: u64,
    whole: Option<Aggregate>,
    growth: Growth,
    /// Failures among the same requests: a metric of requests means nothing when all failed.
    failures: Share,
    failing_ms: u64,
    failing_longest_ms: u64,
    sliding: Option<Sliding>,
    worst_stretch: Option<Figure>,
}

impl Watcher {
    pub(super) fn new(promise: Promise) -> Self {
        let objective = &promise.objective;
        Self {
            series: objective.series().to_owned(),
            covered_ms: 0,
            whole: None,
            growth: Growth::default(),
            failures: Share::default(),
            failing_ms: 0,
            failing_longest_ms: 0,
            sliding: objective.over.map(|span| Sliding::new(span.duration().as_millis() as u64)),
            worst_stretch: None,
            promise,
        }
    }

    pub(super) fn observe(&mut self, window: &Window) {
        let filter = &self.promise.objective.filter;
        let length_ms = u64::from(window.length_ms);
        let seen = window.merged(&self.series, filter);
        if self.is_about_answers()
            && let Some(Aggregate::Share(share)) = window.merged(names::HTTP_ERRORS, filter)
        {
            self.failures.hits += share.hits;
            self.failures.total += share.total;
        }
        self.covered_ms += length_ms;
        follow(&mut self.whole, seen.as_ref());
        self.watch_stretch(length_ms, seen.as_ref());
        if let Some(seen) = &seen {
            self.watch_level(window, seen);
            self.watch_streak(length_ms, seen);
        }
    }

    /// Metrics of requests that speak of answers: their time and their rate, not their errors. The generator
    /// makes no promises about answers, and a script's thresholds count what they name.
    fn is_about_answers(&self) -> bool {
        !matches!(self.promise.origin, Origin::Generator | Origin::Script)
            && matches!(
                &*self.series,
                names::RESPONSE_TIME | names::SERVICE_TIME | names::HTTP_REQUESTS
            )
    }

    fn watch_level(&mut self, window: &Window, seen: &Aggregate) {
        if let Some(level) = figure::read(Statistic::Avg, seen, 1.0) {
            self.growth.observe(window.start_ms, level.value);
        }
    }

    fn watch_streak(&mut self, length_ms: u64, seen: &Aggregate) {
        let Some(figure) = self.read(seen, length_ms) else { return };
        if self.holds(figure.value) {
            self.failing_ms = 0;
        } else {
            self.failing_ms += length_ms;
            self.failing_longest_ms = self.failing_longest_ms.max(self.failing_ms);
        }
    }

    fn watch_stretch(&mut self, length_ms: u64, seen: Option<&Aggregate>) {
        let Some((Some(stretch), stretch_ms)) =
            self.sliding.as_mut().and_then(|sliding| sliding.push(length_ms, seen))
        else {
            return;
        };
        let Some(figure) = self.read(&stretch, stretch_ms) else { return };
        let (comparison, target) = (self.objective().comparison, self.objective().target.base());
        let badness = |figure: &Figure| {
            let margin = comparison.margin(figure.value, target);
            margin.unwrap_or(-(figure.value - target).abs())
        };
        if self.worst_stretch.is_none_or(|worst| badness(&figure) < badness(&worst)) {
            self.worst_stretch = Some(figure);
        }
    }

    fn objective(&self) -> &Objective {
        &self.promise.objective
    }

    fn holds(&self, figure: f64) -> bool {
        self.objective().comparison.holds(figure, self.objective().target.base())
    }

    fn read(&self, aggregate: &Aggregate, length_ms: u64) -> Option<Figure> {
        let seconds = length_ms as f64 / 1_000.0;
        figure::read(self.objective().effective_statistic(), aggregate, seconds)
    }

    pub(super) fn verdict(&self) -> Verdict {
        let figure = self.figure();
        let outcome = self.outcome(figure);
        let shown = if matches!(outcome, Outcome::Unknown(_)) { None } else { figure };
        let target = self.objective().target;
        Verdict {
            promise: self.promise.clone(),
            margin: shown
                .filter(|_| self.objective().held.is_none())
                .and_then(|f| self.objective().comparison.margin(f.value, target.base())),
            figure: shown.map(|f| Quantity::from_base(self.objective().unit(), f.value)),
            evidence: Evidence {
                samples: figure.map_or(0, |f| f.samples),
                relative_error: shown.map_or(0.0, |f| f.relative_error),
                note: self.note(),
            },
            outcome,
        }
    }

    fn figure(&self) -> Option<Figure> {
        if self.objective().over.is_some() {
            return self.worst_stretch;
        }
        if self.objective().effective_statistic() == Statistic::Growth {
            let samples = figure::read(Statistic::Avg, self.whole.as_ref()?, 1.0)?.samples;
            let value = self.growth.share()?;
            return Some(Figure { value, relative_error: 0.0, samples });
        }
        match &self.whole {
            Some(whole) => self.read(whole, self.covered_ms),
            None => self.zero_of_script(),
        }
    }

    /// What a script's threshold is judged by when nothing was measured: zero, unless it is about a share.
    fn zero_of_script(&self) -> Option<Figure> {
        let is_judged = self.promise.origin == Origin::Script
            && self.objective().held.is_none()
            && self.objective().unit() != Unit::Share;
        is_judged.then_some(Figure { value: 0.0, relative_error: 0.0, samples: 0 })
    }

    fn outcome(&self, figure: Option<Figure>) -> Outcome {
        if self.failures.total > 0 && self.failures.hits == self.failures.total {
            return Outcome::Unknown(Unmeasured::NothingSucceeded);
        }
        if self.whole.is_none() && figure.is_none() {
            return Outcome::Unknown(self.why_nothing_was_seen());
        }
        let have = Span::from_millis(self.covered_ms);
        let longest = Span::from_millis(self.failing_longest_ms);
        match (self.objective().held, self.objective().over, figure) {
            (Some(held), _, _) if longest >= held => Outcome::Missed,
            (Some(need), _, _) | (None, Some(need), _) if have < need => {
                Outcome::Unknown(Unmeasured::TooShort { have, need })
            }
            (Some(_), _, _) => Outcome::Met,
            (None, _, Some(figure)) if self.holds(figure.value) => Outcome::Met,
            (None, _, Some(_)) => Outcome::Missed,
            (None, _, None) => Outcome::Unknown(Unmeasured::TooFew),
        }
    }

    fn why_nothing_was_seen(&self) -> Unmeasured {
        let statistic = self.objective().statistic;
        match self.objective().info().map(|info| info.measured_by(statistic)) {
            Some(Measured::BesideTest(how) | Measured::OutsideTest(how)) => {
                Unmeasured::NotHere(how)
            }
            Some(Measured::ByTest) | None => Unmeasured::NoSeries,
        }
    }

    fn note(&self) -> Option<String> {
        self.objective().held.filter(|_| self.failing_longest_ms > 0).map(|_| {
            format!("broken for {} at the longest", Span::from_millis(self.failing_longest_ms))
        })
    }
}
