//! A bounded number of workers over a bounded queue. [`Executor`] runs asynchronous work as tokio tasks;
//! [`CpuExecutor`] runs work that burns CPU on named threads of its own, so that it does not hold up the runtime.
//! Both take work, say what became of it, and say no, wait or drop the oldest when they are full.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::executor::{Executor, OnFull};
//! use std::time::Duration;
//!
//! let executor = Executor::builder().workers(50).queue(1_000).on_full(OnFull::Reject).build()?;
//! let task = executor.spawn(async { 6 * 7 }).await?;
//! assert_eq!(task.await?, 42);
//!
//! let lengths = executor.map_chunked(["a", "bb", "ccc"], 2, |word| async move { word.len() });
//! assert_eq!(lengths.await?, [1, 2, 3]);
//! executor.shutdown(Duration::from_secs(1)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Time
//! A task has `time_out` from the moment it was spawned, its wait included, or the time its spawner has left when that
//! is less; it sees the moment as its [`Deadline`](crate::deadline::Deadline). A task whose time is over before a
//! worker is free is not begun.

mod asynchronous;
mod config;
mod core;
mod cpu;
mod error;
mod handle;
mod map;
mod queue;
mod slot;
mod stats;
#[cfg(test)]
mod tests;

pub use asynchronous::Executor;
pub use config::{ExecutorBuilder, OnFull};
pub use cpu::{CpuExecutor, should_stop};
pub use error::{ConfigError, MapError, MapFailure, ShutdownError, SpawnError, TaskError};
pub use handle::Handle;
pub use stats::Stats;
