//! A promise against a baseline: `http p95 -47%`, `http rate x3.2`.
//!
//! The words before the last are those of an objective, the last says how far the figure must have moved.

use std::fmt;
use std::str::FromStr;

use crate::objective::{Objective, ObjectiveError, Statistic};
use crate::quantity::Share;

const ACCEPTED: &str = "accepted: `http p95 -47%` (lower by at least that much), `http rate +20%`, \
                        `http rate x3.2`";

/// A figure of each kind, one of which fits any metric.
const FIGURES: [&str; 6] = ["1s", "1%", "1/s", "1B", "1B/s", "1"];

/// How a figure must have changed since a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The metric's name.
    pub metric: String,
    /// The figure of it, when the text names one.
    pub statistic: Option<Statistic>,
    /// How far it must have moved.
    pub bound: Bound,
}

/// How far a figure must have moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// `-47%`: lower by at least that share.
    Lower(Share),
    /// `+20%`: higher by at least that share.
    Higher(Share),
    /// `x3.2`: at least that many times as much.
    Times(f64),
}

impl Bound {
    /// The figure that must be reached, as a multiple of the one before: 0.53 for `-47%`.
    pub fn factor(self) -> f64 {
        match self {
            Self::Lower(share) => 1.0 - share.fraction(),
            Self::Higher(share) => 1.0 + share.fraction(),
            Self::Times(factor) => factor,
        }
    }

    /// Whether the change from `before` to `now` reaches it.
    pub fn holds(self, before: f64, now: f64) -> bool {
        let wanted = before * self.factor();
        match self {
            Self::Lower(_) => now <= wanted,
            Self::Higher(_) | Self::Times(_) => now >= wanted,
        }
    }
}

impl FromStr for Change {
    type Err = ObjectiveError;

    fn from_str(text: &str) -> Result<Self, ObjectiveError> {
        let text = text.trim_end();
        let start = text.rfind(char::is_whitespace).map_or(0, |before| before + 1);
        let (head, last) = (text[..start].trim_end(), &text[start..]);
        let bound = bound_of(last).ok_or_else(|| ObjectiveError {
            message: format!("`{last}` does not say how far a figure must move"),
            offset: start,
            length: last.len(),
            hint: ACCEPTED.to_owned(),
        })?;
        let (metric, statistic) = metric_of(head)?;
        Ok(Self { metric, statistic, bound })
    }
}

fn bound_of(word: &str) -> Option<Bound> {
    if let Some(factor) = word.strip_prefix('x') {
        let plain = factor.chars().all(|c| c.is_ascii_digit() || c == '.');
        let factor = factor.parse().ok().filter(|factor: &f64| plain && *factor > 0.0);
        return factor.map(Bound::Times);
    }
    if let Some(share) = word.strip_prefix('-') {
        let share: Share = share.parse().ok()?;
        return (share.fraction() > 0.0 && share.fraction() <= 1.0).then_some(Bound::Lower(share));
    }
    let share: Share = word.strip_prefix('+')?.parse().ok()?;
    (share.fraction() > 0.0).then_some(Bound::Higher(share))
}

/// The metric and statistic in words, read by the grammar of objectives with a figure that fits.
fn metric_of(head: &str) -> Result<(String, Option<Statistic>), ObjectiveError> {
    let mut refused = None;
    for figure in FIGURES {
        match format!("{head} == {figure}").parse::<Objective>() {
            Ok(objective) => return Ok((objective.metric, objective.statistic)),
            // An error within the words is the same whatever the figure.
            Err(error) if error.offset < head.len() => return Err(error),
            Err(error) => refused = Some(error),
        }
    }
    let error = refused.expect("at least one figure was tried");
    Err(ObjectiveError { offset: 0, length: head.len(), ..error })
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.metric)?;
        if let Some(statistic) = self.statistic {
            write!(f, " {statistic}")?;
        }
        write!(f, " {}", self.bound)
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lower(share) => write!(f, "-{share}"),
            Self::Higher(share) => write!(f, "+{share}"),
            Self::Times(factor) => write!(f, "x{factor}"),
        }
    }
}
