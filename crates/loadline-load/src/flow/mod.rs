//! Flows: users that follow the steps of a YAML file, or ask for one URL again and again.
//!
//! A [`Flow`](loadline_core::file::Flow) comes in as plain data and is compiled once: what never changes
//! becomes bytes, what changes becomes parts with slots. The users it makes are driven by the scheduler.

mod compile;
mod fill;
mod plan;
mod scenario;
mod step;
mod user;

pub use compile::FlowError;
pub use scenario::FlowScenario;

#[cfg(test)]
mod tests;
