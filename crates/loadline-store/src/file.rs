//! The open file: a connection with its settings, and errors that name the file.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::error::StoreError;
use crate::schema;

/// How long a writer waits for another process before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How often switching the log on is tried, and the pause in between: as long as a writer waits.
const LOG_ATTEMPTS_MAX: u32 = 500;
const LOG_PAUSE: Duration = Duration::from_millis(10);
/// Statements kept prepared; there are fewer.
const STATEMENTS_MAX: usize = 16;
/// The write-ahead log is cut back to this size once its content is in the file.
const WAL_BYTES_KEPT: i64 = 16 << 20;

/// Pages of the file held in memory, in KiB. Windows are written once and read once, in order, so a cache
/// gains nothing; SQLite's own 2 MiB would fill up over minutes and look like a leak of the generator.
const CACHE_KIB: i64 = 256;

/// A store's file, open and of the current version.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) connection: Connection,
}

impl File {
    /// Opens the file at `path`, makes it when missing and brings it to the current version. A file that
    /// is not a store stays as it is.
    pub(crate) fn open(path: PathBuf) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)
            .map_err(|error| StoreError::from_sqlite(&path, error))?;
        let mut file = Self { path, connection };
        file.set(|connection| {
            connection.busy_timeout(BUSY_TIMEOUT)?;
            connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
            connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
            connection.pragma_update(None, "foreign_keys", true)?;
            connection.pragma_update(None, "trusted_schema", false)
        })?;
        schema::examine(&file)?;
        file.set(|connection| {
            switch_log_on(connection)?;
            connection.pragma_update(None, "journal_size_limit", WAL_BYTES_KEPT)?;
            connection.pragma_update(None, "synchronous", "normal")
        })?;
        schema::migrate(&mut file, schema::MIGRATIONS)?;
        Ok(file)
    }

    fn set(
        &self,
        change: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        change(&self.connection).map_err(|error| self.error(error))
    }

    /// Runs `work` in a transaction that holds the right to write from its beginning, so that it is never
    /// refused half-way.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let done = begun.and_then(|transaction| {
            let made = work(&transaction)?;
            transaction.commit()?;
            Ok(made)
        });
        done.map_err(|error| StoreError::from_sqlite(&self.path, error))
    }

    /// As [`Self::write`], and on the disk itself when it returns: with it everything written before.
    pub(crate) fn write_through<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.set(|connection| connection.pragma_update(None, "synchronous", "full"))?;
        let made = self.write(work);
        self.set(|connection| connection.pragma_update(None, "synchronous", "normal"))?;
        made
    }

    /// What SQLite said, with the name of this file.
    pub(crate) fn error(&self, error: rusqlite::Error) -> StoreError {
        StoreError::from_sqlite(&self.path, error)
    }

    /// The path of this file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Sets the write-ahead log. Of several processes that do so for a new file at the same time, SQLite
/// refuses all but one at once instead of letting them wait, so that they do not wait for each other.
fn switch_log_on(connection: &Connection) -> rusqlite::Result<()> {
    for _ in 1..LOG_ATTEMPTS_MAX {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                thread::sleep(LOG_PAUSE);
            }
            done => return done,
        }
    }
    connection.pragma_update(None, "journal_mode", "wal")
}
