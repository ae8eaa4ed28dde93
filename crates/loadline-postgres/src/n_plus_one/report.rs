//! What was found. Everything that looks for loops ends here, so that a finding reads alike wherever it comes from.
//!
//! Deliberately not here: words of advice (`advice`).

use std::fmt;
use std::sync::Arc;

/// A figure with the interval that holds the truth in 95 of 100 cases.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// A figure that was counted rather than estimated.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }
}

/// Where a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Mixed load: windows with requests and counters.
    Windows,
    /// The order of statements in a log.
    Log,
    /// Spans of traces.
    Spans,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Windows => "windows of the load",
            Self::Log => "the order of statements in the log",
            Self::Spans => "spans of traces",
        })
    }
}

/// How the number of calls goes with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// The more rows the parent returned, the more calls followed: an N+1, proven.
    Proven,
    /// As many calls as the parent returns rows; neither changed, so that it is likely and not proven.
    Likely,
    /// The number of calls changes and always follows the same statement, whose rows the source does not tell.
    Follows,
    /// The number of calls did not change, whatever was returned: a loop of constant length.
    Constant,
    /// The number changed, and no statement's rows explain it.
    Unexplained,
}

/// The statement whose rows are looped over.
#[derive(Debug, Clone, PartialEq)]
pub struct Parent {
    /// Its text.
    pub statement: Arc<str>,
    /// The rows it returns in a request, where they are known.
    pub rows_per_request: Option<f64>,
}

/// A statement that runs many times in a request of an endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementLoop {
    /// Where it was seen.
    pub source: Source,
    /// The endpoint; empty where the source does not know it (a log).
    pub endpoint: String,
    /// The statement's text.
    pub statement: Arc<str>,
    /// Its calls in a request.
    pub calls_per_request: Estimate,
    /// Rows of a call on average.
    pub rows_per_call: Option<f64>,
    /// Milliseconds of a call on average, in the server.
    pub mean_ms: f64,
    /// Requests that were looked at.
    pub requests: u64,
    /// The statement whose rows are looped over.
    pub parent: Option<Parent>,
    /// How the number of calls goes with the data.
    pub growth: Growth,
}

impl StatementLoop {
    /// Whether the calls go with the rows of another statement.
    #[must_use]
    pub const fn is_n_plus_one(&self) -> bool {
        matches!(self.growth, Growth::Proven | Growth::Likely | Growth::Follows)
    }

    /// Milliseconds a request would be spared by asking once: all calls but one, without their round trips.
    #[must_use]
    pub fn gain_ms(&self) -> f64 {
        let calls = (self.calls_per_request.value - 1.0).max(0.0);
        calls * self.mean_ms
    }
}

/// Endpoints that the load did not tell apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Inseparable {
    /// The statement that runs often in a request of one of them, or of several.
    pub statement: Arc<str>,
    /// The endpoints, in the order of their names.
    pub endpoints: Vec<String>,
    /// Its calls in a request of any of them.
    pub calls_per_request: f64,
}

/// What was found, and how much there was to see.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LoopReport {
    /// Windows or traces that were looked at.
    pub looked_at: usize,
    /// Those that were dropped: statistics were set back or thrown out in the middle.
    pub dropped: usize,
    /// Whether there were too few windows to judge anything.
    pub is_too_short: bool,
    /// Loops, the one that costs most first. Not each is an N+1: see [`StatementLoop::is_n_plus_one`].
    pub loops: Vec<StatementLoop>,
    /// What could not be told, because endpoints were called in step with each other.
    pub inseparable: Vec<Inseparable>,
}

impl LoopReport {
    /// Puts the loops in order.
    pub(super) fn sort(&mut self) {
        let cost = |found: &StatementLoop| found.gain_ms() * found.requests as f64;
        self.loops.sort_by(|a, b| {
            let kind = b.is_n_plus_one().cmp(&a.is_n_plus_one());
            kind.then(cost(b).total_cmp(&cost(a))).then_with(|| a.endpoint.cmp(&b.endpoint))
        });
    }

    /// The loops whose calls go with the data.
    pub fn n_plus_one(&self) -> impl Iterator<Item = &StatementLoop> {
        self.loops.iter().filter(|found| found.is_n_plus_one())
    }
}
