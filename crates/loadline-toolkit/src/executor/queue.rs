//! The tasks that wait and those that run: plain state behind an executor's lock.

use super::slot::Settle;
use std::{collections::VecDeque, sync::Arc};
use tokio::time::Instant;

/// A task that was taken.
pub(super) struct Job<W> {
    /// Rises along the queue.
    pub(super) id: u64,
    pub(super) since: Instant,
    pub(super) until: Instant,
    pub(super) slot: Arc<dyn Settle>,
    pub(super) work: W,
}

/// Tasks that wait, and by worker the one that runs.
pub(super) struct Queue<W> {
    waiting: VecDeque<Job<W>>,
    running: Vec<Option<Arc<dyn Settle>>>,
    /// Workers without a task.
    free: Vec<usize>,
    next_id: u64,
    is_closed: bool,
}

impl<W> Queue<W> {
    pub(super) fn new(workers: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            running: vec![None; workers],
            free: (0..workers).rev().collect(),
            next_id: 0,
            is_closed: false,
        }
    }

    pub(super) const fn next_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    pub(super) fn push(&mut self, job: Job<W>) {
        self.waiting.push_back(job);
    }

    /// The oldest task for a worker that has none, and the worker.
    pub(super) fn begin(&mut self) -> Option<(usize, Job<W>)> {
        if self.waiting.is_empty() {
            return None;
        }
        let worker = self.free.pop()?;
        self.take(worker).map(|job| (worker, job))
    }

    /// The worker is done with its task; the next for it.
    pub(super) fn next(&mut self, worker: usize) -> Option<Job<W>> {
        self.running[worker] = None;
        let job = self.take(worker);
        if job.is_none() {
            self.free.push(worker);
        }
        job
    }

    /// The worker is done with its task and takes no other.
    pub(super) fn free(&mut self, worker: usize) {
        self.running[worker] = None;
        self.free.push(worker);
    }

    /// Takes out the task of that number, if it still waits.
    pub(super) fn remove(&mut self, id: u64) -> Option<Job<W>> {
        let at = self.waiting.binary_search_by_key(&id, |job| job.id).ok()?;
        self.waiting.remove(at)
    }

    /// Takes out the task that waits longest.
    pub(super) fn remove_oldest(&mut self) -> Option<Job<W>> {
        self.waiting.pop_front()
    }

    /// Takes out all that wait; beside them the slots of those that run.
    pub(super) fn clear(&mut self) -> (VecDeque<Job<W>>, Vec<Arc<dyn Settle>>) {
        (std::mem::take(&mut self.waiting), self.running.iter().flatten().cloned().collect())
    }

    pub(super) const fn close(&mut self) {
        self.is_closed = true;
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.is_closed
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn running(&self) -> usize {
        self.running.len() - self.free.len()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.free.len() == self.running.len()
    }

    fn take(&mut self, worker: usize) -> Option<Job<W>> {
        let job = self.waiting.pop_front()?;
        self.running[worker] = Some(Arc::clone(&job.slot));
        Some(job)
    }
}
