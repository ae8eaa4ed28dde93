//! The objective as data, and its printer.

use std::fmt;

use super::catalogue::{MetricInfo, metric_info};
use super::parse::{ends_word, is_name};
use super::statistic::Statistic;
use crate::quantity::{Quantity, Span, Unit};
use crate::window::Tags;

/// One promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// The metric's name: a built-in one or any metric by its own name, which stands in quotation marks where
    /// a built-in metric has it too.
    pub metric: String,
    /// The figure of it, when the sentence names one.
    pub statistic: Option<Statistic>,
    /// How the figure and the quantity must compare.
    pub comparison: Comparison,
    /// The quantity promised.
    pub target: Quantity,
    /// `for`: the promise is broken only when it fails this long without a break.
    pub held: Option<Span>,
    /// `over`: the promise holds in every stretch of this length.
    pub over: Option<Span>,
    /// `where`: only series with these tags count.
    pub filter: Tags,
}

impl Objective {
    /// The promise that is broken exactly when this sentence is true: `http errors > 50% for 10s` says when to
    /// give a test up, `http errors <= 50% for 10s` is the promise behind it.
    #[must_use]
    pub fn turned_round(&self) -> Self {
        let comparison = match self.comparison {
            Comparison::Below => Comparison::AtLeast,
            Comparison::AtMost => Comparison::Above,
            Comparison::Above => Comparison::AtMost,
            Comparison::AtLeast => Comparison::Below,
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
        };
        Self { comparison, ..self.clone() }
    }
}

/// How a figure must compare with the quantity promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

impl Comparison {
    pub(crate) const ALL: [Self; 6] =
        [Self::AtMost, Self::AtLeast, Self::Equal, Self::NotEqual, Self::Below, Self::Above];

    /// The sign in sentences.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
        }
    }

    /// Whether it asks for less, more or a certain figure: two promises of one figure in the same direction
    /// can replace each other.
    pub const fn direction(self) -> std::cmp::Ordering {
        match self {
            Self::Below | Self::AtMost => std::cmp::Ordering::Less,
            Self::Above | Self::AtLeast => std::cmp::Ordering::Greater,
            Self::Equal | Self::NotEqual => std::cmp::Ordering::Equal,
        }
    }

    /// Whether `figure` keeps the promise of `target`.
    pub fn holds(self, figure: f64, target: f64) -> bool {
        match self {
            Self::Below => figure < target,
            Self::AtMost => figure <= target,
            Self::Above => figure > target,
            Self::AtLeast => figure >= target,
            Self::Equal => figure == target,
            Self::NotEqual => figure != target,
        }
    }

    /// How far `figure` is on the good side of `target`, as a share of the target; negative when the
    /// promise is broken, none where no share can be formed.
    pub fn margin(self, figure: f64, target: f64) -> Option<f64> {
        if target == 0.0 {
            return None;
        }
        match self {
            Self::Below | Self::AtMost => Some((target - figure) / target),
            Self::Above | Self::AtLeast => Some((figure - target) / target),
            Self::Equal | Self::NotEqual => None,
        }
    }
}

impl Objective {
    /// The built-in metric's row, none for a metric by its own name.
    pub fn info(&self) -> Option<&'static MetricInfo> {
        metric_info(&self.metric)
    }

    /// The series it is read from: the metric's own in the unit of the target, or the series of that name.
    pub fn series(&self) -> &str {
        let Some(info) = self.info() else { return self.metric.trim_matches('"') };
        // Growth is a share whatever grows.
        let is_growth = self.statistic == Some(Statistic::Growth);
        let reading =
            if is_growth { info.reading } else { info.reading_in(self.statistic, self.unit()) };
        reading.series()
    }

    /// The figure the promise is about: the one named, else the metric's default, else the mean.
    pub fn effective_statistic(&self) -> Statistic {
        self.statistic.or_else(|| self.info().map(|info| info.default)).unwrap_or(Statistic::Avg)
    }

    /// The unit its figure has: the target's, or a share where growth is meant.
    pub fn unit(&self) -> Unit {
        self.target.unit()
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.metric)?;
        if let Some(statistic) = self.statistic {
            write!(f, " {statistic}")?;
        }
        write!(f, " {} {}", self.comparison.sign(), self.target)?;
        if let Some(held) = self.held {
            write!(f, " for {held}")?;
        }
        if let Some(over) = self.over {
            write!(f, " over {over}")?;
        }
        for (place, (tag, value)) in self.filter.iter().enumerate() {
            let word = if place == 0 { "where" } else { "and" };
            let tag = Quoted { text: tag, quoted: !is_name(tag) };
            let value =
                Quoted { text: value, quoted: value.is_empty() || value.contains(ends_word) };
            write!(f, " {word} {tag} = {value}")?;
        }
        Ok(())
    }
}

/// A word that stands in quotation marks where it could not be read otherwise.
struct Quoted<'a> {
    text: &'a str,
    quoted: bool,
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.quoted { write!(f, "\"{}\"", self.text) } else { f.write_str(self.text) }
    }
}
