//! A histogram taken apart for those who write it to disk or send it, and put together again.

use super::buckets::Buckets;
use super::index::{SCHEMA_MAX, SCHEMA_MIN};
use super::record::{Body, EXACT_MAX, Histogram};

/// Everything a histogram consists of, as plain data.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramParts {
    /// The sum of all values.
    pub sum: f64,
    /// The smallest value; meaningless without values.
    pub min: f64,
    /// The largest value; meaningless without values.
    pub max: f64,
    /// The values themselves while at most [`EXACT_MAX`], else none.
    pub exact: Option<Vec<f64>>,
    /// How many values were zero; counted only beside buckets.
    pub zeros: u64,
    /// The resolution of the buckets.
    pub schema: i8,
    /// Index and count of each filled bucket, from the lowest; empty beside exact values.
    pub buckets: Vec<(i32, u64)>,
}

/// Parts that cannot be a histogram.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a histogram: {0}")]
pub struct PartsError(&'static str);

impl Histogram {
    /// The histogram as plain data.
    pub fn to_parts(&self) -> HistogramParts {
        let (exact, schema, buckets) = match &self.body {
            Body::Exact(values) => (Some(values.clone()), SCHEMA_MAX, Vec::new()),
            Body::Buckets(buckets) => (None, buckets.schema, buckets.iter().collect()),
        };
        let (sum, min, max, zeros) = (self.sum, self.min, self.max, self.zeros);
        HistogramParts { sum, min, max, exact, zeros, schema, buckets }
    }

    /// The histogram that the parts came from.
    ///
    /// # Errors
    /// When the parts contradict each other or break a bound: they come from outside.
    pub fn from_parts(parts: HistogramParts) -> Result<Self, PartsError> {
        let body = match parts.exact {
            Some(values) if values.len() > EXACT_MAX => {
                return Err(PartsError("too many exact values"));
            }
            Some(values) if values.iter().any(|value| !value.is_finite() || *value < 0.0) => {
                return Err(PartsError("an exact value is negative or not a number"));
            }
            Some(values) => Body::Exact(values),
            None => Body::Buckets(buckets_from(parts.schema, &parts.buckets)?),
        };
        let count = match &body {
            Body::Exact(values) => values.len() as u64,
            Body::Buckets(buckets) => buckets
                .iter()
                .map(|(_, count)| count)
                .try_fold(parts.zeros, u64::checked_add)
                .ok_or(PartsError("counts overflow"))?,
        };
        if count > 0 && !(parts.min <= parts.max && parts.sum.is_finite()) {
            return Err(PartsError("smallest, largest and sum contradict each other"));
        }
        let (min, max) =
            if count > 0 { (parts.min, parts.max) } else { (f64::INFINITY, f64::NEG_INFINITY) };
        Ok(Self { count, sum: parts.sum, min, max, zeros: parts.zeros, body })
    }
}

fn buckets_from(schema: i8, filled: &[(i32, u64)]) -> Result<Buckets, PartsError> {
    if !(SCHEMA_MIN..=SCHEMA_MAX).contains(&schema) {
        return Err(PartsError("unknown schema"));
    }
    let outermost = 1_100 << SCHEMA_MAX;
    let mut buckets = Buckets::new(schema);
    for (index, count) in filled {
        if index.abs() > outermost {
            return Err(PartsError("bucket index out of range"));
        }
        buckets.add(*index, schema, *count);
    }
    Ok(buckets)
}
