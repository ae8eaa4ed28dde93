//! Windows: the only currency between the crates.
//!
//! Whoever measures emits windows: a start, a length, and for each series (metric and tags) one
//! mergeable aggregate. Windows of several sources over the same time add up; windows that follow each
//! other in time fold into longer ones. Judging, drawing and storing are the readers' work.

mod aggregate;
pub mod names;
mod rollup;
mod series;
mod tags;
pub mod watched;

pub use aggregate::{Aggregate, Gauge, Share};
pub use rollup::Rollup;
pub use series::{SeriesKey, Window};
pub use tags::Tags;

#[cfg(test)]
mod tests;
