//! The figures of one histogram of times.

use loadline_core::Histogram;
use loadline_core::window::Aggregate;

/// The quantiles shown, in the order of the fields below.
const QUANTILES: [f64; 6] = [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999];

/// How long something took, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Latency {
    /// How many were measured.
    pub count: u64,
    /// The arithmetic mean, exact.
    pub avg: f64,
    /// The shortest, exact.
    pub min: f64,
    /// The median.
    pub p50: f64,
    /// The 90th percentile.
    pub p90: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// The 99.9th percentile.
    pub p99_9: f64,
    /// The 99.99th percentile.
    pub p99_99: f64,
    /// The longest, exact.
    pub max: f64,
    /// The most a percentile can be off, as a fraction of itself.
    pub relative_error: f64,
}

impl Latency {
    /// The figures of `histogram`; none while it is empty.
    pub fn of(histogram: &Histogram) -> Option<Self> {
        let quantiles = histogram.quantiles(&QUANTILES)?;
        let [p50, p90, p95, p99, p99_9, p99_99] = *quantiles.as_slice() else {
            unreachable!("one estimate for each quantile asked for")
        };
        Some(Self {
            count: histogram.count(),
            avg: histogram.mean()?,
            min: histogram.min()?,
            p50: p50.value,
            p90: p90.value,
            p95: p95.value,
            p99: p99.value,
            p99_9: p99_9.value,
            p99_99: p99_99.value,
            max: histogram.max()?,
            relative_error: p50.relative_error,
        })
    }

    pub(crate) fn of_aggregate(aggregate: &Aggregate) -> Option<Self> {
        match aggregate {
            Aggregate::Histogram(histogram) => Self::of(histogram),
            _ => None,
        }
    }
}

/// Which of the figures a column or a line shows.
pub(crate) type Read = fn(&Latency) -> f64;

/// `count` over `seconds`; zero where no time was covered.
pub(crate) fn per_second(count: f64, seconds: f64) -> f64 {
    if seconds > 0.0 { count / seconds } else { 0.0 }
}
