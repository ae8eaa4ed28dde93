//! Hedging: a call that takes longer than most is made a second time, the first good answer wins and the other call is
//! dropped. The delay is given, or learned from the calls themselves; a budget bounds what it may cost. Work goes in as
//! a closure ([`Hedge::run`]) or as a tower service ([`HedgeLayer`]). Only for what may be done twice: whoever hedges
//! says so, by the closure or by copying the request.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() {
//! use loadline_toolkit::hedge::{Hedge, HedgeDelay};
//! use std::{cell::Cell, time::Duration};
//!
//! let after = HedgeDelay::Fixed(Duration::from_millis(10));
//! let hedge = Hedge::builder().delay(after).build().expect("a delay that can be");
//! let calls = Cell::new(0);
//! let answer = hedge
//!     .run(|| async {
//!         calls.set(calls.get() + 1);
//!         let is_first = calls.get() == 1;
//!         tokio::time::sleep(Duration::from_secs(if is_first { 60 } else { 0 })).await;
//!         Ok::<_, ()>(if is_first { "slow" } else { "fast" })
//!     })
//!     .await;
//! assert_eq!(answer, Ok("fast"));
//! assert_eq!(hedge.stats().won, 1);
//! # }
//! ```

mod config;
mod delay;
mod error;
mod future;
mod handle;
mod layer;
mod race;
mod service;
mod stats;
#[cfg(test)]
mod tests;

pub use config::{HedgeBuilder, HedgeDelay};
pub use error::HedgeConfigError;
pub use future::HedgeFuture;
pub use handle::Hedge;
pub use layer::HedgeLayer;
pub use service::HedgeService;
pub use stats::HedgeStats;
