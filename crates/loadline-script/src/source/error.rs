//! What can be wrong with a script before it runs: one error with its place, and what would be accepted.
//!
//! Each part of the loader makes it through the functions here; the binary prints it.

use super::place::Place;

/// A script, or one of its modules, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", place.prefix())]
pub(crate) struct SourceError {
    /// Where: the importing statement, or the mistake itself; line 0 when the file as a whole is meant.
    pub(crate) place: Place,
    /// What is wrong.
    pub(crate) message: String,
    /// What is accepted instead, or the next step.
    pub(crate) hint: Option<String>,
    /// Whether the script itself could not be read, which has an exit code of its own in k6.
    pub(crate) entry: bool,
}

impl SourceError {
    /// An error at a place.
    pub(super) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), hint: None, entry: false }
    }

    /// The same with what is accepted.
    pub(super) fn hinted(
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { place, message: message.into(), hint: Some(hint.into()), entry: false }
    }
}
