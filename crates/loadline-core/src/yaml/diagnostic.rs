//! What is wrong in a text and where: the one error of every file Loadline reads.
//!
//! The binary draws them with the file's name and source; nothing is printed here.

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Place {
    /// Bytes before it.
    pub offset: usize,
    /// Its length in bytes; zero where something is missing.
    pub length: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

/// A value with the place it was read from, for errors that are found after reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// One thing wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Diagnostic {
    /// What is wrong, in words.
    pub message: String,
    /// What would be accepted, or what was probably meant.
    pub hint: Option<String>,
    /// Bytes before the offending part.
    pub offset: usize,
    /// Length of the offending part in bytes; zero where something is missing.
    pub length: usize,
    /// Line of the offending part, from 1.
    pub line: usize,
    /// Column of the offending part in characters, from 1.
    pub column: usize,
}

impl Diagnostic {
    /// A diagnostic at `place`.
    pub fn at(place: Place, message: impl Into<String>, hint: Option<String>) -> Self {
        let Place { offset, length, line, column } = place;
        Self { message: message.into(), hint, offset, length, line, column }
    }
}

impl<T> Located<T> {
    /// What is wrong with this value, found after reading.
    pub fn error(&self, message: impl Into<String>, hint: Option<String>) -> Diagnostic {
        Diagnostic::at(self.place, message, hint)
    }
}
