//! The formats of logs, and how one is told by its beginning.

use super::{csv, json};

/// How a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lines with a prefix (`log_destination = stderr`).
    Stderr,
    /// `csvlog`.
    Csv,
    /// `jsonlog`.
    Json,
}

impl Format {
    /// All of them, in the order of their names in help.
    pub const ALL: [Self; 3] = [Self::Stderr, Self::Csv, Self::Json];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stderr => "stderr",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The format that most lines of `text` have, where any is one of those that tell at once.
    pub(super) fn sniff(text: &[u8]) -> Self {
        let lines = || text.split(|byte| *byte == b'\n').take(200);
        let json = lines().filter(|line| json::is_row(line)).count();
        let csv = lines().filter(|line| csv::begins_row(line)).count();
        if json > 0 && json >= csv {
            Self::Json
        } else if csv > 0 {
            Self::Csv
        } else {
            Self::Stderr
        }
    }
}
