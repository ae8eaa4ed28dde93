//! A global allocator that counts. Each thread has counters of its own, which it alone writes, so that counting is a
//! load and a store; whoever asks adds them up. Threads beyond the number of counters share one that is added to
//! atomically. What the memory is used for is not known here; see `sites`.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Threads with counters of their own at a time.
const OWN_COUNTERS: usize = 255;
/// The place of the counters that all others share.
const SHARED: usize = OWN_COUNTERS;
/// The place of a thread that has not asked yet.
const UNCLAIMED: usize = usize::MAX;

/// What was allocated and freed by some threads, one after the other; a cache line.
#[repr(align(64))]
struct Counters {
    is_owned: AtomicBool,
    allocations: AtomicU64,
    allocated_bytes: AtomicU64,
    frees: AtomicU64,
    freed_bytes: AtomicU64,
}

static COUNTERS: [Counters; OWN_COUNTERS + 1] = [const {
    Counters {
        is_owned: AtomicBool::new(false),
        allocations: AtomicU64::new(0),
        allocated_bytes: AtomicU64::new(0),
        frees: AtomicU64::new(0),
        freed_bytes: AtomicU64::new(0),
    }
}; OWN_COUNTERS + 1];

/// The place of this thread's counters, given back when it ends.
struct Place(Cell<usize>);

thread_local! {
    static PLACE: Place = const { Place(Cell::new(UNCLAIMED)) };
}

/// An allocator that counts what another does. One is enough: the figures are those of all of them together.
///
/// ```
/// use loadline_toolkit::memory::TrackingAllocator;
///
/// #[global_allocator]
/// static ALLOCATOR: TrackingAllocator = TrackingAllocator::system();
/// # fn main() {}
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct TrackingAllocator<A = System> {
    inner: A,
}

impl TrackingAllocator {
    /// Counts what the system's allocator does.
    #[must_use]
    pub const fn system() -> Self {
        Self::new(System)
    }
}

impl<A> TrackingAllocator<A> {
    /// Counts what `inner` does.
    #[must_use]
    pub const fn new(inner: A) -> Self {
        Self { inner }
    }
}

/// What was allocated and freed since the start of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AllocatorFigures {
    /// Allocations; one that is resized counts as an allocation and a free.
    pub allocations: u64,
    /// Bytes in them, as they were asked for.
    pub allocated_bytes: u64,
    /// Frees.
    pub frees: u64,
    /// Bytes in them.
    pub freed_bytes: u64,
}

impl AllocatorFigures {
    /// Bytes that were allocated and not freed.
    #[must_use]
    pub const fn in_use_bytes(&self) -> u64 {
        self.allocated_bytes.saturating_sub(self.freed_bytes)
    }

    /// Allocations that were not freed.
    #[must_use]
    pub const fn in_use(&self) -> u64 {
        self.allocations.saturating_sub(self.frees)
    }
}

/// What all [`TrackingAllocator`]s counted so far; all zero when there is none. What other threads do meanwhile may be
/// counted in part.
#[must_use]
pub fn allocator_figures() -> AllocatorFigures {
    let mut all = AllocatorFigures::default();
    for counters in &COUNTERS {
        // Frees first, so that no free is seen without its allocation on the same thread.
        all.frees += counters.frees.load(Ordering::Relaxed);
        all.freed_bytes += counters.freed_bytes.load(Ordering::Relaxed);
        all.allocations += counters.allocations.load(Ordering::Relaxed);
        all.allocated_bytes += counters.allocated_bytes.load(Ordering::Relaxed);
    }
    all
}

#[expect(unsafe_code, reason = "an allocator's trait is unsafe to implement")]
// SAFETY: each call goes to the inner allocator with the arguments it came with, and its answer goes back as it is.
// Counting allocates nothing and does not unwind.
unsafe impl<A: GlobalAlloc> GlobalAlloc for TrackingAllocator<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps to the contract of this same function.
        let pointer = unsafe { self.inner.alloc(layout) };
        allocated(pointer, layout.size());
        pointer
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps to the contract of this same function.
        let pointer = unsafe { self.inner.alloc_zeroed(layout) };
        allocated(pointer, layout.size());
        pointer
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        freed(pointer, layout.size());
        // SAFETY: the caller keeps to the contract of this same function.
        unsafe { self.inner.dealloc(pointer, layout) };
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps to the contract of this same function.
        let moved = unsafe { self.inner.realloc(pointer, layout, size) };
        if !moved.is_null() {
            freed(pointer, layout.size());
            allocated(moved, size);
        }
        moved
    }
}

/// Counts an allocation, unless it failed.
#[inline]
fn allocated(pointer: *mut u8, size: usize) {
    if pointer.is_null() {
        return;
    }
    count(size, |counters| (&counters.allocations, &counters.allocated_bytes));
    #[cfg(feature = "memory-sites")]
    super::sites::allocated(pointer.addr(), size);
}

/// Counts a free.
#[inline]
fn freed(pointer: *mut u8, size: usize) {
    count(size, |counters| (&counters.frees, &counters.freed_bytes));
    #[cfg(feature = "memory-sites")]
    super::sites::freed(pointer.addr());
    #[cfg(not(feature = "memory-sites"))]
    let _ = pointer;
}

/// Adds one to a count and `size` to its bytes.
#[inline]
fn count(
    size: usize,
    which: impl Fn(&'static Counters) -> (&'static AtomicU64, &'static AtomicU64),
) {
    // A thread that is ending may have no place any more.
    let place = PLACE.try_with(Place::claimed).unwrap_or(SHARED);
    let (count, bytes) = which(&COUNTERS[place]);
    if place == SHARED {
        count.fetch_add(1, Ordering::Relaxed);
        bytes.fetch_add(size as u64, Ordering::Relaxed);
    } else {
        // This thread alone writes here.
        count.store(count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        bytes.store(bytes.load(Ordering::Relaxed) + size as u64, Ordering::Relaxed);
    }
}

impl Place {
    #[inline]
    fn claimed(&self) -> usize {
        match self.0.get() {
            UNCLAIMED => self.claim(),
            place => place,
        }
    }

    /// Takes the first counters that no thread has, once per thread.
    #[cold]
    fn claim(&self) -> usize {
        let free = COUNTERS[..OWN_COUNTERS].iter().position(|counters| {
            let (free, taken) = (Ordering::Acquire, Ordering::Relaxed);
            counters.is_owned.compare_exchange(false, true, free, taken).is_ok()
        });
        let place = free.unwrap_or(SHARED);
        self.0.set(place);
        place
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let place = self.0.replace(SHARED);
        if place < OWN_COUNTERS {
            COUNTERS[place].is_owned.store(false, Ordering::Release);
        }
    }
}
