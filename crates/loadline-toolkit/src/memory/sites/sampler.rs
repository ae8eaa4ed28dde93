//! Decides which allocations are sampled, and knows quickly which frees concern a sample. Everything here runs inside
//! the allocator: what it allocates itself is not sampled.

use super::table::{FRAMES_MAX, Table};
use crate::Transient;
use std::{
    cell::Cell,
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
    },
};

/// Whether allocations are sampled, and frees looked at.
static IS_ON: AtomicBool = AtomicBool::new(false);
/// A sample in so many bytes, on average.
static EVERY_BYTES: AtomicU64 = AtomicU64::new(0);
/// The samples that live.
static TABLE: Mutex<Option<Table>> = Mutex::new(None);
/// How many live samples' addresses fall into each bucket, so that nearly all frees need no lock. A bucket that is
/// full stays so: that costs look-ups and loses nothing.
static BUCKETS: [AtomicU8; 1 << 16] = [const { AtomicU8::new(0) }; 1 << 16];

thread_local! {
    static THREAD: Thread = const {
        Thread { left: Cell::new(0), random: Cell::new(0), is_inside: Cell::new(false) }
    };
}

/// What sampling needs of a thread; it has no drop, so it is there until the thread is gone.
struct Thread {
    /// Bytes until the next sample.
    left: Cell<u64>,
    random: Cell<u64>,
    /// Whether the allocator was called from here.
    is_inside: Cell<bool>,
}

/// Sampling cannot be started: it is on, or it was to be done every zero bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sampling is on already, or every zero bytes")]
pub struct StartError;

impl Transient for StartError {
    fn is_transient(&self) -> bool {
        false
    }
}

/// Samples one allocation in every `every_bytes` from now on, on average; 512 KiB costs next to nothing. What was
/// allocated before is not known.
///
/// # Errors
/// [`StartError`] when it is on, or `every_bytes` is zero.
pub fn start(every_bytes: u64) -> Result<(), StartError> {
    if every_bytes == 0 || IS_ON.load(Ordering::Acquire) {
        return Err(StartError);
    }
    let _inside = Inside::enter();
    let mut table = table();
    if table.is_some() {
        return Err(StartError);
    }
    *table = Some(Table::new(every_bytes));
    for bucket in &BUCKETS {
        bucket.store(0, Ordering::Relaxed);
    }
    EVERY_BYTES.store(every_bytes, Ordering::Relaxed);
    IS_ON.store(true, Ordering::Release);
    Ok(())
}

/// Samples no more, and forgets what was sampled.
pub fn stop() {
    let _inside = Inside::enter();
    IS_ON.store(false, Ordering::Release);
    let gone = table().take();
    drop(gone);
}

/// Something was allocated.
#[inline]
pub(in crate::memory) fn allocated(address: usize, size: usize) {
    if IS_ON.load(Ordering::Relaxed) {
        count_down(address, size as u64);
    }
}

/// Something is about to be freed.
#[inline]
pub(in crate::memory) fn freed(address: usize) {
    if IS_ON.load(Ordering::Relaxed) && BUCKETS[bucket(address)].load(Ordering::Relaxed) > 0 {
        forget(address);
    }
}

/// Looks at the table from outside the allocator, without being sampled.
pub(super) fn with_table<T>(look: impl FnOnce(Option<&Table>) -> T) -> T {
    let _inside = Inside::enter();
    look(table().as_ref())
}

/// Keeps the current thread from being sampled until it is dropped.
pub(super) struct Inside(bool);

impl Inside {
    pub(super) fn enter() -> Self {
        Self(THREAD.with(|thread| thread.is_inside.replace(true)))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        THREAD.with(|thread| thread.is_inside.set(self.0));
    }
}

fn table() -> MutexGuard<'static, Option<Table>> {
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bucket(address: usize) -> usize {
    // Allocations are sixteen bytes apart; the multiplication spreads them (Fibonacci hashing).
    ((address as u64 >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

fn count_down(address: usize, size: u64) {
    THREAD.with(|thread| {
        let left = thread.left.get();
        if size < left {
            thread.left.set(left - size);
            return;
        }
        if thread.is_inside.get() {
            return;
        }
        // The first time there is nothing left since nothing was drawn yet.
        let is_first = thread.random.get() == 0;
        thread.left.set(thread.draw(EVERY_BYTES.load(Ordering::Relaxed)));
        if !is_first {
            sample(address, size);
        }
    });
}

impl Thread {
    /// The bytes until the next sample: exponential, with the mean `every`.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a distance of at most forty times the mean"
    )]
    fn draw(&self, every: u64) -> u64 {
        let mut random = self.random.get();
        if random == 0 {
            let state = BuildHasherDefault::<DefaultHasher>::default();
            random = state.hash_one(std::ptr::from_ref(self).addr()) | 1;
        }
        // Marsaglia's xorshift.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        self.random.set(random);
        let uniform = ((random >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        (-uniform.ln() * every as f64) as u64 + 1
    }
}

/// Keeps the allocation with its call stack.
#[cold]
fn sample(address: usize, size: u64) {
    let _inside = Inside::enter();
    let (mut frames, mut count) = ([0; FRAMES_MAX], 0);
    backtrace::trace(|frame| {
        frames[count] = frame.ip().addr();
        count += 1;
        count < FRAMES_MAX
    });
    if let Some(table) = table().as_mut()
        && table.keep(address, size, &frames[..count])
    {
        let counted = BUCKETS[bucket(address)].load(Ordering::Relaxed).saturating_add(1);
        BUCKETS[bucket(address)].store(counted, Ordering::Relaxed);
    }
}

/// Forgets the sample at that address, if there is one.
#[cold]
fn forget(address: usize) {
    let inside = Inside::enter();
    if inside.0 {
        // The table's own memory, while its lock is held.
        return;
    }
    if let Some(table) = table().as_mut()
        && table.forget(address)
    {
        let bucket = &BUCKETS[bucket(address)];
        let counted = bucket.load(Ordering::Relaxed);
        if counted < u8::MAX {
            bucket.store(counted.saturating_sub(1), Ordering::Relaxed);
        }
    }
}
