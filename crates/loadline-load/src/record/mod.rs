//! Recording: what one thread measured, gathered per series and handed over as a window each second.
//!
//! Exchanges come in on the hot path and cost a few histogram entries; windows go out. Nothing is kept
//! sample by sample, and the number of series is bounded.

mod label;
mod lasting;
mod outcome;
mod recorder;

pub use label::{Label, LabelId};
pub use recorder::{Measurement, Recorder};

#[cfg(test)]
mod tests;
