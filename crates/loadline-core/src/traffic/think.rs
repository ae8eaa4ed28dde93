//! Think time: what a user does between two iterations, which is nothing, for a while.
//!
//! Texts `0s`, `1s`, `1s..3s`, `pacing 5s` come in and are printed again. Drawing from a range is the
//! engine's work.

use std::fmt;
use std::str::FromStr;

use super::error::TrafficError;
use crate::quantity::Span;

const ACCEPTED: &str = "accepted: `0s`, `1s`, `1s..3s`, `pacing 5s`";

/// The pause between two iterations of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Think {
    /// No pause.
    #[default]
    None,
    /// Always the same pause.
    Constant(Span),
    /// A pause drawn evenly between two lengths.
    Range(Span, Span),
    /// The next iteration starts that long after the last one started, or at once when that has passed.
    Pacing(Span),
}

impl Think {
    /// The same pause with its lengths times `factor`.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        match self {
            Self::None => Self::None,
            Self::Constant(span) => Self::Constant(span.scaled(factor)),
            Self::Range(low, high) => Self::Range(low.scaled(factor), high.scaled(factor)),
            Self::Pacing(span) => Self::Pacing(span.scaled(factor)),
        }
    }
}

impl FromStr for Think {
    type Err = TrafficError;

    fn from_str(text: &str) -> Result<Self, TrafficError> {
        let text = text.trim();
        let span = |part: &str| {
            part.parse::<Span>()
                .map_err(|_| TrafficError::new(format!("`{text}` is not a think time"), ACCEPTED))
        };
        if let Some(every) = text.strip_prefix("pacing ") {
            return match span(every)? {
                Span::ZERO => Err(TrafficError::new("a pacing of zero is no pacing", ACCEPTED)),
                every => Ok(Self::Pacing(every)),
            };
        }
        let Some((low, high)) = text.split_once("..") else {
            return Ok(match span(text)? {
                Span::ZERO => Self::None,
                pause => Self::Constant(pause),
            });
        };
        match (span(low)?, span(high)?) {
            (low, high) if low > high => {
                let message = format!("`{text}` ends before it begins");
                Err(TrafficError::new(message, format!("turn it round: `{high}..{low}`")))
            }
            (Span::ZERO, Span::ZERO) => Ok(Self::None),
            (low, high) if low == high => Ok(Self::Constant(low)),
            (low, high) => Ok(Self::Range(low, high)),
        }
    }
}

impl fmt::Display for Think {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("0s"),
            Self::Constant(span) => span.fmt(f),
            Self::Range(low, high) => write!(f, "{low}..{high}"),
            Self::Pacing(every) => write!(f, "pacing {every}"),
        }
    }
}
