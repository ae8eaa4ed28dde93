//! Rate limits: so many a second and a burst on top, for everyone together ([`RateLimiter`]), for each key
//! ([`KeyedLimiter`]), and for a whole cluster by way of Redis (`RedisLimiter`, feature `limiter-redis`).
//!
//! All three count by GCRA: one number per bucket, the moment at which it is full again. Each answer is a [`Decision`] that
//! says what is left and when to come again, also as HTTP headers. For tower there is [`RateLimitLayer`].
//!
//! ```
//! use loadline_toolkit::limiter::{Quota, RateLimiter};
//!
//! let limiter = RateLimiter::new(Quota::per_second(1_000).burst(2)).expect("sound");
//! assert_eq!(limiter.check().expect("a full bucket").remaining(), 1);
//! limiter.check().expect("one more");
//! let limited = limiter.check_n(2).expect_err("nothing is left");
//! assert!(limited.decision().expect("it tells when").retry_after().as_micros() > 1_000);
//! ```

mod bucket;
mod check;
#[cfg(feature = "limiter-redis")]
mod cluster;
mod decision;
mod direct;
mod error;
mod future;
mod keyed;
mod layer;
mod quota;
mod service;
mod stats;
mod table;
#[cfg(test)]
mod tests;

pub use check::{Annotate, ByKey, Check, NotAnnotated};
#[cfg(feature = "limiter-redis")]
pub use cluster::{ByRedisKey, RedisBuilder, RedisLimiter, RedisStats, WhenDown};
pub use decision::Decision;
pub use direct::RateLimiter;
pub use error::{CallError, RateLimitError};
pub use future::ResponseFuture;
pub use keyed::{KeyedBuilder, KeyedLimiter, WhenFull};
pub use layer::RateLimitLayer;
pub use quota::{ConfigError, Quota};
pub use service::RateLimit;
pub use stats::Stats;
