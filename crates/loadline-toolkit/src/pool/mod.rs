//! Connections that are handed out first come, first served, opened in the background, checked, retired, and accounted for.

mod acquire;
pub mod adapters;
mod config;
mod error;
mod evidence;
mod exhaustion;
mod guard;
mod handle;
mod keeper;
mod load;
mod manager;
mod plan;
mod retry;
mod shared;
mod state;
mod statement;
mod stats;
#[cfg(test)]
mod tests;
mod work;

pub use acquire::Acquire;
pub use config::{PoolBuilder, Profile};
pub use error::{ConfigError, ConnectFailure, PoolError};
pub use exhaustion::{Exhaustion, Holder, Verdict};
pub use guard::Pooled;
pub use handle::Pool;
pub use load::Advice;
pub use manager::Manager;
pub use retry::ConnectRetry;
pub use statement::{LastStatement, Statement};
pub use stats::Stats;
