//! The verdict: an objective judged over windows, with the figure, the margin and the evidence.

use crate::objective::Objective;
use crate::quantity::{Quantity, Span};

/// An objective and where it was stated.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// What is promised.
    pub objective: Objective,
    /// Who promised it.
    pub origin: Origin,
}

/// Where an objective was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// `--objective`.
    CommandLine,
    /// `objectives:` of the service's file.
    File,
    /// A standards pack, with the id of the row.
    Pack {
        /// The pack's name.
        pack: String,
        /// The row's id.
        id: String,
    },
    /// Every run promises to get at least one good answer.
    Implied,
    /// Every run promises that its generator was not the bottleneck.
    Generator,
}

impl Origin {
    /// Whether somebody asked for this very objective: an unmeasured one is then a failure, not a remark.
    pub const fn is_explicit(&self) -> bool {
        matches!(self, Self::CommandLine | Self::File)
    }
}

/// A judged objective.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The objective and where it was stated.
    pub promise: Promise,
    /// What became of it.
    pub outcome: Outcome,
    /// The figure it was judged by, where there is one.
    pub figure: Option<Quantity>,
    /// How far the figure is on the good side of the target, as a share of the target.
    pub margin: Option<f64>,
    /// What the figure rests on.
    pub evidence: Evidence,
}

/// What a figure rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// How many values, readings or occurrences.
    pub samples: u64,
    /// The most the figure can be off, as a fraction of itself.
    pub relative_error: f64,
    /// What else is worth knowing, in words.
    pub note: Option<String>,
}

/// What became of an objective.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The figure keeps the promise.
    Met,
    /// The figure breaks the promise.
    Missed,
    /// Not measured; never counted as met.
    Unknown(Unmeasured),
}

/// Why an objective could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmeasured {
    /// This kind of run does not measure it; the text says what would.
    NotHere(&'static str),
    /// No series of that metric with those tags was seen.
    NoSeries,
    /// Requests were made and every one failed: a figure over failures is no evidence of speed.
    NothingSucceeded,
    /// Something was seen, but not enough for the figure asked for.
    TooFew,
    /// The run was shorter than the time the objective speaks of.
    TooShort {
        /// The time covered.
        have: Span,
        /// The time needed.
        need: Span,
    },
}

impl Unmeasured {
    /// Why, in words that fit after "unknown: ".
    pub fn reason(&self) -> String {
        match self {
            Self::NotHere(how) => (*how).to_owned(),
            Self::NoSeries => "nothing with that name and those tags was measured".to_owned(),
            Self::NothingSucceeded => "every request failed".to_owned(),
            Self::TooFew => "too few readings for this figure".to_owned(),
            Self::TooShort { have, need } => {
                format!("needs {need} of measurement, has {}", have.rounded())
            }
        }
    }
}

impl Verdict {
    /// Whether it fails a run: a broken promise, or a promise asked for by name that a test should have
    /// measured and did not.
    pub fn fails_run(&self) -> bool {
        match &self.outcome {
            Outcome::Met => false,
            Outcome::Missed | Outcome::Unknown(Unmeasured::NothingSucceeded) => true,
            Outcome::Unknown(Unmeasured::NoSeries | Unmeasured::TooFew) => {
                self.promise.origin.is_explicit()
            }
            Outcome::Unknown(Unmeasured::NotHere(_) | Unmeasured::TooShort { .. }) => false,
        }
    }
}
