//! Adaptive limits: the mistakes of a configuration, who is let in and who waits, the rules in the simulated overload, and
//! the contract of tower.

mod config;
mod doors;
mod layer;
mod limiter;
mod overload;
mod partitions;
mod rules;
mod simulation;

use super::{
    AdaptiveLimitLayer, Aimd, Algorithm, Bounds, CallError, ConfigError, Gradient2, Guard,
    LimitError, Limiter, LimiterBuilder, Outcome, Sample, Vegas,
};
