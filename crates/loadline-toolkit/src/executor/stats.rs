//! An executor's figures.

use super::{CpuExecutor, Executor, TaskError};
use crate::telemetry::{Counter, Histogram, HistogramSnapshot, Metric, Observe, Sink};

/// What an executor did and holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Tasks that may run at once.
    pub workers: usize,
    /// Tasks that wait now.
    pub waiting: usize,
    /// Tasks that run now.
    pub running: usize,
    /// Tasks that came to their end.
    pub completed: u64,
    /// Tasks that panicked.
    pub panicked: u64,
    /// Tasks whose time was over.
    pub timed_out: u64,
    /// Tasks that were cancelled, or given up by a shutdown while they ran.
    pub cancelled: u64,
    /// Tasks that were refused.
    pub rejected: u64,
    /// Tasks that were dropped for newer ones.
    pub dropped: u64,
    /// How long tasks waited for a worker.
    pub queue_time: HistogramSnapshot,
    /// How long tasks ran.
    pub run_time: HistogramSnapshot,
}

/// The figures as they are counted.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) completed: Counter,
    pub(super) panicked: Counter,
    pub(super) timed_out: Counter,
    pub(super) cancelled: Counter,
    pub(super) rejected: Counter,
    pub(super) dropped: Counter,
    pub(super) queue_time: Histogram,
    pub(super) run_time: Histogram,
}

impl Figures {
    /// Counts a task that a worker is done with.
    pub(super) fn count(&self, outcome: Result<(), &TaskError>) {
        match outcome {
            Ok(()) => self.completed.add(1),
            Err(TaskError::Panicked { .. }) => self.panicked.add(1),
            Err(TaskError::TimedOut { .. }) => self.timed_out.add(1),
            Err(_) => self.cancelled.add(1),
        }
    }

    pub(super) fn stats(&self, workers: usize, waiting: usize, running: usize) -> Stats {
        Stats {
            workers,
            waiting,
            running,
            completed: self.completed.get(),
            panicked: self.panicked.get(),
            timed_out: self.timed_out.get(),
            cancelled: self.cancelled.get(),
            rejected: self.rejected.get(),
            dropped: self.dropped.get(),
            queue_time: self.queue_time.snapshot(),
            run_time: self.run_time.snapshot(),
        }
    }
}

const WORKERS: Metric = Metric::new("executor.workers", "{worker}", "Tasks that may run at once");
const WAITING: Metric =
    Metric::new("executor.queue.length", "{task}", "Tasks that wait for a worker");
const RUNNING: Metric = Metric::new("executor.running", "{task}", "Tasks that run");
const TASKS: Metric =
    Metric::new("executor.tasks", "{task}", "Tasks that are over, by how they ended");
const QUEUE_TIME: Metric =
    Metric::new("executor.queue_time", "s", "How long tasks waited for a worker");
const RUN_TIME: Metric = Metric::new("executor.run_time", "s", "How long tasks ran");

fn show(stats: &Stats, sink: &mut dyn Sink) {
    for (metric, value) in
        [(&WORKERS, stats.workers), (&WAITING, stats.waiting), (&RUNNING, stats.running)]
    {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        sink.gauge(metric, &[], value as f64);
    }
    let ends = [
        ("completed", stats.completed),
        ("panicked", stats.panicked),
        ("timed_out", stats.timed_out),
        ("cancelled", stats.cancelled),
        ("rejected", stats.rejected),
        ("dropped", stats.dropped),
    ];
    for (end, count) in ends {
        sink.counter(&TASKS, &[("executor.task.end", end)], count);
    }
    sink.histogram(&QUEUE_TIME, &[], &stats.queue_time);
    sink.histogram(&RUN_TIME, &[], &stats.run_time);
}

impl Observe for Executor {
    fn observe(&self, sink: &mut dyn Sink) {
        show(&self.stats(), sink);
    }
}

impl Observe for CpuExecutor {
    fn observe(&self, sink: &mut dyn Sink) {
        show(&self.stats(), sink);
    }
}
