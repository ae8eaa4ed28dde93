//! A histogram in a line: its exact values, or its filled buckets as pairs of index and count.

use loadline_core::Histogram;
use loadline_core::histogram::{HistogramParts, SCHEMA_MAX};
use serde::{Deserialize, Serialize};

/// Octaves that the buckets of one histogram may span: what it keeps in memory without giving up resolution.
const OCTAVES_MAX: i64 = 64;

/// The histogram's shape. `exact` and `buckets` exclude each other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireHistogram {
    count: u64,
    sum: f64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    exact: Option<Vec<f64>>,
    #[serde(skip_serializing_if = "is_zero", default)]
    zeros: u64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    schema: Option<i8>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    buckets: Vec<(i32, u64)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl WireHistogram {
    /// The histogram as a line says it.
    pub(super) fn of(histogram: &Histogram) -> Self {
        let parts = histogram.to_parts();
        let schema = parts.exact.is_none().then_some(parts.schema);
        Self {
            count: histogram.count(),
            sum: parts.sum,
            min: histogram.min(),
            max: histogram.max(),
            exact: parts.exact,
            zeros: if schema.is_some() { parts.zeros } else { 0 },
            schema,
            buckets: parts.buckets,
        }
    }

    /// How many buckets it spans in memory, filled or not.
    pub(super) fn span(&self) -> usize {
        let ends = self.buckets.first().zip(self.buckets.last());
        ends.map_or(0, |((first, _), (last, _))| last.abs_diff(*first) as usize + 1)
    }

    /// The histogram that the line says, or what is wrong with it.
    pub(super) fn histogram(self) -> Result<Histogram, String> {
        let schema = self.schema.unwrap_or(SCHEMA_MAX);
        if let (Some((first, _)), Some((last, _))) = (self.buckets.first(), self.buckets.last()) {
            let is_ordered = self.buckets.is_sorted_by_key(|(index, _)| *index);
            let octaves = (i64::from(*last) - i64::from(*first)) >> schema.clamp(0, SCHEMA_MAX);
            if !is_ordered || octaves >= OCTAVES_MAX {
                return Err("its buckets are out of order or too far apart".to_owned());
            }
        }
        let parts = HistogramParts {
            sum: self.sum,
            min: self.min.unwrap_or(f64::INFINITY),
            max: self.max.unwrap_or(f64::NEG_INFINITY),
            exact: self.exact,
            zeros: self.zeros,
            schema,
            buckets: self.buckets,
        };
        let histogram = Histogram::from_parts(parts).map_err(|error| error.to_string())?;
        if histogram.count() == self.count {
            Ok(histogram)
        } else {
            Err(format!("it says {} values and has {}", self.count, histogram.count()))
        }
    }
}
