//! Samples on their way from the threads that measure to the one that writes.
//!
//! Each thread has a place of its own to put them, emptied by the writer several times a second, so no two
//! threads that measure meet. A thread whose place is full waits for the writer: no sample is lost as long as
//! the files can be written. Once they cannot, samples are counted and dropped.

use std::cell::RefCell;
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use loadline_script::output::Sample;

use super::files::SampleFile;
use crate::failure::Failure;

/// Samples that wait in the place of one thread, at most.
const WAITING_MAX: usize = 16_384;
/// From here on the writer is woken.
const WAITING_MANY: usize = WAITING_MAX / 4;
/// Otherwise it looks this often.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The place of one thread.
#[derive(Default)]
struct Slot {
    samples: Mutex<Vec<Sample>>,
    /// Told when it was emptied.
    has_room: Condvar,
}

/// What the threads share; touched when a thread comes first and when a place gets full.
#[derive(Default)]
struct Shared {
    slots: Mutex<Vec<Arc<Slot>>>,
    wake: Condvar,
    is_over: AtomicBool,
    /// No file can be written any more.
    has_failed: AtomicBool,
    lost: AtomicU64,
}

thread_local! {
    /// This thread's place, with whom it belongs to.
    static SLOT: RefCell<Option<(Arc<Shared>, Arc<Slot>)>> = const { RefCell::new(None) };
}

/// The way of samples to their files.
pub(super) struct Samples {
    shared: Arc<Shared>,
    thread: JoinHandle<Vec<Failure>>,
}

impl Samples {
    /// Starts the thread that writes.
    pub(super) fn open(files: Vec<SampleFile>) -> Result<Self, Failure> {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let named = thread::Builder::new().name("samples".to_owned());
        let thread = named.spawn(move || own.write_all(files))?;
        Ok(Self { shared, thread })
    }

    /// What takes samples, from any thread.
    pub(super) fn take(&self) -> Box<dyn Fn(Sample) + Send + Sync> {
        let shared = Arc::clone(&self.shared);
        Box::new(move |sample| shared.put(sample))
    }

    /// Takes a sample of this thread.
    pub(super) fn put(&self, sample: Sample) {
        self.shared.put(sample);
    }

    /// Writes what is left; tells what went wrong, and how many samples were lost by it.
    pub(super) fn end(self) -> Vec<Failure> {
        self.shared.is_over.store(true, Ordering::Release);
        self.shared.wake.notify_one();
        let mut failures = self.thread.join().unwrap_or_default();
        let lost = self.shared.lost.load(Ordering::Acquire);
        if lost > 0 {
            failures.push(Failure::Samples { lost });
        }
        failures
    }
}

impl Shared {
    fn put(self: &Arc<Self>, sample: Sample) {
        let slot = self.own_slot();
        let mut samples = locked(&slot.samples);
        while samples.len() >= WAITING_MAX && !self.has_failed.load(Ordering::Acquire) {
            self.wake.notify_one();
            let waited = slot.has_room.wait_timeout(samples, LOOK_EVERY);
            samples = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if self.has_failed.load(Ordering::Acquire) {
            self.lost.fetch_add(1, Ordering::AcqRel);
            return;
        }
        samples.push(sample);
        if samples.len() == WAITING_MANY {
            self.wake.notify_one();
        }
    }

    /// The place of this thread, made where it has none yet.
    fn own_slot(self: &Arc<Self>) -> Arc<Slot> {
        SLOT.with_borrow_mut(|own| match own {
            Some((shared, slot)) if Arc::ptr_eq(shared, self) => Arc::clone(slot),
            _ => {
                let slot = Arc::new(Slot::default());
                locked(&self.slots).push(Arc::clone(&slot));
                *own = Some((Arc::clone(self), Arc::clone(&slot)));
                slot
            }
        })
    }

    fn write_all(&self, mut files: Vec<SampleFile>) -> Vec<Failure> {
        let mut batch = Vec::new();
        loop {
            // Read first: what is put before the end is then found by this very round.
            let is_over = self.is_over.load(Ordering::Acquire);
            let slots: Vec<Arc<Slot>> = locked(&self.slots).clone();
            for slot in slots {
                mem::swap(&mut batch, &mut *locked(&slot.samples));
                slot.has_room.notify_all();
                for sample in batch.drain(..) {
                    files.iter_mut().for_each(|file| file.sample(&sample));
                }
            }
            files.iter_mut().for_each(SampleFile::flush);
            if files.iter().all(SampleFile::has_failed) {
                self.has_failed.store(true, Ordering::Release);
            }
            if is_over {
                return files.into_iter().filter_map(|file| file.end().err()).collect();
            }
            let slots = locked(&self.slots);
            drop(self.wake.wait_timeout(slots, LOOK_EVERY));
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
