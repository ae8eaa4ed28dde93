//! What can be wrong with files of queries as a whole. A statement that cannot be read is no error: it is skipped and counted.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a workload could not be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// A file or folder cannot be read.
    #[error("read {}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing in it is a statement.
    #[error("find a statement in {}", path.display())]
    NoStatement {
        /// The file or folder.
        path: PathBuf,
    },
}
