//! The one histogram of Loadline: sparse base-2 exponential buckets, exact while small.
//!
//! Values come in one by one or as other histograms, quantiles with their error bound go out. The
//! buckets are those of Prometheus native histograms (schema −4…8, upper bound inclusive), so both
//! directions are lossless. Up to 1,000 values are kept as they are and quantiles are exact; beyond
//! that only buckets remain, so memory is bounded whatever the duration. Negative values have no place
//! here: latencies, sizes and shares of time are never below zero.

mod buckets;
mod index;
mod parts;
mod quantile;
mod record;

pub use buckets::Bucket;
pub use index::{SCHEMA_MAX, SCHEMA_MIN};
pub use parts::{HistogramParts, PartsError};
pub use quantile::Estimate;
pub use record::{EXACT_MAX, Histogram};

#[cfg(test)]
mod tests;
