//! What can be wrong with a log as a whole. A row that cannot be read is no error: it is skipped and counted.

use std::io;
use std::path::PathBuf;

use super::prefix::PrefixError;

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
    },
    /// The given prefix is none.
    #[error("read the prefix")]
    Prefix(#[from] PrefixError),
}
