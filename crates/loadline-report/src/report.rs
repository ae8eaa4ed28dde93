//! What every format is given: the run, its verdicts and findings, and its windows folded three ways.

use loadline_core::window::Rollup;
use loadline_core::{BreakingPoint, Finding, Sample, Verdict};

use crate::fold::Stretch;
use crate::timeline::Timeline;

/// A finished run, ready to be written in any format.
#[derive(Debug, Clone)]
pub struct Report {
    /// What was run.
    pub run: RunInfo,
    /// What became of each objective.
    pub verdicts: Vec<Verdict>,
    /// Why the figures cannot be trusted; empty when they can.
    pub findings: Vec<Finding>,
    /// What was found about the tested under load, and what to do about it; it fails no run.
    pub advice: Vec<Finding>,
    /// All windows as one.
    pub whole: Rollup,
    /// The windows along the time axis.
    pub timeline: Timeline,
    /// The windows stage by stage; empty when the test has no stages.
    pub stages: Vec<Level>,
    /// The run cut by its load, in the order of time; empty when the load never changed.
    pub levels: Vec<loadline_core::Level>,
    /// What the levels say about the most the target carries; none without levels.
    pub breaking_point: Option<BreakingPoint>,
    /// A few failing requests as they were sent and answered; empty where none were kept.
    pub samples: Vec<Sample>,
}

/// What was run, where, and how it ended.
#[derive(Debug, Clone)]
pub struct RunInfo {
    /// The run's id in the store.
    pub id: String,
    /// The test's name.
    pub name: String,
    /// What the traffic went to.
    pub target: String,
    /// The service's name, where a file gave one.
    pub service: Option<String>,
    /// When it started, as RFC 3339 text.
    pub started: String,
    /// When it started, in milliseconds since 1970.
    pub started_ms: i64,
    /// The command that repeats the run.
    pub command: String,
    /// The version of Loadline.
    pub version: String,
    /// What is worth knowing about the machine, as name and value.
    pub environment: Vec<(String, String)>,
    /// The traffic in words: `50 users for 30s`.
    pub traffic: String,
    /// Whether arrivals came at a rate of their own: response and service time then differ.
    pub open: bool,
    /// How long figures were left out at the beginning, in milliseconds.
    pub warm_up_ms: u64,
    /// How it ended.
    pub ending: Ending,
    /// The sentence that ended it, where it gave itself up.
    pub aborted: Option<String>,
    /// The stages of the traffic, in order.
    pub stages: Vec<StageMark>,
}

impl RunInfo {
    /// Why it did not reach its planned end, in words; none when it did.
    pub(crate) fn cut_short(&self) -> Option<String> {
        let why = match self.ending {
            Ending::Completed => return None,
            Ending::Interrupted => "interrupted before its end".to_owned(),
            Ending::Killed => "killed before its end".to_owned(),
            Ending::Aborted => {
                let sentence = self.aborted.as_deref().unwrap_or_default();
                format!("given up when it came true that {sentence}")
            }
        };
        Some(why)
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// As planned.
    Completed,
    /// Gave itself up, as it was told to.
    Aborted,
    /// Stopped early on request.
    Interrupted,
    /// The process died; the windows up to then remain.
    Killed,
}

impl Ending {
    /// The ending in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Aborted => "aborted",
            Self::Interrupted => "interrupted",
            Self::Killed => "killed",
        }
    }
}

/// A stage of the traffic on the time axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageMark {
    /// What the stage does: `to 200 users`.
    pub label: String,
    /// Where it starts, in milliseconds from the run's start.
    pub start_ms: u64,
    /// Where it ends, in milliseconds from the run's start.
    pub end_ms: u64,
}

/// A stage with what was measured in it.
#[derive(Debug, Clone)]
pub struct Level {
    /// The stage's label.
    pub label: String,
    /// Its figures.
    pub stretch: Stretch,
}
