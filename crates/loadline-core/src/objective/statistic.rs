//! The figure taken from a metric: the grammar's `aggregate`.

use std::fmt;

/// Which figure of a metric an objective speaks of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// The arithmetic mean.
    Avg,
    /// The smallest value.
    Min,
    /// The 0.5-quantile.
    Med,
    /// The largest value.
    Max,
    /// A percentile, kept as written: 95 for `p95`, 99.9 for `p99.9`.
    Percentile(f64),
    /// How many.
    Count,
    /// How many per second.
    Rate,
    /// How much the metric rose over the run, as a share of where it began.
    Growth,
    /// The latest value of a gauge, the share of a rate.
    Value,
}

/// Every word that names a statistic, as help and errors list them.
pub(super) const ACCEPTED: &str =
    "`avg`, `min`, `med`, `max`, `p50`…`p99.99`, `count`, `rate`, `growth`, `value`";

impl Statistic {
    /// The statistic that `word` names, if it names one.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "avg" | "mean" => Self::Avg,
            "min" => Self::Min,
            "med" => Self::Med,
            "max" => Self::Max,
            "count" => Self::Count,
            "rate" => Self::Rate,
            "growth" => Self::Growth,
            "value" => Self::Value,
            _ => return percentile(word),
        })
    }

    /// The quantile behind a percentile or the median, from 0 to 1.
    pub fn quantile(self) -> Option<f64> {
        match self {
            Self::Med => Some(0.5),
            Self::Percentile(percent) => Some(percent / 100.0),
            _ => None,
        }
    }
}

fn percentile(word: &str) -> Option<Statistic> {
    let digits = word.strip_prefix('p')?;
    if !digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let percent: f64 = digits.parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(Statistic::Percentile(percent))
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Avg => f.write_str("avg"),
            Self::Min => f.write_str("min"),
            Self::Med => f.write_str("med"),
            Self::Max => f.write_str("max"),
            Self::Percentile(percent) => write!(f, "p{percent}"),
            Self::Count => f.write_str("count"),
            Self::Rate => f.write_str("rate"),
            Self::Growth => f.write_str("growth"),
            Self::Value => f.write_str("value"),
        }
    }
}
