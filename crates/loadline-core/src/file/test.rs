//! A test: a flow and the traffic that drives it.

use crate::quantity::Span;
use crate::traffic::{Think, Traffic};
use crate::yaml::Place;

/// One test of a file or of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// Its name.
    pub name: String,
    /// The flow it runs; without one the file's only flow, else a request of the target itself.
    pub flow: Option<String>,
    /// The traffic it drives; within bounds in a file that was read.
    pub traffic: Traffic,
    /// The pause between iterations, before the flow's own.
    pub think: Option<Think>,
    /// Most users an open test may use.
    pub max_users: Option<u32>,
    /// Connections shared by all users; each has its own when none is given.
    pub connections: Option<u32>,
    /// How long iterations at work may go on after the end.
    pub graceful_stop: Option<Span>,
    /// Where its name stands.
    pub place: Place,
}
