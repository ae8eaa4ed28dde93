//! The verdict: an objective judged over windows, with the figure, the margin and the evidence.

use std::fmt;
use std::str::FromStr;

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
    /// A threshold of a script. One whose metric never came is judged by a figure of zero, as k6 does it, and a
    /// share of nothing holds.
    Script,
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

/// As a run keeps it: `command line`, `file`, `pack muppet T6`, `script`, `implied`, `generator`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("command line"),
            Self::File => f.write_str("file"),
            Self::Pack { pack, id } => write!(f, "pack {pack} {id}"),
            Self::Script => f.write_str("script"),
            Self::Implied => f.write_str("implied"),
            Self::Generator => f.write_str("generator"),
        }
    }
}

/// A text that names no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an origin of an objective")]
pub struct UnknownOrigin(String);

impl FromStr for Origin {
    type Err = UnknownOrigin;

    fn from_str(text: &str) -> Result<Self, UnknownOrigin> {
        Ok(match text {
            "command line" => Self::CommandLine,
            "file" => Self::File,
            "script" => Self::Script,
            "implied" => Self::Implied,
            "generator" => Self::Generator,
            _ => {
                let named = text.strip_prefix("pack ").and_then(|rest| rest.rsplit_once(' '));
                let (pack, id) = named.ok_or_else(|| UnknownOrigin(text.to_owned()))?;
                Self::Pack { pack: pack.to_owned(), id: id.to_owned() }
            }
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_reads_back_as_it_was_written() {
        let pack = Origin::Pack { pack: "my own".to_owned(), id: "T6".to_owned() };
        use Origin::{CommandLine, File, Generator, Implied, Script};
        for origin in [CommandLine, File, pack, Script, Implied, Generator] {
            assert_eq!(origin.to_string().parse(), Ok(origin));
        }
        "nobody".parse::<Origin>().unwrap_err();
    }
}
