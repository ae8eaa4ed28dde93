//! Metrics of k6 as those who send them have to know them: which series each is, and what k6 calls it.

use std::collections::BTreeMap;
use std::sync::Arc;

use loadline_core::histogram::Histogram;

/// A metric of k6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct K6Metric {
    /// k6's name.
    pub name: Arc<str>,
    /// The series that it is in windows.
    pub series: Arc<str>,
    /// What it is.
    pub kind: K6Kind,
    /// What its figures are in.
    pub unit: K6Unit,
}

/// The four kinds of metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum K6Kind {
    /// A sum that grows.
    Counter,
    /// A level.
    Gauge,
    /// How many of all were not zero.
    Rate,
    /// How values are spread.
    Trend,
}

/// What figures are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum K6Unit {
    /// Nothing.
    None,
    /// Seconds in windows, milliseconds in k6.
    Time,
    /// Bytes.
    Bytes,
}

/// A figure of a trend that is sent on its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TrendFigure {
    /// The arithmetic mean.
    Avg,
    /// The smallest value.
    Min,
    /// The median.
    Med,
    /// The largest value.
    Max,
    /// How many values.
    Count,
    /// Their sum.
    Sum,
    /// A percentile, from 0 to 100.
    Percentile(f64),
}

/// The metrics of a run by the series they are.
#[derive(Debug, Default)]
pub(crate) struct K6Metrics(BTreeMap<Arc<str>, K6Metric>);

impl K6Metrics {
    pub(crate) fn new(metrics: Vec<K6Metric>) -> Self {
        Self(metrics.into_iter().map(|metric| (metric.series.clone(), metric)).collect())
    }

    pub(crate) fn of_series(&self, series: &str) -> Option<&K6Metric> {
        self.0.get(series)
    }
}

impl K6Unit {
    /// A figure of a window in k6's unit.
    pub(crate) fn in_k6(self, value: f64) -> f64 {
        if self == Self::Time { value * 1_000.0 } else { value }
    }
}

impl TrendFigure {
    /// The figure that a word of k6 names, such as `avg`, `sum` or `p(99.9)`; none for other words.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "avg" => Self::Avg,
            "min" => Self::Min,
            "med" => Self::Med,
            "max" => Self::Max,
            "count" => Self::Count,
            "sum" => Self::Sum,
            _ => {
                let percent = word.strip_prefix("p(")?.strip_suffix(')')?.parse().ok()?;
                Self::Percentile(Some(percent).filter(|percent| (0.0..=100.0).contains(percent))?)
            }
        })
    }

    /// What a metric's name ends with: `p999` for the 99.9th percentile.
    pub(crate) fn suffix(self) -> String {
        match self {
            Self::Avg => "avg".to_owned(),
            Self::Min => "min".to_owned(),
            Self::Med => "med".to_owned(),
            Self::Max => "max".to_owned(),
            Self::Count => "count".to_owned(),
            Self::Sum => "sum".to_owned(),
            Self::Percentile(percent) => format!("p{}", percent.to_string().replace('.', "")),
        }
    }

    pub(crate) fn of(self, values: &Histogram) -> f64 {
        let quantile = |q| values.quantile(q).map(|estimate| estimate.value);
        let figure = match self {
            Self::Avg => values.mean(),
            Self::Min => values.min(),
            Self::Med => quantile(0.5),
            Self::Max => values.max(),
            Self::Count => Some(values.count() as f64),
            Self::Sum => Some(values.sum()),
            Self::Percentile(percent) => quantile(percent / 100.0),
        };
        figure.unwrap_or_default()
    }
}
