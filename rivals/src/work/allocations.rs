//! What counting costs an allocation and its free, by itself and with one in every 512 KiB sampled.

use crate::cost::{Contender, compare, ns_per_operation};
use loadline_toolkit::memory::{TrackingAllocator, sites};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    hint::black_box,
};

const ALLOCATIONS: u64 = 2_000_000;
const LAYOUT: Layout = Layout::new::<[u64; 16]>();

/// Measures each.
pub fn run() {
    let contenders: Vec<Contender> = vec![
        ("the system's allocator", Box::new(|| round(&System))),
        ("loadline, counting", Box::new(|| round(&TrackingAllocator::system()))),
        ("loadline, counting and sampling call stacks", Box::new(sampled)),
    ];
    compare("allocator: 128 bytes allocated and freed", "ns CPU", contenders);
}

fn sampled() -> f64 {
    sites::start(512 * 1024).expect("it is off");
    let figure = round(&TrackingAllocator::system());
    sites::stop();
    figure
}

fn round(allocator: &impl GlobalAlloc) -> f64 {
    ns_per_operation(ALLOCATIONS, || {
        for _ in 0..ALLOCATIONS {
            // SAFETY: the layout has a size, and what was allocated with it is freed with it, once.
            unsafe {
                let pointer = black_box(allocator.alloc(LAYOUT));
                allocator.dealloc(pointer, LAYOUT);
            }
        }
    })
}
