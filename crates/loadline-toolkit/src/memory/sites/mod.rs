//! Which lines of code hold the memory: a sample of the allocations of a [`TrackingAllocator`](super::TrackingAllocator),
//! each with the call stack it came from, kept until it is freed. Off until [`start`]; then one allocation in every so
//! many bytes is taken, so that the cost and the memory are bounded whatever the process does.
//!
//! ```
//! use loadline_toolkit::memory::{TrackingAllocator, sites};
//!
//! #[global_allocator]
//! static ALLOCATOR: TrackingAllocator = TrackingAllocator::system();
//!
//! fn leak() -> Vec<Vec<u8>> {
//!     (0..1_000).map(|_| Vec::with_capacity(64 * 1024)).collect()
//! }
//!
//! sites::start(512 * 1024).expect("a number of bytes above zero");
//! let kept = leak();
//! let report = sites::report(10);
//! sites::stop();
//! let worst = &report.sites[0];
//! assert!(worst.live_bytes > 32 << 20, "about 64 MiB, from about 128 samples");
//! assert!(worst.origin().expect("a frame").function.contains("leak"));
//! # drop(kept);
//! ```
//!
//! # How
//! Each allocated byte has the same chance to be the one that is sampled (a Poisson process, as tcmalloc's and Go's heap
//! profilers have it), so an allocation of `size` bytes is taken with the probability `1 - e^(-size / every)`, and each
//! sample stands for its size divided by that. Names and lines are looked up when a report is made; lines need the
//! debug information `line-tables-only` or more.

mod report;
mod sampler;
mod table;

pub use report::{Frame, Report, Site, report};
pub use sampler::{StartError, start, stop};
pub(super) use sampler::{allocated, freed};
