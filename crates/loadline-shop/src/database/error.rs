//! What can go wrong with the database, from opening it to a single statement.

use std::{io, path::PathBuf};

/// The database could not be opened or could not do a piece of work.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The folder of a temporary database could not be created.
    #[error("create a temporary folder for the database")]
    Folder(#[source] io::Error),
    /// The file could not be opened as a database.
    #[error("open database {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The file is a database of something else, or of another version of the shop.
    #[error("open database {}: it has schema version {found}, the shop needs {needed}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The `user_version` of the file.
        found: i64,
        /// The `user_version` of this shop.
        needed: i64,
    },
    /// A thread for a connection could not be started.
    #[error("start a database thread")]
    Thread(#[source] io::Error),
    /// The queue before the connections is full.
    #[error("queue work for the database: {waiting} pieces are waiting")]
    Busy {
        /// How many pieces of work wait, which is the bound of the queue.
        waiting: usize,
    },
    /// The shop is stopping.
    #[error("reach the database: it is closed")]
    Closed,
    /// SQLite refused a statement.
    #[error("query the database")]
    Query(#[from] rusqlite::Error),
}
