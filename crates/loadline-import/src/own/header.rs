//! The first and the last line of a run: what it was, and how it ended. Field names are part of the format.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the first line calls this format.
pub const SCHEMA: &str = "loadline.windows/1";

/// What was run: everything needed to show it, and to judge it again from its windows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Header {
    /// The name of the test.
    pub name: String,
    /// What was driven or watched.
    pub target: String,
    /// Start in milliseconds since 1970.
    pub started_ms: i64,
    /// The version of Loadline that measured.
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
    pub promises: Vec<Promise>,
    /// Whether the load was open: arrivals by the clock, whatever the answers.
    pub open: bool,
    /// How long it warmed up from its start, in milliseconds; nothing of it is judged.
    pub warm_up_ms: u64,
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

/// An objective as text, with who promised it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The objective's sentence.
    pub sentence: String,
    /// Who promised it.
    pub origin: String,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// End in milliseconds since 1970.
    pub at_ms: i64,
    /// `completed`, `interrupted` or `aborted`.
    pub ending: String,
    /// Why it was aborted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}
