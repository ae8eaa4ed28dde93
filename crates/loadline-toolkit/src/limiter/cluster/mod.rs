//! One limit for a whole cluster: the buckets are in Redis, counted by one script on the server's own clock.

mod check;
mod config;
mod limiter;
mod link;
mod script;

pub use check::ByRedisKey;
pub use config::{RedisBuilder, WhenDown};
pub use limiter::{RedisLimiter, RedisStats};
