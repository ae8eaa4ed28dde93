//! From thresholds as they are written to promises for the judge.

use std::collections::BTreeMap;
use std::time::Duration;

use loadline_core::objective::Statistic;
use loadline_core::verdict::Outcome;
use loadline_core::{Objective, Origin, Promise, Quantity, Rate, Share, Span, Tags, Verdict};

use super::expression::{self, Expression, Method};
use super::selector::{self, Selector};
use crate::options::{Options, OptionsError, ThresholdSpec};
use crate::summary::{Contains, MetricKind, ThresholdResult};

/// What a threshold has to know of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// What it is.
    pub kind: MetricKind,
    /// What its figures are: times lie in windows in seconds.
    pub contains: Contains,
    /// The series it is in windows.
    pub series: String,
}

/// One threshold, ready to be judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// The metric or sub-metric as the script writes it.
    pub metric: String,
    /// The expression as the script writes it.
    pub source: String,
    /// What is promised.
    pub promise: Promise,
    /// Whether the test ends when it is crossed.
    pub abort_on_fail: bool,
    /// How long after the beginning of the test that is not looked at.
    pub delay_abort_eval: Duration,
}

/// All thresholds of a script, by metric and in the order they are written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Thresholds(Vec<Threshold>);

impl Thresholds {
    /// Reads the thresholds of `options`; `metric` knows every metric of the test by its name.
    ///
    /// # Errors
    /// When an expression cannot be read, a metric is not known, or has no such figure.
    pub fn compile(
        options: &Options,
        metric: impl Fn(&str) -> Option<Metric>,
    ) -> Result<Self, OptionsError> {
        let mut all = Vec::new();
        for (name, specs) in options.thresholds.iter().flatten() {
            let subject = Subject::read(name, &metric)?;
            for (item, spec) in specs.iter().enumerate() {
                all.push(subject.threshold(item, spec)?);
            }
        }
        Ok(Self(all))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Threshold> {
        self.0.iter()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The promises, in the order of [`Self::iter`].
    pub fn promises(&self) -> impl Iterator<Item = Promise> {
        self.0.iter().map(|threshold| threshold.promise.clone())
    }

    /// What became of each, by metric: `verdicts` are those of [`Self::promises`], in their order. What was not
    /// measured holds.
    pub fn results(&self, verdicts: &[Verdict]) -> BTreeMap<&str, Vec<ThresholdResult>> {
        let mut results: BTreeMap<&str, Vec<ThresholdResult>> = BTreeMap::new();
        for (threshold, verdict) in self.0.iter().zip(verdicts) {
            let is_ok = verdict.outcome != Outcome::Missed;
            let result = ThresholdResult { source: threshold.source.clone(), is_ok };
            results.entry(&threshold.metric).or_default().push(result);
        }
        results
    }
}

/// The metric or sub-metric of some thresholds.
struct Subject<'a> {
    name: &'a str,
    metric: Metric,
    filter: Tags,
}

impl<'a> Subject<'a> {
    fn read(name: &'a str, metric: impl Fn(&str) -> Option<Metric>) -> Result<Self, OptionsError> {
        let wrong =
            |message: String, hint: &str| OptionsError::in_thresholds(name, None, message, hint);
        let selector = Selector::read(name).map_err(|message| wrong(message, selector::FORM))?;
        let known = metric(selector.metric).ok_or_else(|| {
            let message = format!("there is no metric `{}`", selector.metric);
            wrong(
                message,
                "accepted: k6's own metrics, and those that the script makes at its top level",
            )
        })?;
        Ok(Self { name, metric: known, filter: Tags::new(selector.tags) })
    }

    fn threshold(&self, item: usize, spec: &ThresholdSpec) -> Result<Threshold, OptionsError> {
        let wrong = |message: String, hint: String| {
            let message = format!("`{}`: {message}", spec.source);
            OptionsError::in_thresholds(self.name, Some(item), message, hint)
        };
        let expression = Expression::read(&spec.source)
            .map_err(|message| wrong(message, expression::FORM.to_owned()))?;
        let (statistic, target) = self.figure(expression).ok_or_else(|| {
            let kind = self.metric.kind;
            let message =
                format!("a metric of the kind {} has no `{}`", kind.word(), expression.method);
            wrong(message, format!("accepted: {}", figures_of(kind)))
        })?;
        let mut objective = Objective {
            metric: self.metric.series.clone(),
            statistic: Some(statistic),
            comparison: expression.comparison,
            target,
            held: expression.held,
            over: expression.over,
            filter: self.filter.clone(),
        };
        // Where a built-in metric of objectives has that name and means something else, quotation marks tell
        // the two apart.
        let is_itself = objective.to_string().parse().as_ref() == Ok(&objective);
        if !is_itself || objective.series() != self.metric.series {
            objective.metric = format!("\"{}\"", self.metric.series);
        }
        Ok(Threshold {
            metric: self.name.to_owned(),
            source: spec.source.clone(),
            promise: Promise { objective, origin: Origin::Script },
            abort_on_fail: spec.abort_on_fail,
            delay_abort_eval: spec.delay_abort_eval.unwrap_or_default(),
        })
    }

    /// The figure in the judge's words, and the limit in its unit.
    fn figure(&self, expression: Expression) -> Option<(Statistic, Quantity)> {
        use MetricKind::{Counter, Gauge, Trend};
        let limit = expression.limit;
        let level = match self.metric.contains {
            // A length of time is never below zero; a limit there is a plain number.
            Contains::Time if limit >= 0.0 => Quantity::Time(Span::from_secs_f64(limit / 1_000.0)),
            Contains::Time => Quantity::Count(limit / 1_000.0),
            Contains::Default | Contains::Data => Quantity::Count(limit),
        };
        let statistic = match (self.metric.kind, expression.method) {
            (Counter, Method::Count) => Statistic::Count,
            (Counter, Method::Rate) if limit < 0.0 => {
                return Some((Statistic::Rate, Quantity::Count(limit)));
            }
            (Counter, Method::Rate) => {
                return Some((Statistic::Rate, Quantity::Rate(Rate::per_second(limit))));
            }
            (MetricKind::Rate, Method::Rate) if limit < 0.0 => {
                return Some((Statistic::Value, Quantity::Count(limit)));
            }
            (MetricKind::Rate, Method::Rate) => {
                return Some((Statistic::Value, Quantity::Share(Share::from_fraction(limit))));
            }
            (Gauge, Method::Value) => Statistic::Value,
            (Trend, Method::Avg) => Statistic::Avg,
            (Trend, Method::Min) => Statistic::Min,
            (Trend, Method::Max) => Statistic::Max,
            (Trend, Method::Med) => Statistic::Med,
            (Trend, Method::Percentile(percent)) => Statistic::Percentile(percent),
            _ => return None,
        };
        Some((statistic, level))
    }
}

/// The figures that a kind of metric has.
const fn figures_of(kind: MetricKind) -> &'static str {
    match kind {
        MetricKind::Counter => "`count`, `rate`",
        MetricKind::Gauge => "`value`",
        MetricKind::Rate => "`rate`",
        MetricKind::Trend => "`avg`, `min`, `max`, `med`, `p(N)`",
    }
}
