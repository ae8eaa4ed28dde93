//! The moment by which an answer is of use, carried along with the task: pools, clients, batches and executors wait
//! no longer than the time that is left. Setting it is the caller's; ending the work at it is [`Deadline::run`]. With the
//! feature `deadline-layer` a tower layer sets it for each request, from what the request says and a limit.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use loadline_toolkit::deadline::Deadline;
//! use std::time::Duration;
//!
//! let answer = Deadline::after(Duration::from_millis(200))
//!     .run(async { Deadline::current().expect("within run").remaining() })
//!     .await;
//! assert!(answer.expect("in time") <= Duration::from_millis(200));
//! # }
//! ```

mod error;
#[cfg(feature = "deadline-layer")]
mod future;
#[cfg(feature = "deadline-layer")]
mod layer;
mod moment;
#[cfg(feature = "deadline-layer")]
mod service;
#[cfg(feature = "deadline-layer")]
mod stats;
#[cfg(test)]
mod tests;
#[cfg(feature = "deadline-layer")]
mod wire;

#[cfg(feature = "deadline-layer")]
pub use error::DeadlineError;
pub use error::DeadlineExceeded;
#[cfg(feature = "deadline-layer")]
pub use future::DeadlineFuture;
#[cfg(feature = "deadline-layer")]
pub use layer::DeadlineLayer;
pub use moment::Deadline;
#[cfg(feature = "deadline-layer")]
pub use service::{DeadlineService, OnlyTheLimit, TimeLeft};
#[cfg(feature = "deadline-layer")]
pub use stats::DeadlineStats;
#[cfg(feature = "deadline-layer")]
pub use wire::{format_timeout, parse_timeout};
