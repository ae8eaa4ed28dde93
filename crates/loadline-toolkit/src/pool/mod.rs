//! Connections that are handed out first come, first served, opened in the background, checked, retired, and accounted for.
//!
//! Comes in: a [`Manager`] that knows how to open, check, reset and close one kind of connection, and the sizes and bounds
//! of a [`PoolBuilder`]. Goes out: a [`Pooled`] connection, or a [`PoolError`] that says why there is none. The rules:
//!
//! - A caller takes whichever comes first: a connection that lies idle, one that comes back, or a new one. Connects run in
//!   the background; one that nobody needs any more is dropped. How many are started is decided by what holds and
//!   connects take, so that a short crowd opens none.
//! - Nobody passes another in the queue. What comes back is put into the first one's hand.
//! - Giving back never waits. Resets, checks and closes run in tasks of their own, each bounded in time, and each gives its
//!   place in the pool back however it ends. There are never more connections than may be.
//! - Dropping any future at any moment is safe, and a manager that hangs, fails or panics costs its connection only.
//! - A wait in vain is explained by an [`Exhaustion`]: who holds what, taken where, for how long, running which
//!   statement, and a [`Verdict`] on the cause.
//!
//! A pool lives in the tokio runtime it was built in and is closed with it. It keeps its own time by one timer; what it
//! measures of itself is in [`Stats`], and [`Pool::advice`] makes a size from that.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::pool::{Pool, PoolError, Profile, Verdict};
//!
//! # use loadline_toolkit::pool::Manager;
//! # struct Numbers;
//! # impl Manager for Numbers {
//! #     type Conn = u64;
//! #     type Error = std::convert::Infallible;
//! #     async fn connect(&self) -> Result<u64, Self::Error> { Ok(0) }
//! #     async fn check(&self, _: &mut u64) -> Result<(), Self::Error> { Ok(()) }
//! #     async fn reset(&self, _: &mut u64) -> Result<(), Self::Error> { Ok(()) }
//! # }
//! let pool = Pool::builder(Numbers).profile(Profile::Worker).size(0, 1).build()?;
//! let task = tokio::spawn(async move {
//!     let _first = pool.acquire().await?;
//!     let _second = pool.acquire().await?;
//!     Ok::<(), PoolError>(())
//! });
//! let Err(PoolError::Exhausted(told)) = task.await? else { panic!("one task cannot have both") };
//! assert!(matches!(told.verdict, Verdict::SelfDeadlock { .. }));
//! # Ok(())
//! # }
//! ```

mod acquire;
pub mod adapters;
mod config;
mod error;
mod evidence;
mod exhaustion;
mod guard;
mod handle;
mod keeper;
mod load;
mod manager;
mod plan;
mod retry;
mod shared;
mod state;
mod statement;
mod stats;
#[cfg(test)]
mod tests;
mod work;

pub use acquire::Acquire;
pub use config::{PoolBuilder, Profile};
pub use error::{ConfigError, ConnectFailure, PoolError};
pub use exhaustion::{Exhaustion, Holder, Verdict};
pub use guard::Pooled;
pub use handle::Pool;
pub use load::Advice;
pub use manager::Manager;
pub use retry::ConnectRetry;
pub use statement::{LastStatement, Statement};
pub use stats::Stats;
