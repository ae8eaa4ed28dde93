//! The figures of a metric, in k6's units: what texts and documents show of its aggregate.

use loadline_core::Histogram;
use loadline_core::window::{Aggregate, Gauge, Share};

use super::kind::MetricKind;
use super::options::TrendStat;
use super::results::{MetricResult, Results};

/// The figures of one metric.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Figures {
    /// How much, and how much per second.
    Counter { count: f64, rate: f64 },
    /// The latest level, the lowest and the highest.
    Gauge { value: f64, min: f64, max: f64 },
    /// How many of all were not zero.
    Rate { rate: f64, passes: u64, fails: u64 },
    /// Each figure that was asked for, with its word.
    Trend(Vec<(String, f64)>),
}

impl Figures {
    pub(super) fn of(metric: &MetricResult, results: &Results) -> Self {
        match metric.kind {
            MetricKind::Counter => {
                let count = count(metric);
                Self::Counter { count, rate: per_second(count, results.duration_s) }
            }
            MetricKind::Gauge => {
                let Gauge { last, min, max, .. } = gauge(metric);
                Self::Gauge { value: last, min, max }
            }
            MetricKind::Rate => {
                let share = share(metric);
                let Share { hits, total } = share;
                let rate = share.fraction().unwrap_or(0.0);
                Self::Rate { rate, passes: hits, fails: total - hits }
            }
            MetricKind::Trend => Self::Trend(trend(metric, &results.options.trend_stats)),
        }
    }
}

/// The figure that a threshold's word names, such as `p(95)`, `count` or `rate`; none for other words.
pub(super) fn named(metric: &MetricResult, results: &Results, word: &str) -> Option<f64> {
    let is_trend = metric.kind == MetricKind::Trend;
    match (Figures::of(metric, results), word) {
        (Figures::Counter { count, .. }, "count") => Some(count),
        (Figures::Counter { rate, .. } | Figures::Rate { rate, .. }, "rate") => Some(rate),
        (Figures::Gauge { value, .. }, "value") => Some(value),
        _ if is_trend => {
            let stat = TrendStat::from_word(word)?;
            trend(metric, &[stat]).first().map(|(_, value)| *value)
        }
        _ => None,
    }
}

fn per_second(count: f64, duration_s: f64) -> f64 {
    if count == 0.0 { 0.0 } else { count / duration_s }
}

fn count(metric: &MetricResult) -> f64 {
    match &metric.aggregate {
        Some(Aggregate::Counter(count)) => metric.contains.in_k6(*count),
        _ => 0.0,
    }
}

fn gauge(metric: &MetricResult) -> Gauge {
    let mut gauge = match &metric.aggregate {
        Some(Aggregate::Gauge(gauge)) => *gauge,
        _ => Gauge::reading(0.0),
    };
    for level in [&mut gauge.last, &mut gauge.min, &mut gauge.max] {
        *level = metric.contains.in_k6(*level);
    }
    gauge
}

fn share(metric: &MetricResult) -> Share {
    match &metric.aggregate {
        Some(Aggregate::Share(share)) => *share,
        _ => Share::default(),
    }
}

/// Each figure of `stats`; without a single value all of them are zero.
///
/// Percentiles are those of the histogram: between the two nearest values, as in k6, while the values
/// themselves are kept.
fn trend(metric: &MetricResult, stats: &[TrendStat]) -> Vec<(String, f64)> {
    let none = Histogram::new();
    let values = match &metric.aggregate {
        Some(Aggregate::Histogram(values)) => values,
        _ => &none,
    };
    let quantiles: Vec<f64> = stats.iter().filter_map(quantile).collect();
    let mut quantiles = values.quantiles(&quantiles).unwrap_or_default().into_iter();
    let mut figure = |stat: &TrendStat| match stat {
        TrendStat::Count => Some(values.count() as f64),
        TrendStat::Avg => scaled(metric, values.mean()),
        TrendStat::Min => scaled(metric, values.min()),
        TrendStat::Max => scaled(metric, values.max()),
        TrendStat::Med | TrendStat::Percentile(..) => {
            scaled(metric, quantiles.next().map(|estimate| estimate.value))
        }
    };
    stats.iter().map(|stat| (stat.to_string(), figure(stat).unwrap_or(0.0))).collect()
}

fn scaled(metric: &MetricResult, value: Option<f64>) -> Option<f64> {
    value.map(|value| metric.contains.in_k6(value))
}

fn quantile(stat: &TrendStat) -> Option<f64> {
    match stat {
        TrendStat::Med => Some(0.5),
        TrendStat::Percentile(percent, _) => Some(percent / 100.0),
        _ => None,
    }
}
