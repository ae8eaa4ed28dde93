//! Many calls at once, of which some may fail: a bounded number under way, one limit of time for all, and a
//! [`Partial`] that says by index what came back, what failed and what came too late. The calls run within the
//! caller's task, so they may borrow, and dropping the fan-out drops them; to use more than one core, spawn within.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use loadline_toolkit::fan_out::fan_out;
//! use std::time::Duration;
//!
//! let quotes = ["4", "8", "many"].map(|text| async move { text.parse::<u32>() });
//! let answer = fan_out(quotes, 2).within(Duration::from_secs(1)).await;
//! assert_eq!(answer.ok, [(0, 4), (1, 8)]);
//! assert_eq!(answer.failed[0].0, 2);
//! assert!(answer.timed_out.is_empty());
//! # }
//! ```

mod calls;
mod error;
mod partial;
#[cfg(test)]
mod tests;

pub use calls::{FanOut, fan_out};
pub use error::CallError;
pub use partial::Partial;
