//! Stacks for coroutines: large in address space, small in memory, each with a guard below it.
//!
//! One mapping holds many stacks, so that tens of thousands of users stay far below the kernel's bound on
//! mappings; only pages that were touched count. A thread keeps the stacks it got back for its next users.

#![expect(
    unsafe_code,
    reason = "stacks are mapped by hand: no safe interface sets guards within one mapping"
)]

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::ptr;

use corosensei::stack::{Stack, StackPointer};

/// Address space of one stack, its guard included.
const STACK_BYTES: usize = 1 << 20;
/// The part of it that must not be touched.
const GUARD_BYTES: usize = 1 << 16;
/// Stacks in one mapping.
const STACKS_EACH: usize = 64;
/// What QuickJS may use; the rest is for native functions that it calls.
pub(super) const SCRIPT_STACK_BYTES: usize = STACK_BYTES - GUARD_BYTES - (128 << 10);
/// `MADV_GUARD_INSTALL` of Linux 6.13: a guard that needs no mapping of its own.
const MADV_GUARD_INSTALL: libc::c_int = 102;

thread_local! {
    static FREE: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// A stack of this thread; it goes back to the thread when it is dropped.
pub(super) struct PooledStack {
    /// Its lowest address, where the guard lies.
    bottom: usize,
}

impl PooledStack {
    /// A stack, new or used before.
    pub(super) fn take() -> std::io::Result<Self> {
        FREE.with_borrow_mut(|free| {
            if free.is_empty() {
                free.extend(map_stacks()?);
            }
            Ok(Self { bottom: free.pop().expect("a mapping holds several stacks") })
        })
    }
}

impl Drop for PooledStack {
    fn drop(&mut self) {
        // A thread that is ending has no list any more; the process ends soon after.
        let _ = FREE.try_with(|free| free.borrow_mut().push(self.bottom));
    }
}

/// Maps the next stacks and guards each; gives their lowest addresses.
fn map_stacks() -> std::io::Result<impl Iterator<Item = usize>> {
    let length = STACK_BYTES * STACKS_EACH;
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    let access = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: a new private mapping at an address of the kernel's choice touches nothing that exists.
    let base = unsafe { libc::mmap(ptr::null_mut(), length, access, flags, -1, 0) };
    if base == libc::MAP_FAILED {
        return Err(std::io::Error::last_os_error());
    }
    let bottoms = move |place| base as usize + place * STACK_BYTES;
    for bottom in (0..STACKS_EACH).map(bottoms) {
        guard(bottom)?;
    }
    Ok((0..STACKS_EACH).rev().map(bottoms))
}

/// Makes the lowest part of a stack fault when it is touched.
fn guard(bottom: usize) -> std::io::Result<()> {
    let start = bottom as *mut libc::c_void;
    // SAFETY: the range lies in a mapping made above that nothing uses yet.
    let guarded = unsafe { libc::madvise(start, GUARD_BYTES, MADV_GUARD_INSTALL) == 0 };
    // SAFETY: as above; older kernels split the mapping instead.
    if guarded || unsafe { libc::mprotect(start, GUARD_BYTES, libc::PROT_NONE) == 0 } {
        return Ok(());
    }
    Err(std::io::Error::last_os_error())
}

// SAFETY: the range from `limit` to `base` is mapped for as long as the process lives, belongs to this value
// alone, and its lowest part faults when it is touched.
unsafe impl Stack for PooledStack {
    fn base(&self) -> StackPointer {
        NonZeroUsize::new(self.bottom + STACK_BYTES).expect("no mapping lies at address zero")
    }

    fn limit(&self) -> StackPointer {
        NonZeroUsize::new(self.bottom).expect("no mapping lies at address zero")
    }
}
