//! A circuit breaker: when too large a share of the last calls failed or was slow, calls are refused at once for a while,
//! then a few probes find out whether the other side is back. Work goes in as a closure ([`Breaker::run`]), as a permit
//! ([`Breaker::acquire`]) or as a tower service ([`BreakerLayer`]); what comes out is its outcome or [`Rejected`].
//! Nothing is tried again here: that is the retry's.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use loadline_toolkit::{breaker::{Breaker, State}, deadline::DeadlineExceeded};
//!
//! let breaker = Breaker::builder().build().expect("what is set by itself is valid");
//! let answer = breaker.run(|| async { Ok::<_, DeadlineExceeded>(42) }).await;
//! assert_eq!(answer, Ok(42));
//! assert_eq!(breaker.state(), State::Closed);
//! # }
//! ```

mod config;
mod error;
mod event;
mod future;
mod handle;
mod layer;
mod machine;
mod permit;
mod service;
mod stats;
#[cfg(test)]
mod tests;
mod window;

pub use config::{BreakerBuilder, Window};
pub use error::{BreakerConfigError, BreakerError, Rejected};
pub use event::{Cause, State, Transition};
pub use future::BreakerFuture;
pub use handle::Breaker;
pub use layer::BreakerLayer;
pub use permit::Permit;
pub use service::{BreakerService, IfTransient, Judge};
pub use stats::BreakerStats;
