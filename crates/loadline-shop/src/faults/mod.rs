//! Faults with a known truth: what to do to which request, how that is spelled, and the layer that
//! does it.
//!
//! [`Faults`] is a pure description: asked about request number `n` or about a moment, it always
//! gives the same answer. The layer keeps the counter and the clock and does the waiting.

mod layer;
mod parse;
mod plan;

pub(crate) use layer::{FaultState, inject};
pub use parse::FaultError;
pub use plan::{Faults, Latency, Stall};

#[cfg(test)]
mod tests;
