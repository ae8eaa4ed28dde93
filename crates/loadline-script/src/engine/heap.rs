//! The memory of scripts: blocks of a few sizes, cut from large pieces that all users of a thread share.
//!
//! QuickJS asks for many small blocks. A general allocator gives each runtime its own half-empty pages; here
//! blocks of one size lie together whoever they belong to, which keeps thousands of users small and their
//! memory warm. Nothing is locked: a runtime lives on one thread. Each user's share is counted, and one that
//! asks for more than [`USER_BYTES_MAX`] is out of memory.

#![expect(unsafe_code, reason = "an allocator hands out raw memory")]

use std::alloc::{Layout, alloc, dealloc};
use std::cell::RefCell;
use std::ptr;

use rquickjs::allocator::Allocator;

/// The most one user's script may hold.
pub(crate) const USER_BYTES_MAX: usize = 1 << 30;
/// Address space of one thread's small blocks; only what is used becomes memory.
const RANGE_BYTES: usize = 64 << 30;
/// One piece holds blocks of one size; pieces are aligned to their length, so that a block's address leads to
/// its piece.
const PIECE_BYTES: usize = 64 << 10;
/// Block sizes are multiples of this.
const STEP_BYTES: usize = 16;
/// Larger blocks come from the process's allocator.
const SMALL_BYTES_MAX: usize = 1024;
const SIZES: usize = SMALL_BYTES_MAX / STEP_BYTES;
/// What precedes a large block: its length, with room for alignment.
const LARGE_HEADER_BYTES: usize = 16;

thread_local! {
    static BLOCKS: RefCell<Blocks> = RefCell::new(Blocks::new());
}

/// The first bytes of a piece.
#[repr(C)]
struct PieceHeader {
    block_bytes: usize,
}

/// A free block holds the address of the next one.
#[repr(C)]
struct FreeBlock {
    next: *mut FreeBlock,
}

/// The small blocks of one thread.
struct Blocks {
    /// Where its address space begins; zero where none could be had.
    start: usize,
    /// Where the part that was never used begins.
    fresh: usize,
    /// Free blocks of each size.
    free: [*mut FreeBlock; SIZES],
}

impl Blocks {
    fn new() -> Self {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new private mapping at an address of the kernel's choice touches nothing that exists.
        let base = unsafe { libc::mmap(ptr::null_mut(), RANGE_BYTES, access, flags, -1, 0) };
        let start = match base == libc::MAP_FAILED {
            true => 0,
            false => (base as usize).next_multiple_of(PIECE_BYTES),
        };
        Self { start, fresh: start, free: [ptr::null_mut(); SIZES] }
    }

    fn owns(&self, block: *const u8) -> bool {
        (block as usize).wrapping_sub(self.start) < RANGE_BYTES && self.start != 0
    }

    /// A block of at least that many bytes; null when the address space is used up.
    #[inline]
    fn take(&mut self, bytes: usize) -> *mut u8 {
        let size = bytes.max(1).div_ceil(STEP_BYTES) - 1;
        if self.free[size].is_null() && !self.cut(size) {
            return ptr::null_mut();
        }
        let block = self.free[size];
        // SAFETY: blocks in the list are free and begin with a `FreeBlock`.
        self.free[size] = unsafe { (*block).next };
        block.cast()
    }

    /// Cuts a fresh piece into blocks.
    #[cold]
    fn cut(&mut self, size: usize) -> bool {
        let piece = self.fresh;
        if self.start == 0 || piece + 2 * PIECE_BYTES > self.start + RANGE_BYTES {
            return false;
        }
        self.fresh += PIECE_BYTES;
        let block_bytes = (size + 1) * STEP_BYTES;
        // SAFETY: the piece lies in this thread's mapping, was never used, and is aligned to its length.
        unsafe { (piece as *mut PieceHeader).write(PieceHeader { block_bytes }) };
        let first = piece + STEP_BYTES;
        let count = (PIECE_BYTES - STEP_BYTES) / block_bytes;
        for place in (0..count).rev() {
            let block = (first + place * block_bytes) as *mut FreeBlock;
            // SAFETY: the block lies within the piece and belongs to nobody yet.
            unsafe { block.write(FreeBlock { next: self.free[size] }) };
            self.free[size] = block;
        }
        true
    }

