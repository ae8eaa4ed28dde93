//! Why a file cannot be imported: the place in it, what is wrong, and what is accepted.

use std::io;

/// A file that cannot be imported. Lines and columns count from one; zero stands for no place in particular.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ImportError {
    /// The line it is in.
    pub line: u64,
    /// The place in the line: a character, or a field where lines are records.
    pub column: u64,
    /// What is wrong.
    pub message: String,
    /// What is accepted instead, or what to do.
    pub hint: String,
    /// What the system said.
    #[source]
    pub source: Option<io::Error>,
}

impl ImportError {
    /// A mistake in line `line`.
    pub(crate) fn at(line: u64, column: u64, message: impl Into<String>) -> Self {
        Self { line, column, message: message.into(), hint: String::new(), source: None }
    }

    /// Something about the file as a whole.
    pub(crate) fn file(message: impl Into<String>) -> Self {
        Self::at(0, 0, message)
    }

    /// The same with what is accepted.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// Reading stopped in line `line`.
    pub(crate) fn read(line: u64, error: io::Error) -> Self {
        let broke_off = error.kind() == io::ErrorKind::UnexpectedEof;
        let message = if broke_off {
            "the compressed data breaks off".to_owned()
        } else {
            format!("cannot be read: {error}")
        };
        let hint =
            if broke_off { "fetch the file again, or unpack what is there first" } else { "" };
        Self { source: Some(error), ..Self::at(line, 0, message).hint(hint) }
    }
}
