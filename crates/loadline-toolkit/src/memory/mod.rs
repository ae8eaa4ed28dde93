//! What the process holds: its resident size and how fast that grows, with how sure that is, held against the limit
//! of its container ([`MemoryMonitor`]); the allocator's own figures ([`TrackingAllocator`]); and, when asked for,
//! which lines of code hold the memory (`sites`, feature `memory-sites`).
//!
//! ```
//! use loadline_toolkit::memory::{MemoryMonitor, TrackingAllocator, allocator_figures};
//!
//! #[global_allocator]
//! static ALLOCATOR: TrackingAllocator = TrackingAllocator::system();
//!
//! let kept = vec![7_u8; 1 << 20];
//! let figures = allocator_figures();
//! assert!(figures.in_use_bytes() >= kept.len() as u64);
//!
//! let monitor = MemoryMonitor::builder().build()?;
//! let now = monitor.sample()?;
//! assert!(now.resident_bytes > 0 && now.growth.is_none(), "one sample has no slope");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod config;
mod error;
mod limit;
mod monitor;
mod resident;
#[cfg(feature = "memory-sites")]
pub mod sites;
mod slope;
mod stats;
#[cfg(test)]
mod tests;
mod tracking;

pub use config::{Limit, MonitorBuilder};
pub use error::{ConfigError, ReadError};
pub use limit::memory_limit;
pub use monitor::{Alarm, Assessment, MemoryMonitor};
pub use resident::resident_bytes;
pub use slope::{Growth, growth};
pub use stats::Stats;
pub use tracking::{AllocatorFigures, TrackingAllocator, allocator_figures};