    #[inline]
    fn give_back(&mut self, block: *mut u8) {
        let size = small_bytes(block) / STEP_BYTES - 1;
        let block = block.cast::<FreeBlock>();
        // SAFETY: the block came from `take` and is used no more.
        unsafe { block.write(FreeBlock { next: self.free[size] }) };
        self.free[size] = block;
    }
}

/// Bytes of a small block, which its piece knows.
fn small_bytes(block: *const u8) -> usize {
    let piece = (block as usize & !(PIECE_BYTES - 1)) as *const PieceHeader;
    // SAFETY: every small block lies in a piece that begins with a header.
    unsafe { (*piece).block_bytes }
}

/// Bytes of any block.
fn bytes_of(block: *const u8) -> usize {
    if BLOCKS.with_borrow(|blocks| blocks.owns(block)) {
        return small_bytes(block);
    }
    // SAFETY: a large block is preceded by its length.
    unsafe { block.sub(LARGE_HEADER_BYTES).cast::<usize>().read() }
}

fn large_layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes.checked_add(LARGE_HEADER_BYTES)?, 16).ok()
}

fn take_large(bytes: usize) -> *mut u8 {
    let Some(layout) = large_layout(bytes) else { return ptr::null_mut() };
    // SAFETY: the layout is never empty.
    let base = unsafe { alloc(layout) };
    if base.is_null() {
        return base;
    }
    // SAFETY: the block has room for its length in front of what is handed out.
    unsafe {
        base.cast::<usize>().write(bytes);
        base.add(LARGE_HEADER_BYTES)
    }
}

/// The memory of one user.
#[derive(Default)]
pub(super) struct Heap {
    used_bytes: usize,
}

impl Heap {
    fn take(&mut self, bytes: usize) -> *mut u8 {
        if self.used_bytes.saturating_add(bytes) > USER_BYTES_MAX {
            return ptr::null_mut();
        }
        let small = match bytes <= SMALL_BYTES_MAX {
            true => BLOCKS.with_borrow_mut(|blocks| blocks.take(bytes)),
            false => ptr::null_mut(),
        };
        let block = if small.is_null() { take_large(bytes) } else { small };
        if !block.is_null() {
            self.used_bytes += bytes_of(block);
        }
        block
    }

    fn give_back(&mut self, block: *mut u8) {
        let bytes = bytes_of(block);
        self.used_bytes -= bytes;
        let small = BLOCKS.with_borrow_mut(|blocks| {
            let owned = blocks.owns(block);
            if owned {
                blocks.give_back(block);
            }
            owned
        });
        if small {
            return;
        }
        let layout = large_layout(bytes).expect("it was laid out so before");
        // SAFETY: the block came from `take_large` with this layout.
        unsafe { dealloc(block.sub(LARGE_HEADER_BYTES), layout) };
    }
}

// SAFETY: blocks are aligned to 16 bytes, do not overlap, and stay where they are until they are given back.
unsafe impl Allocator for Heap {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        self.take(size)
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        let Some(bytes) = count.checked_mul(size) else { return ptr::null_mut() };
        let block = self.take(bytes);
        if !block.is_null() {
            // SAFETY: the block has that many bytes.
            unsafe { block.write_bytes(0, bytes) };
        }
        block
    }

    // SAFETY: the caller gives a block of this allocator that is used no more.
    unsafe fn dealloc(&mut self, block: *mut u8) {
        self.give_back(block);
    }

    // SAFETY: the caller gives a block of this allocator, or none.
    unsafe fn realloc(&mut self, block: *mut u8, new_size: usize) -> *mut u8 {
        if block.is_null() {
            return self.take(new_size);
        }
        let old_size = bytes_of(block);
        if new_size <= old_size && new_size * 2 > old_size {
            return block;
        }
        let moved = self.take(new_size);
        if !moved.is_null() {
            // SAFETY: both blocks have at least that many bytes and are not the same.
            unsafe { ptr::copy_nonoverlapping(block, moved, old_size.min(new_size)) };
            self.give_back(block);
        }
        moved
    }

    unsafe fn usable_size(block: *mut u8) -> usize {
        bytes_of(block)
    }
}
