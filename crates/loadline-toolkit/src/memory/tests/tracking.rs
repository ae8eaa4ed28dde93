//! The counting allocator, called by hand: the figures are those of the whole process, and only these tests use it.

use crate::memory::{TrackingAllocator, allocator_figures};
use std::{
    alloc::{GlobalAlloc as _, Layout},
    ptr, thread,
};

static ALLOCATOR: TrackingAllocator = TrackingAllocator::system();

/// Allocates by way of the allocator; the address.
#[expect(unsafe_code, reason = "an allocator is called by hand")]
pub(super) fn allocate(size: usize) -> usize {
    let layout = Layout::from_size_align(size, 8).expect("a layout");
    // SAFETY: the size is above zero.
    let pointer = unsafe { ALLOCATOR.alloc(layout) };
    assert!(!pointer.is_null());
    pointer.expose_provenance()
}

/// Frees what [`allocate`] gave.
#[expect(unsafe_code, reason = "an allocator is called by hand")]
pub(super) fn free(address: usize, size: usize) {
    let layout = Layout::from_size_align(size, 8).expect("a layout");
    // SAFETY: the tests free each address once, with the size it was allocated with.
    unsafe { ALLOCATOR.dealloc(ptr::with_exposed_provenance_mut(address), layout) };
}

/// Allocates, resizes and frees.
#[expect(unsafe_code, reason = "an allocator is called by hand")]
fn allocate_and_free(size: usize, times: usize) {
    let layout = Layout::from_size_align(size, 8).expect("a layout");
    for _ in 0..times {
        let pointer = ptr::with_exposed_provenance_mut(allocate(size));
        // SAFETY: the pointer was allocated with this layout.
        let pointer = unsafe { ALLOCATOR.realloc(pointer, layout, size * 2) };
        free(pointer.expose_provenance(), size * 2);
    }
}

#[test]
fn nothing_is_lost_however_many_threads_there_are_and_end() {
    let before = allocator_figures();
    for _ in 0..4 {
        thread::scope(|scope| {
            for _ in 0..300 {
                scope.spawn(|| allocate_and_free(100, 10));
            }
        });
    }
    let after = allocator_figures();
    assert_eq!(after.allocations - before.allocations, 4 * 300 * 10 * 2);
    assert_eq!(after.allocated_bytes - before.allocated_bytes, 4 * 300 * 10 * 300);
    assert_eq!((after.in_use(), after.in_use_bytes()), (before.in_use(), before.in_use_bytes()));
}
