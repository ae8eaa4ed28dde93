//! [`SqliteConn`]: a connection whose work happens on a thread of its own.

use super::{SqliteError, worker::Worker};
use crate::{
    deadline::{Deadline, DeadlineExceeded},
    panics::caught,
    pool::LastStatement,
};
use rusqlite::Connection;
use std::{
    future::Future,
    panic::Location,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::oneshot;

/// Pause between two interrupts of a closure that runs one short statement after the other.
const INTERRUPT_EVERY: Duration = Duration::from_millis(10);

/// A connection to SQLite, as [`SqliteManager`](super::SqliteManager) opens it.
pub struct SqliteConn {
    worker: Worker,
    note: LastStatement,
    /// The closure that was given to the thread and is not known to be over.
    running: Option<Running>,
    in_transaction: bool,
    is_broken: bool,
}

/// A closure on the thread.
struct Running {
    /// What it left behind.
    left: oneshot::Receiver<Left>,
    /// Nobody waits for it: it need not begin.
    is_given_up: Arc<AtomicBool>,
}

/// What a closure left behind.
struct Left {
    in_transaction: bool,
    has_panicked: bool,
}

impl SqliteConn {
    pub(super) fn new(worker: Worker) -> Self {
        Self {
            worker,
            note: LastStatement::new(),
            running: None,
            in_transaction: false,
            is_broken: false,
        }
    }

    /// Runs a closure on the connection's thread. When the task's deadline passes, or this future is dropped, the
    /// statement that it runs is interrupted; the connection serves again once the closure has returned.
    ///
    /// A closure that does not return after an interrupt, because it loops without SQL, keeps its thread: the pool gives
    /// its connection up after the release time-out and opens another.
    ///
    /// A transaction that the closure leaves open stays open for the next one, and is rolled back when the connection
    /// goes back to the pool. Settings (`PRAGMA`) and temporary tables stay.
    ///
    /// # Errors
    /// What the closure returned, its panic, or the deadline.
    #[track_caller]
    pub fn interact<T, F>(&mut self, work: F) -> impl Future<Output = Result<T, SqliteError>> + Send
    where
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let place = Location::caller();
        async move {
            self.settle().await?;
            if Deadline::current().is_some_and(Deadline::is_over) {
                return Err(DeadlineExceeded.into());
            }
            self.note.started(&format!("interact at {}:{}", place.file(), place.line()));
            self.run(work).await
        }
    }

    /// Runs a closure without noting it.
    async fn run<T, F>(&mut self, work: F) -> Result<T, SqliteError>
    where
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let result = self.give(work)?;
        let mut watch = Watch { conn: self, has_ended: false };
        let result = within_deadline(result).await?;
        watch.has_ended = true;
        let left = watch.conn.left().await;
        // The job is lost only with its thread.
        let (Ok(result), Some(())) = (result, left) else { return Err(SqliteError::Closed) };
        let result = result.map_err(|message| SqliteError::Panicked { message })?;
        Ok(result?)
    }

    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.running.is_some() || self.in_transaction
    }

    pub(super) fn last_statement(&self) -> LastStatement {
        self.note.clone()
    }

    pub(super) async fn check(&mut self) -> Result<(), SqliteError> {
        self.settle().await?;
        self.run(|db| db.query_row("SELECT count(*) FROM sqlite_schema", [], |_row| Ok(()))).await
    }

    /// Ends what was given up, and an open transaction.
    pub(super) async fn reset(&mut self) -> Result<(), SqliteError> {
        self.settle().await?;
        if self.in_transaction {
            self.run(|db| db.execute_batch("ROLLBACK")).await?;
        }
        if self.is_broken { Err(SqliteError::Closed) } else { Ok(()) }
    }

    pub(super) async fn close(self) {
        self.worker.close().await;
    }

    /// Gives the closure to the thread; out comes what brings its result.
    fn give<T, F>(
        &mut self,
        work: F,
    ) -> Result<oneshot::Receiver<Result<rusqlite::Result<T>, String>>, SqliteError>
    where
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (result_tx, result) = oneshot::channel();
        let (left_tx, left) = oneshot::channel();
        let is_given_up = Arc::new(AtomicBool::new(false));
        let skips = Arc::clone(&is_given_up);
        self.worker.give(Box::new(move |db| {
            if skips.load(Ordering::Acquire) {
                let _ =
                    left_tx.send(Left { in_transaction: !db.is_autocommit(), has_panicked: false });
                return;
            }
            let result = caught(|| work(db));
            let _ = left_tx
                .send(Left { in_transaction: !db.is_autocommit(), has_panicked: result.is_err() });
            // The caller may have left.
            let _ = result_tx.send(result);
        }))?;
        self.running = Some(Running { left, is_given_up });
        Ok(result)
    }

    /// Waits, no longer than the task's deadline allows, until a closure that was given up has returned.
    async fn settle(&mut self) -> Result<(), SqliteError> {
        while self.running.is_some() {
            self.worker.interrupt();
            let left = tokio::time::timeout(INTERRUPT_EVERY, self.left());
            // The wait may be dropped at any time; the closure stays on the list until it is over.
            let _ = within_deadline(left).await?;
        }
        if self.is_broken { Err(SqliteError::Closed) } else { Ok(()) }
    }

    /// Notes what the closure left behind; `None` when its thread is gone.
    async fn left(&mut self) -> Option<()> {
        let left = (&mut self.running.as_mut()?.left).await.ok();
        self.running = None;
        self.in_transaction = left.as_ref().is_some_and(|left| left.in_transaction);
        self.is_broken |= left.as_ref().is_none_or(|left| left.has_panicked);
        left.map(drop)
    }
}

/// A caller that waits for its closure; dropped before the end, it gives the closure up.
struct Watch<'a> {
    conn: &'a mut SqliteConn,
    has_ended: bool,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.conn.note.ended();
        if !self.has_ended
            && let Some(running) = &self.conn.running
        {
            running.is_given_up.store(true, Ordering::Release);
            self.conn.worker.interrupt();
        }
    }
}

impl std::fmt::Debug for SqliteConn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteConn").field("is_broken", &self.is_broken).finish_non_exhaustive()
    }
}

async fn within_deadline<F: Future>(work: F) -> Result<F::Output, DeadlineExceeded> {
    match Deadline::current() {
        Some(deadline) => tokio::time::timeout_at(deadline.instant(), work)
            .await
            .map_err(|_elapsed| DeadlineExceeded),
        None => Ok(work.await),
    }
}
