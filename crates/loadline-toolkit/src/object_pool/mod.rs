//! Objects that are dear to make and can be used again (buffers, parsers, compressors): made up to a bound, handed out
//! first come, first served, reset when they come back. Making one must not wait; what does is a connection, and has
//! the connection pool (`pool`).
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::object_pool::ObjectPool;
//!
//! let pool = ObjectPool::builder(|| Vec::with_capacity(64 * 1024)).max(8).precreated(2).reset(Vec::clear).build()?;
//! let mut buffer = pool.acquire().await?;
//! buffer.extend_from_slice(b"hello");
//! drop(buffer);
//! assert!(pool.try_acquire().expect("one lies ready").is_empty());
//! assert_eq!(pool.stats().made, 2);
//! # Ok(())
//! # }
//! ```

mod acquire;
mod config;
mod error;
mod guard;
mod handle;
mod shared;
mod stats;
#[cfg(test)]
mod tests;
mod waiters;

pub use acquire::AcquireObject;
pub use config::ObjectPoolBuilder;
pub use error::{ObjectPoolConfigError, ObjectPoolError};
pub use guard::PooledObject;
pub use handle::ObjectPool;
pub use stats::ObjectPoolStats;
#[cfg(feature = "pool")]
pub(crate) use waiters::{Ticket, Waiters};
