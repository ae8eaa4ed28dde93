//! Slopes, limits and alarms from made-up sizes; the counting allocator and its sites with the test's own memory.

mod limits;
mod monitor;
#[cfg(feature = "memory-sites")]
mod sites;
mod slope;
mod tracking;
