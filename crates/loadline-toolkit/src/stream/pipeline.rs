//! The threads of a stream and what goes between them. Buffers travel in a circle: from the free ones to the reader,
//! with a chunk to a worker, with the results to the sink, and back. There are `workers + buffer` of them, which is the
//! bound of everything under way. Whoever ends closes its side; the others find nobody there and end, too.

use super::{
    Record, Report, Source, StreamError,
    config::Config,
    cutter::{Chunk, CutError, Cutter, Records},
    stats::Figures,
    worker::{Done, KEPT_ERRORS, Stop, process},
};
use crate::panics::caught;
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Instant,
};
use tokio::sync::Notify;

/// A stream about to run: its bounds, its figures and the work.
pub(super) struct Pipeline<'a, W> {
    pub(super) config: Config,
    pub(super) records: Records,
    pub(super) figures: &'a Figures,
    pub(super) work: W,
    /// Told when the stream ends by an error, so that a reader that waits for its input is let go.
    pub(super) ended_early: Option<&'a Notify>,
}

impl<W> Pipeline<'_, W> {
    /// Runs it to its end; the sink is called on this thread.
    pub(super) fn run<T, E, S>(
        &self,
        source: Source<'_>,
        sink: &mut dyn FnMut(T) -> Result<(), S>,
    ) -> Result<Report<E>, StreamError<E, S>>
    where
        T: Send,
        E: Send,
        W: Fn(Record<'_>) -> Result<T, E> + Sync,
    {
        let begin = Instant::now();
        let cutter = Cutter::new(self.config, self.records, source);
        let (free, is_free) = channel();
        for _ in 0..self.config.workers + self.config.buffer {
            // The other end is here.
            let _ = free.send(Vec::new());
        }
        let (to_do, for_workers) = channel();
        let (done, is_done) = channel();
        let for_workers = Mutex::new(for_workers);
        let mut report = thread::scope(|scope| {
            let reader =
                named("stream-reader").spawn_scoped(scope, move || read(cutter, &is_free, &to_do));
            let reader = reader.map_err(StreamError::Thread)?;
            let mut begun = Ok(());
            for number in 0..self.config.workers {
                let (for_workers, done) = (&for_workers, done.clone());
                let work = move || self.work_off(for_workers, &done);
                let worker = named(&format!("stream-{number}")).spawn_scoped(scope, work);
                begun = begun.and(worker.map(drop));
            }
            drop(done);
            let mut drain = Drain { pipeline: self, free, sink, report: Report::empty() };
            let drained = match begun {
                Ok(()) => drain.run(is_done),
                Err(error) => {
                    drop(is_done);
                    Err(StreamError::Thread(error))
                }
            };
            let Drain { report, .. } = drain;
            if drained.is_err() {
                self.ended_early.inspect(|told| told.notify_one());
            }
            // The reader ends when nobody gives buffers back; its own panics are caught where they can happen.
            let read = reader.join().unwrap_or(Ok(()));
            drained?;
            read.map_err(|error| self.cut_error(error))?;
            Ok(report)
        })?;
        report.took = begin.elapsed();
        Ok(report)
    }

    /// A worker's life.
    fn work_off<T, E>(&self, for_workers: &Mutex<Receiver<Chunk>>, done: &Sender<Done<T, E>>)
    where
        W: Fn(Record<'_>) -> Result<T, E>,
    {
        loop {
            let next = for_workers.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(chunk) = next else {
                return;
            };
            if done.send(process(&self.config, self.records, chunk, &self.work)).is_err() {
                return;
            }
        }
    }

    fn cut_error<E, S>(&self, error: CutError) -> StreamError<E, S> {
        match error {
            CutError::Read { offset, source } => StreamError::Read { offset, source },
            CutError::Panicked { offset, message } => StreamError::ReadPanicked { offset, message },
            CutError::TooLong { offset } => {
                StreamError::TooLong { offset, max: self.config.record_max }
            }
        }
    }
}

fn named(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.to_owned())
}

/// The reader's life: to the end of the input, or until nobody gives buffers or takes chunks any more.
fn read(
    mut cutter: Cutter<'_>,
    is_free: &Receiver<Vec<u8>>,
    to_do: &Sender<Chunk>,
) -> Result<(), CutError> {
    for buffer in is_free {
        let Some(chunk) = cutter.next(buffer)? else {
            break;
        };
        if to_do.send(chunk).is_err() {
            break;
        }
    }
    Ok(())
}

/// The end of the circle: results go into the sink, buffers back to the reader.
struct Drain<'a, 'b, W, T, E, S> {
    pipeline: &'a Pipeline<'b, W>,
    free: Sender<Vec<u8>>,
    sink: &'a mut dyn FnMut(T) -> Result<(), S>,
    report: Report<E>,
}

impl<W, T, E, S> Drain<'_, '_, W, T, E, S> {
    /// Takes what the workers give until they end, or until an error.
    fn run(&mut self, is_done: Receiver<Done<T, E>>) -> Result<(), StreamError<E, S>> {
        let mut next = 0;
        // At most as many as there are buffers.
        let mut early = BTreeMap::new();
        for done in is_done {
            if !self.pipeline.config.is_ordered {
                self.take(done)?;
                continue;
            }
            early.insert(done.chunk.number, done);
            while let Some(done) = early.remove(&next) {
                next += 1;
                self.take(done)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, done: Done<T, E>) -> Result<(), StreamError<E, S>> {
        let Done { chunk, results, records, skipped, first_skipped, stop } = done;
        for result in results {
            match caught(|| (self.sink)(result)) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Err(StreamError::Sink(error)),
                Err(message) => return Err(StreamError::SinkPanicked { message }),
            }
        }
        let bytes = chunk.bytes().len() as u64;
        let report = &mut self.report;
        report.bytes += bytes;
        report.records += records;
        report.skipped += skipped;
        report.chunks += 1;
        let room = KEPT_ERRORS - report.first_skipped.len();
        report.first_skipped.extend(first_skipped.into_iter().take(room));
        self.pipeline.figures.add(bytes, records, skipped);
        match stop {
            Some(Stop::Record(offset, source)) => Err(StreamError::Record { offset, source }),
            Some(Stop::TooLong(offset)) => {
                Err(StreamError::TooLong { offset, max: self.pipeline.config.record_max })
            }
            None => {
                // The reader may have come to the end of the input.
                let _ = self.free.send(chunk.into_buffer());
                Ok(())
            }
        }
    }
}

impl<E> Report<E> {
    const fn empty() -> Self {
        Self {
            bytes: 0,
            records: 0,
            skipped: 0,
            first_skipped: Vec::new(),
            chunks: 0,
            took: std::time::Duration::ZERO,
        }
    }
}
