//! A bounded queue of work before a fixed set of connections, each on its own thread.
//!
//! A closure comes in from an async handler, runs on whichever connection is free first, and its
//! result goes back through a oneshot channel. One shared queue, rather than one per connection,
//! keeps a slow query from holding up work that another connection could do.
//!
//! Bound: [`QUEUE_MAX`] pieces of work. Beyond that the caller is told at once, which keeps the
//! longest wait known and memory flat when more arrives than the database can do.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::DatabaseError;

/// The most pieces of work that may wait. At 50 µs each, a common read, two readers clear a full
/// queue in about 25 ms.
const QUEUE_MAX: usize = 1_024;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Connections on threads, behind one queue.
pub(crate) struct Pool {
    queue: Arc<Queue>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
    active: AtomicUsize,
}

struct Waiting {
    jobs: VecDeque<Job>,
    open: bool,
}

impl Pool {
    /// Starts one thread per connection; `name` shows in thread listings.
    pub(super) fn start(name: &str, connections: Vec<Connection>) -> Result<Self, DatabaseError> {
        let queue = Arc::new(Queue {
            waiting: Mutex::new(Waiting { jobs: VecDeque::new(), open: true }),
            arrived: Condvar::new(),
            active: AtomicUsize::new(0),
        });
        let pool = Self { queue, threads: Mutex::new(Vec::new()) };
        for connection in connections {
            let queue = Arc::clone(&pool.queue);
            let thread = thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || queue.serve(connection))
                .map_err(DatabaseError::Thread)?;
            pool.threads().push(thread);
        }
        Ok(pool)
    }

    /// Runs `work` on the next free connection.
    ///
    /// When the caller is dropped while its work still waits, the work is skipped.
    pub(crate) async fn call<T, F>(&self, work: F) -> Result<T, DatabaseError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, DatabaseError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let queue = Arc::clone(&self.queue);
        self.queue.push(Box::new(move |connection| {
            if answer.is_closed() {
                return;
            }
            queue.active.fetch_add(1, Ordering::Relaxed);
            let result = work(connection);
            // Before the answer, so that whoever has it no longer counts.
            queue.active.fetch_sub(1, Ordering::Relaxed);
            // Sending fails when the caller left during the work: nobody is there to tell.
            let _ = answer.send(result);
        }))?;
        // The sender is dropped unused only when `close` throws the queue away.
        answered.await.unwrap_or(Err(DatabaseError::Closed))
    }

    /// How many connections there are.
    pub(crate) fn connections(&self) -> usize {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// How many connections are at work right now.
    pub(crate) fn active(&self) -> usize {
        self.queue.active.load(Ordering::Relaxed)
    }

    /// Drops the work that waits, lets the work that runs finish, and closes the connections.
    /// Blocks for as long as that takes.
    pub(super) fn close(&self) {
        let dropped = {
            let mut waiting = self.queue.lock();
            waiting.open = false;
            std::mem::take(&mut waiting.jobs)
        };
        drop(dropped);
        self.queue.arrived.notify_all();
        let threads = std::mem::take(&mut *self.threads());
        for thread in threads {
            // A thread that panicked has said so; there is nothing left to close.
            let _ = thread.join();
        }
    }

    fn threads(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
    }
}

impl Queue {
    fn push(&self, job: Job) -> Result<(), DatabaseError> {
        let mut waiting = self.lock();
        if !waiting.open {
            return Err(DatabaseError::Closed);
        }
        if waiting.jobs.len() >= QUEUE_MAX {
            return Err(DatabaseError::Busy { waiting: QUEUE_MAX });
        }
        waiting.jobs.push_back(job);
        drop(waiting);
        self.arrived.notify_one();
        Ok(())
    }

    /// The life of one connection's thread: take work, do it, until the queue is closed.
    fn serve(&self, mut connection: Connection) {
        while let Some(job) = self.pop() {
            job(&mut connection);
        }
    }

    fn pop(&self) -> Option<Job> {
        let idle = |waiting: &mut Waiting| waiting.open && waiting.jobs.is_empty();
        let mut waiting =
            self.arrived.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        waiting.jobs.pop_front()
    }

    /// The state behind the lock is consistent between any two statements, so a panic elsewhere
    /// does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
