//! Two runs side by side: plain data that `loadline-stats` makes and `loadline-report` prints.
//!
//! Every difference carries the interval it is known within; a bare percentage has no place here.

use crate::quantity::Unit;
use crate::verdict::Verdict;
use crate::window::SeriesKey;

/// Run B held against run A.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The run that B is held against.
    pub a: ComparedRun,
    /// The run in question.
    pub b: ComparedRun,
    /// How sure a difference must be before it is called one, 0 to 1.
    pub confidence: f64,
    /// Every figure, group by group.
    pub figures: Vec<ComparedFigure>,
    /// The objectives of both runs.
    pub objectives: Vec<ComparedObjective>,
    /// What a reader must know before believing it: different traffic, runs too short, names left out.
    pub notes: Vec<String>,
}

/// A run as far as a comparison names it.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedRun {
    /// Its id in the store.
    pub id: String,
    /// The test's name.
    pub name: String,
    /// When it started, as text.
    pub started: String,
    /// What the traffic went to.
    pub target: String,
    /// The traffic in words.
    pub traffic: String,
    /// The time compared, in seconds.
    pub seconds: f64,
}

/// What a figure is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// All requests.
    All,
    /// Requests of one name and method.
    Request {
        /// The method; empty where it is not known.
        method: String,
        /// The name.
        name: String,
    },
    /// A watched series.
    Resource(SeriesKey),
}

/// Which figure of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureKind {
    /// The median of the response time.
    P50,
    /// Its 95th percentile.
    P95,
    /// Its 99th percentile.
    P99,
    /// Finished requests per second.
    Rate,
    /// Share of requests that failed.
    Errors,
    /// The mean of a watched series.
    Mean,
}

impl FigureKind {
    /// The figure's name: `p95`, `rate`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::P50 => "p50",
            Self::P95 => "p95",
            Self::P99 => "p99",
            Self::Rate => "rate",
            Self::Errors => "errors",
            Self::Mean => "mean",
        }
    }
}

/// One figure of both runs.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedFigure {
    /// What it is about.
    pub subject: Subject,
    /// Which figure.
    pub kind: FigureKind,
    /// The unit of both values.
    pub unit: Unit,
    /// In run A; none where it was not measured.
    pub a: Option<f64>,
    /// In run B.
    pub b: Option<f64>,
    /// B less A, where both were measured for long enough.
    pub difference: Option<Difference>,
    /// What it comes to.
    pub change: Change,
}

/// How far B is from A, with the interval it is known within.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Whether the three below are parts of A's figure; else they are in the unit of the figure.
    pub is_relative: bool,
    /// The best estimate.
    pub estimate: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What a difference comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// B is surely on the good side of A.
    Better,
    /// B is surely on the bad side of A.
    Worse,
    /// B surely differs, in a figure of which neither more nor less is better.
    Different,
    /// Chance explains it as well. That is no proof of sameness.
    NotShown,
    /// One of the two has no such figure, or too little of it.
    Unknown,
}

/// An objective in both runs.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedObjective {
    /// Its sentence.
    pub sentence: String,
    /// Its verdict in run A; none where it was not promised.
    pub a: Option<Verdict>,
    /// Its verdict in run B.
    pub b: Option<Verdict>,
}

impl Comparison {
    /// Whether a figure is surely worse, or an objective that A met is missed by B.
    pub fn has_regressed(&self) -> bool {
        let is_worse = self.figures.iter().any(|figure| figure.change == Change::Worse);
        is_worse || self.objectives.iter().any(ComparedObjective::has_regressed)
    }
}

impl ComparedObjective {
    /// Whether A met it and B does not.
    pub fn has_regressed(&self) -> bool {
        use crate::verdict::Outcome::{Met, Missed};
        let outcome = |verdict: &Option<Verdict>| verdict.as_ref().map(|v| v.outcome.clone());
        outcome(&self.a) == Some(Met) && outcome(&self.b) == Some(Missed)
    }
}
