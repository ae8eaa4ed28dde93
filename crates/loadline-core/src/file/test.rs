//! A test: the loads it drives side by side, and when it is given up.

use crate::objective::Objective;
use crate::quantity::Span;
use crate::traffic::{Think, Traffic};
use crate::yaml::Place;

/// One test of a file or of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// What it drives, side by side; one load in most tests, never none.
    pub loads: Vec<Load>,
    /// How long figures are left out at the beginning; nothing when none is given.
    pub warm_up: Option<Span>,
    /// When one of these becomes true the test is given up.
    pub abort: Vec<Objective>,
    /// Connections shared by all users; each has its own when none is given.
    pub connections: Option<u32>,
    /// How long iterations at work may go on after the end.
    pub graceful_stop: Option<Span>,
    /// Where its name stands.
    pub place: Place,
}

/// A flow and the traffic that drives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// Its name among several.
    pub name: Option<String>,
    /// The flow it runs; without one the file's only flow, else a request of the target itself.
    pub flow: Option<String>,
    /// The traffic it drives; within bounds in a file that was read.
    pub traffic: Traffic,
    /// The pause between iterations, before the flow's own.
    pub think: Option<Think>,
    /// Most users an open load may use.
    pub max_users: Option<u32>,
    /// How long after the beginning of the test it starts.
    pub after: Span,
}

impl Test {
    /// The traffic in words: `64 users for 10s`, or `browsing 100/s for 1m, admin 5 users for 40s after 10s`.
    pub fn traffic(&self) -> String {
        self.loads.iter().map(Load::described).collect::<Vec<_>>().join(", ")
    }
}

impl Load {
    fn described(&self) -> String {
        let name = self.name.as_ref().map_or(String::new(), |name| format!("{name} "));
        let after = match self.after {
            Span::ZERO => String::new(),
            after => format!(" after {after}"),
        };
        format!("{name}{}{after}", self.traffic)
    }
}
