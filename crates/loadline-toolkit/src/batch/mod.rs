//! Single requests gathered into batches; each caller gets the answer to its own. A batch goes when it is full, when
//! its oldest request has waited long enough, or, so that a lone request is not held up, as soon as no other batch is
//! under way. What the handler does with a batch is the caller's; so is trying again after an error.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::batch::{BatchError, Batcher};
//!
//! let squares = Batcher::builder()
//!     .max_items(100)
//!     .build(|numbers: Vec<i32>| async move {
//!         numbers.into_iter().map(|n| n.checked_mul(n).ok_or("too large")).collect()
//!     })?;
//! let (three, many) = tokio::join!(squares.submit(3), squares.submit(i32::MAX));
//! assert_eq!(three, Ok(9));
//! assert_eq!(many, Err(BatchError::Failed("too large")));
//! assert_eq!(squares.stats().batches, 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Bounds
//! At most `queue` requests wait, in order; a caller beyond them waits for room, the first come first. At most
//! `concurrency` batches are under way, none longer than `time_out`, so a request waits no longer than
//! `max_wait + time_out × (1 + queue / (max_items × concurrency))`, and never beyond its task's deadline.

mod batcher;
mod config;
mod error;
mod flight;
mod queue;
mod stats;
#[cfg(test)]
mod tests;

pub use batcher::Batcher;
pub use config::{BatcherBuilder, Linger};
pub use error::{BatchError, ConfigError, ShutdownError};
pub use stats::Stats;
