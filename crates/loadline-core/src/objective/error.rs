//! The error of a sentence: where in it, what is wrong, what would be accepted.

/// An objective that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ObjectiveError {
    /// What is wrong, in words.
    pub message: String,
    /// Byte offset of the offending part in the sentence.
    pub offset: usize,
    /// Length of the offending part in bytes; zero at the end of the sentence.
    pub length: usize,
    /// What would be accepted there.
    pub hint: String,
}
