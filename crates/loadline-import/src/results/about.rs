//! What a file says of the run it is from, and what the reader should know of the import.

use std::collections::BTreeMap;

use crate::own::{End, Header};

/// A run as another tool's file tells it. What a file does not say is none or empty.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The version of the tool.
    pub version: Option<String>,
    /// The name of the test.
    pub name: Option<String>,
    /// What was driven.
    pub target: Option<String>,
    /// The traffic in words.
    pub traffic: Option<String>,
    /// Whether the load was open: arrivals by the clock, whatever the answers.
    pub open: bool,
    /// Facts that explain the figures, by name; kept in the run's environment.
    pub facts: BTreeMap<String, String>,
    /// What the reader should know of this import, in sentences.
    pub notes: Vec<String>,
    /// The description of one of Loadline's own runs.
    pub header: Option<Header>,
    /// How one of Loadline's own runs ended.
    pub end: Option<End>,
}

impl About {
    /// States what times in the file mean.
    pub(crate) fn latency(&mut self, meaning: &str) {
        self.fact("imported latency", meaning);
    }

    /// States a fact.
    pub(crate) fn fact(&mut self, name: &str, value: impl Into<String>) {
        self.facts.insert(name.to_owned(), value.into());
    }

    /// Tells the reader something, once.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }
}

/// What times mean in tools that start their clock when a request leaves.
pub(crate) const FROM_THE_SEND: &str = "from the actual send: not free of coordinated omission, a stalled target shows too few slow requests";
/// What percentiles mean in files that hold nothing else.
pub(crate) const PERCENTILES_ONLY: &str =
    "percentiles as the tool printed them; nothing between them was measured, it is spread evenly";
