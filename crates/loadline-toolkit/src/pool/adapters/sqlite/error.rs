//! [`SqliteError`]: what a closure or a connection can fail of, and whether trying again makes sense.

use crate::{Transient, deadline::DeadlineExceeded};
use std::io;

/// Why a closure gave no result, or a connection could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// What SQLite says.
    #[error(transparent)]
    Driver(#[from] rusqlite::Error),
    /// The task's deadline passed first. The closure was interrupted; whether it had done its work is not known.
    #[error(transparent)]
    Deadline(#[from] DeadlineExceeded),
    /// The closure panicked; the connection is closed.
    #[error("the closure panicked: {message}")]
    Panicked {
        /// What the panic said.
        message: String,
    },
    /// The connection was closed because of an earlier panic.
    #[error("the connection is closed")]
    Closed,
    /// No thread for the connection.
    #[error("no thread for the connection")]
    Thread(#[source] io::Error),
}

impl Transient for SqliteError {
    /// A database that is busy or locked, a closed connection, a lack of threads.
    fn is_transient(&self) -> bool {
        match self {
            Self::Driver(error) => matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
            ),
            Self::Closed | Self::Thread(_) => true,
            Self::Deadline(_) | Self::Panicked { .. } => false,
        }
    }
}
