//! What can be wrong with a log as a whole. A row that cannot be read is no error: it is skipped and counted.

use std::io;
use std::path::PathBuf;

use super::prefix::PrefixError;
use super::read::Format;

/// Bytes of a line that a message shows.
const SHOWN_BYTES: usize = 60;

/// Why a log was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file cannot be opened or read.
    #[error("read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing in it looks like a log of PostgreSQL.
    #[error("find a log of PostgreSQL in {}", path.display())]
    NotALog {
        /// The file.
        path: PathBuf,
        /// What it was read as.
        format: Format,
        /// Its first line that holds something.
        first_line: FirstLine,
    },
    /// The given prefix is none.
    #[error("read the prefix")]
    Prefix(#[from] PrefixError),
}

/// The first line of a file that holds something: what shows people what they named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLine {
    /// Its number, from 1.
    pub number: usize,
    /// How it begins; none where it is no text.
    pub beginning: Option<String>,
}

impl FirstLine {
    /// The first line of a file that begins like this.
    pub(crate) fn of(head: &[u8]) -> Self {
        let mut lines = head.split(|byte| *byte == b'\n').enumerate();
        let found = lines.find(|(_, line)| !line.trim_ascii().is_empty());
        let (place, line) = found.unwrap_or_default();
        let beginning = line[..line.len().min(SHOWN_BYTES)].trim_ascii();
        let is_text =
            beginning.iter().all(|byte| !byte.is_ascii_control() || byte.is_ascii_whitespace());
        let beginning = is_text.then(|| String::from_utf8_lossy(beginning).into_owned());
        Self { number: place + 1, beginning }
    }
}
