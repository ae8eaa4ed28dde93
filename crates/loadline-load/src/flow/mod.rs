//! Flows: users that follow the steps of a YAML file, or ask for one URL again and again.
//!
//! A [`Flow`](loadline_core::file::Flow) comes in as plain data and is compiled once: what never changes
//! becomes bytes, what changes becomes parts with slots. The users it makes are driven by the scheduler.

mod act;
mod answer;
mod bench;
mod compile;
mod error;
mod events;
mod feed;
mod fill;
mod follow;
mod head;
mod message;
mod notices;
mod once;
mod opening;
mod parallel;
mod plan;
mod redact;
mod sample;
mod scenario;
mod socket;
mod step;
mod surroundings;
mod user;
mod write;

pub use error::FlowError;
pub use feed::{FEED_BYTES_MAX, Feeds};
pub use once::{Given, Once, OnceError};
pub use scenario::FlowScenario;
pub use surroundings::Surroundings;

#[cfg(test)]
mod tests;
