//! Prometheus text and OpenMetrics, read into samples.
//!
//! Both formats are read by one reader: what tells them apart, the names of counters and the time stamps, does
//! not matter here. A line that cannot be read is left out and counted, and the first one is told with its
//! place; the page's other lines still count.

mod family;
mod labels;
mod parse;

pub use family::Kind;
pub use parse::{Exposition, Mistake, Sample, parse};

#[cfg(test)]
mod tests;
