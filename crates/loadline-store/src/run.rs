//! A run as it is written and as it is read: plain data, no behaviour. The description is kept as JSON;
//! its field names are part of the format.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::RunId;

/// A run about to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRun {
    /// The name of the test.
    pub name: String,
    /// What is driven or watched.
    pub target: String,
    /// Start in milliseconds since 1970.
    pub started_ms: i64,
    /// Everything else that a reader needs.
    pub description: RunDescription,
}

/// Everything needed to show a run again, and to judge it again from its windows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RunDescription {
    /// The version of Loadline.
    pub version: String,
    /// The service's name, where a file gave one.
    pub service: Option<String>,
    /// The command line.
    pub command: String,
    /// The traffic in words: `64 users for 10s`.
    pub traffic: String,
    /// The stages of the traffic, in the order of time.
    pub stages: Vec<StageMark>,
    /// What was promised.
    pub promises: Vec<StoredPromise>,
    /// How long figures are left out at the beginning, in milliseconds.
    #[serde(default)]
    pub warm_up_ms: u64,
    /// Whether the load was open: arrivals by the clock, whatever the answers.
    pub open: bool,
    /// Where it ran: machine, cores, operating system, and what else may explain a figure.
    pub environment: BTreeMap<String, String>,
}

/// A stage of the traffic, from the start of the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageMark {
    /// What the stage is called.
    pub label: String,
    /// Begin in milliseconds since the start of the run.
    pub start_ms: u64,
    /// End in milliseconds since the start of the run.
    pub end_ms: u64,
}

/// An objective as text, so that it can be read whatever becomes of the grammar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPromise {
    /// The objective's sentence.
    pub sentence: String,
    /// Who promised it.
    pub origin: String,
}

/// A run in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What it is called by.
    pub id: RunId,
    /// The name of the test.
    pub name: String,
    /// What was driven or watched.
    pub target: String,
    /// Start in milliseconds since 1970.
    pub started_ms: i64,
    /// Everything else that a reader needs.
    pub description: RunDescription,
    /// When and how it ended; none while it goes on, and for ever when it was killed.
    pub ended: Option<Ended>,
    /// The verdicts it ended with.
    pub verdicts: Vec<StoredVerdict>,
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// End in milliseconds since 1970.
    pub at_ms: i64,
    /// How it ended.
    pub ending: Ending,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// As planned.
    Completed,
    /// Somebody stopped it.
    Interrupted,
    /// It gave itself up, for this reason.
    Aborted(String),
}

/// A verdict as it was printed when the run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVerdict {
    /// The objective's sentence.
    pub sentence: String,
    /// What became of it.
    pub outcome: StoredOutcome,
    /// The figure it was judged by, or why there is none, as text.
    pub figure: String,
}

/// What became of an objective; why one is unknown stands in the verdict's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredOutcome {
    /// The figure keeps the promise.
    Met,
    /// The figure breaks the promise.
    Missed,
    /// Not measured.
    Unknown,
}
