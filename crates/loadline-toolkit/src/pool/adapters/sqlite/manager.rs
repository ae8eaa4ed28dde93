//! [`SqliteManager`]: how a pool opens, checks, resets and closes connections to one SQLite file.

use super::{SqliteConn, SqliteError, worker::Worker};
use crate::{
    Transient,
    pool::{LastStatement, Manager},
};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a statement waits for another's lock, unless set.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Opens connections to one file: write-ahead log, commits that a crash of the process survives (`synchronous =
/// NORMAL`), foreign keys enforced, transactions that take the write lock at their start.
#[derive(Debug, Clone)]
pub struct SqliteManager {
    file: PathBuf,
    busy_timeout: Duration,
    is_read_only: bool,
}

impl SqliteManager {
    /// Connects to a file, which is made where there is none.
    #[must_use]
    pub fn file(file: impl AsRef<Path>) -> Self {
        Self { file: file.as_ref().to_owned(), busy_timeout: BUSY_TIMEOUT, is_read_only: false }
    }

    /// Refuses writes, and a file that does not exist.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// How long a statement waits for another's lock. 5 s unless set. An interrupt does not shorten this wait.
    #[must_use]
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let access = if self.is_read_only {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        };
        let mut db =
            Connection::open_with_flags(&self.file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(self.busy_timeout)?;
        db.pragma_update(None, "foreign_keys", true)?;
        if !self.is_read_only {
            db.pragma_update(None, "journal_mode", "WAL")?;
            db.pragma_update(None, "synchronous", "NORMAL")?;
            // One that only reads at first and writes later would fail at once where another has written meanwhile.
            db.set_transaction_behavior(TransactionBehavior::Immediate);
        }
        Ok(db)
    }
}

impl Manager for SqliteManager {
    type Conn = SqliteConn;
    type Error = SqliteError;

    async fn connect(&self) -> Result<SqliteConn, SqliteError> {
        let manager = self.clone();
        Worker::start(move || manager.open()).await.map(SqliteConn::new)
    }

    async fn check(&self, conn: &mut SqliteConn) -> Result<(), SqliteError> {
        conn.check().await
    }

    async fn reset(&self, conn: &mut SqliteConn) -> Result<(), SqliteError> {
        conn.reset().await
    }

    fn needs_reset(&self, conn: &SqliteConn) -> bool {
        conn.is_dirty()
    }

    fn is_broken(&self, conn: &SqliteConn) -> bool {
        conn.is_broken()
    }

    fn is_transient(&self, error: &SqliteError) -> bool {
        error.is_transient()
    }

    fn last_statement(&self, conn: &SqliteConn) -> Option<LastStatement> {
        Some(conn.last_statement())
    }

    async fn close(&self, conn: SqliteConn) {
        conn.close().await;
    }
}
