//! The thread of one connection: it opens the database, runs one job after the other, and closes it when its handle is
//! gone.
//!
//! Deliberately not here: what jobs mean and who waits for them.

use super::SqliteError;
use rusqlite::{Connection, InterruptHandle};
use std::{sync::mpsc, thread};
use tokio::sync::oneshot;

/// What runs on the thread.
pub(super) type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Jobs that wait at most: the next one is only given when the last one is over.
const JOBS_MAX: usize = 1;

/// The handle of the thread.
pub(super) struct Worker {
    jobs: mpsc::SyncSender<Job>,
    interrupt: InterruptHandle,
    /// Closed when the thread has closed the database.
    ended: oneshot::Receiver<()>,
}

impl Worker {
    /// Starts a thread whose connection `open` makes.
    pub(super) async fn start(
        open: impl FnOnce() -> Result<Connection, rusqlite::Error> + Send + 'static,
    ) -> Result<Self, SqliteError> {
        let (jobs, to_do) = mpsc::sync_channel::<Job>(JOBS_MAX);
        let (opened_tx, opened) = oneshot::channel();
        let (ended_tx, ended) = oneshot::channel();
        let work = move || {
            let mut connection = match open() {
                Ok(connection) => connection,
                Err(error) => {
                    // Whoever asked may have left.
                    let _ = opened_tx.send(Err(error));
                    return;
                }
            };
            let _ = opened_tx.send(Ok(connection.get_interrupt_handle()));
            while let Ok(job) = to_do.recv() {
                job(&mut connection);
            }
            drop(connection);
            drop(ended_tx);
        };
        thread::Builder::new().name("sqlite".into()).spawn(work).map_err(SqliteError::Thread)?;
        // The sender is lost when `open` panics.
        let interrupt = opened.await.map_err(|_lost| SqliteError::Closed)??;
        Ok(Self { jobs, interrupt, ended })
    }

    /// Gives the thread a job; fails when the thread has ended.
    pub(super) fn give(&self, job: Job) -> Result<(), SqliteError> {
        self.jobs.try_send(job).map_err(|_ended| SqliteError::Closed)
    }

    /// Ends the statement that runs, if one does.
    pub(super) fn interrupt(&self) {
        self.interrupt.interrupt();
    }

    /// Waits until the database is closed.
    pub(super) async fn close(self) {
        let Self { jobs, interrupt, ended } = self;
        drop((jobs, interrupt));
        let _ = ended.await;
    }
}
