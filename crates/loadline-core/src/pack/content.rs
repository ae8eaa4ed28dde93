//! A pack as plain data.

use super::change::Change;
use crate::file::Test;
use crate::objective::Objective;

/// A set of promises to adopt. Each entry carries the id of the requirement it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Its name: `muppet`.
    pub name: String,
    /// The guide it says: `G1`.
    pub guide: Option<String>,
    /// One line about it.
    pub title: Option<String>,
    /// The promises.
    pub objectives: Vec<(String, Objective)>,
    /// The tests the guide asks for.
    pub tests: Vec<(String, Test)>,
    /// Promises whose breaking raises an alert.
    pub alerts: Vec<(String, Objective)>,
    /// Promises against a run of one's own past.
    pub baseline: Vec<(String, Change)>,
    /// What no sentence says: how a row is meant, and what is checked elsewhere.
    pub notes: Vec<(String, String)>,
}
