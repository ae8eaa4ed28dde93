//! The moment by which an answer is of use, carried along with the task: pools, clients, batches and executors wait
//! no longer than the time that is left. Setting it is the caller's; ending the work at it is [`Deadline::run`].
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
mod moment;
#[cfg(test)]
mod tests;

pub use error::DeadlineExceeded;
pub use moment::Deadline;
