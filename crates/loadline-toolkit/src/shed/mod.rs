//! Shedding load by how long it waits: when even the luckiest waited too long for a whole interval, there is more work than
//! can be done, and what has waited is refused early rather than late. After CoDel, in the form that servers use: a
//! standing queue is overload, a burst is not.
//!
//! A [`Gate`] lets so many calls in at once and keeps the rest in such a line; [`ShedLayer`] puts it around a tower service.
//! A [`Queue`] is the same line for work of any kind, between those who push and those who pop. Under overload the line
//! serves the newest first ([`ShedBuilder::newest_first`]): those who have just come still have time.
//!
//! ```
//! use loadline_toolkit::shed::{Gate, Shed};
//! use std::time::Duration;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let gate = Gate::builder().interval(Duration::from_millis(20)).build_gate(1).expect("sound");
//! let pass = gate.enter().await.expect("the first is let in");
//! let late = gate.enter().await.expect_err("the only place is taken");
//! assert!(matches!(late, Shed::Late { .. }));
//! drop(pass);
//! # }
//! ```

mod codel;
mod config;
mod error;
mod future;
mod gate;
mod layer;
mod line;
mod queue;
mod service;
mod stats;
#[cfg(test)]
mod tests;

pub use config::{ConfigError, ShedBuilder};
pub use error::{CallError, Refused, Shed};
pub use future::ResponseFuture;
pub use gate::{Gate, Pass};
pub use layer::ShedLayer;
pub use queue::Queue;
pub use service::ShedService;
pub use stats::Stats;
