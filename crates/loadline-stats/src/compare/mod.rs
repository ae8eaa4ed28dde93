//! Two runs held against each other, with what chance alone could have done.
//!
//! The windows of each run come in and are kept as a bounded number of cells in the order of time; figures with
//! the interval they are known within go out. `docs/concepts/comparing.md` has the method and its sources.

mod cell;
mod difference;
mod figures;
mod resample;
mod sample;

pub use figures::{CONFIDENCE, compare, objectives};
pub use sample::{RunSample, RunSampleBuilder};

#[cfg(test)]
mod tests;
