//! Rate limits: the mistakes of a quota, the bound over any window, clocks that jump, keys without room, waiting, headers and
//! the contract of tower. What needs a real Redis is among the tests against real servers.

mod direct;
mod keyed;
mod layer;
mod quota;
mod windows;

use super::{
    CallError, ConfigError, KeyedLimiter, Quota, RateLimitError, RateLimitLayer, RateLimiter,
    WhenFull,
};
