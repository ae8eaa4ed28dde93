//! How figures are to be shown: the figures of a trend, their unit, colours.

use std::fmt;
use std::str::FromStr;

/// How figures are to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryOptions {
    /// The figures of each trend, in this order (`summaryTrendStats`).
    pub trend_stats: Vec<TrendStat>,
    /// The unit of all times (`summaryTimeUnit`); none to choose one for each.
    pub time_unit: Option<TimeUnit>,
    /// Whether colours are off whatever the terminal.
    pub no_color: bool,
}

/// A figure of a trend.
#[derive(Debug, Clone, PartialEq)]
pub enum TrendStat {
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
    /// A percentile, with its word as it was written: `p(99.9)`.
    Percentile(f64, String),
}

/// The unit of all times in a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
}

/// A word that names no figure of a trend, or no unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SummaryOptionError {
    /// Not a figure of a trend.
    #[error(
        "`{0}` is no figure of a trend; it is `avg`, `min`, `med`, `max`, `count` or `p(99.9)`"
    )]
    TrendStat(String),
    /// Not a unit of time.
    #[error("`{0}` is no unit of time for summaries; it is `s`, `ms` or `us`")]
    TimeUnit(String),
}

impl Default for SummaryOptions {
    /// k6's own: six figures, a unit for each time, colours where the terminal takes them.
    fn default() -> Self {
        let percentile = |percent| TrendStat::Percentile(percent, format!("p({percent})"));
        let (p90, p95) = (percentile(90.0), percentile(95.0));
        let trend_stats =
            vec![TrendStat::Avg, TrendStat::Min, TrendStat::Med, TrendStat::Max, p90, p95];
        Self { trend_stats, time_unit: None, no_color: false }
    }
}

impl FromStr for TrendStat {
    type Err = SummaryOptionError;

    fn from_str(text: &str) -> Result<Self, SummaryOptionError> {
        Ok(match text {
            "avg" => Self::Avg,
            "min" => Self::Min,
            "med" => Self::Med,
            "max" => Self::Max,
            "count" => Self::Count,
            _ => {
                let percent = text.strip_prefix("p(").and_then(|rest| rest.strip_suffix(')'));
                let percent = percent.and_then(|percent| percent.parse::<f64>().ok());
                let percent = percent.filter(|percent| (0.0..=100.0).contains(percent));
                let wrong = || SummaryOptionError::TrendStat(text.to_owned());
                Self::Percentile(percent.ok_or_else(wrong)?, text.to_owned())
            }
        })
    }
}

impl fmt::Display for TrendStat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Med => "med",
            Self::Max => "max",
            Self::Count => "count",
            Self::Percentile(_, word) => word,
        })
    }
}

impl FromStr for TimeUnit {
    type Err = SummaryOptionError;

    fn from_str(text: &str) -> Result<Self, SummaryOptionError> {
        match text {
            "s" => Ok(Self::Seconds),
            "ms" => Ok(Self::Milliseconds),
            "us" => Ok(Self::Microseconds),
            _ => Err(SummaryOptionError::TimeUnit(text.to_owned())),
        }
    }
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "us",
        })
    }
}
