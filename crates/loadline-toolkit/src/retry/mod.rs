//! Trying again: how often, after which wait, for which outcomes, and how many extra calls a fault may cost at most. Work
//! goes in as a closure ([`RetryPolicy::run`]) or as a tower service ([`RetryLayer`]); the outcome of the last try comes
//! out. A try is not cut off here: time-outs are the work's own or a deadline's.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! use loadline_toolkit::{deadline::DeadlineExceeded, retry::RetryPolicy};
//!
//! let policy = RetryPolicy::exponential();
//! let answer = policy.run(|| async { Ok::<_, DeadlineExceeded>(42) }).await;
//! assert_eq!(answer, Ok(42));
//! assert_eq!(policy.stats().retries, 0);
//! # }
//! ```

mod backoff;
mod budget;
mod classify;
mod config;
mod error;
mod future;
mod layer;
mod policy;
mod service;
mod stats;
#[cfg(test)]
mod tests;

pub use backoff::Backoff;
pub use budget::{Budget, BudgetBuilder};
pub use classify::{ByTransient, Classify, Verdict};
pub use config::RetryPolicyBuilder;
pub use error::RetryConfigError;
pub use future::RetryFuture;
pub use layer::RetryLayer;
pub use policy::RetryPolicy;
pub use service::{Cloned, Repeat, RetryService};
pub use stats::RetryStats;
