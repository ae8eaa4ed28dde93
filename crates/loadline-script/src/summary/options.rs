//! How figures are to be shown: the figures of a trend, their unit, colours.

use std::fmt;

use crate::options::{Options, TimeUnit};

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

impl Default for SummaryOptions {
    /// k6's own: six figures, a unit for each time, colours where the terminal takes them.
    fn default() -> Self {
        Self::of(&Options::default(), false)
    }
}

impl SummaryOptions {
    /// What a script's options ask for; whether colours are off is said elsewhere.
    pub fn of(options: &Options, no_color: bool) -> Self {
        let words = options.summary_trend_stats();
        let trend_stats = words.iter().filter_map(|word| TrendStat::from_word(word)).collect();
        Self { trend_stats, time_unit: options.summary_time_unit, no_color }
    }
}

impl TrendStat {
    /// The figure that a word names; none for other words.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "avg" => Self::Avg,
            "min" => Self::Min,
            "med" => Self::Med,
            "max" => Self::Max,
            "count" => Self::Count,
            _ => {
                let percent = word.strip_prefix("p(")?.strip_suffix(')')?.parse::<f64>().ok()?;
                let percent = Some(percent).filter(|percent| (0.0..=100.0).contains(percent))?;
                Self::Percentile(percent, word.to_owned())
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
