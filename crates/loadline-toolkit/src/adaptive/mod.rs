//! A limit on work at once that finds itself: it grows while answers stay as fast as they are when nothing waits, and falls
//! as they become slower. What comes beyond it is refused at once, or waits a bounded time, first come, first served.
//!
//! Work is let in by a [`Guard`], which tells at its end how the work went. The rule that moves the limit is an
//! [`Algorithm`]: [`Gradient2`] unless told otherwise, [`Vegas`] or [`Aimd`]. Partitions keep a share of the limit for
//! one kind of work each. For tower there is [`AdaptiveLimitLayer`].
//!
//! ```
//! use loadline_toolkit::adaptive::{LimitError, Limiter};
//!
//! let limiter = Limiter::builder().limits(1, 100).initial(1).build().expect("sound");
//! let guard = limiter.try_acquire().expect("the first is let in");
//! assert_eq!(limiter.try_acquire().expect_err("no room"), LimitError::Full { limit: 1 });
//! guard.success();
//! assert_eq!(limiter.stats().in_flight, 0);
//! ```

mod aimd;
mod algorithm;
mod baseline;
mod config;
mod delay;
mod error;
mod future;
mod gradient2;
mod guard;
mod layer;
mod limiter;
mod service;
mod state;
mod stats;
#[cfg(test)]
mod tests;
mod vegas;
mod window;

pub use aimd::Aimd;
pub use algorithm::{Algorithm, Bounds, Sample};
pub use config::{ConfigError, LimiterBuilder};
pub use error::{CallError, LimitError};
pub use future::ResponseFuture;
pub use gradient2::Gradient2;
pub use guard::{Guard, Outcome};
pub use layer::{AdaptiveLimitLayer, Classify, ErrorsIgnored};
pub use limiter::{Limiter, Partition};
pub use service::AdaptiveLimit;
pub use stats::Stats;
pub use vegas::Vegas;
