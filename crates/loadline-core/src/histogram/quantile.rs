//! Quantiles, each with the error it can have.
//!
//! The q-quantile of n values lies at rank q·(n−1), linear between the two nearest values: the rule that
//! k6 and most spreadsheets use. It is exact while the values are kept. From buckets each of the two values
//! is the geometric middle of its bucket, so the error bound of the middle holds for the result too.

use super::index;
use super::record::{Body, Histogram};

/// A figure and the most it can be off, as a fraction of itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure in base units.
    pub value: f64,
    /// The true figure lies within `value · (1 ± relative_error)`; zero when exact.
    pub relative_error: f64,
}

impl Histogram {
    /// The q-quantile, `q` from 0 to 1; none while empty.
    pub fn quantile(&self, q: f64) -> Option<Estimate> {
        self.quantiles(&[q]).map(|estimates| estimates[0])
    }

    /// Several quantiles at the cost of one sort; none while empty.
    pub fn quantiles(&self, qs: &[f64]) -> Option<Vec<Estimate>> {
        if self.count == 0 {
            return None;
        }
        Some(match &self.body {
            Body::Exact(values) => {
                let mut sorted = values.clone();
                sorted.sort_unstable_by(f64::total_cmp);
                qs.iter().map(|q| self.between(*q, |rank| sorted[rank as usize], 0.0)).collect()
            }
            Body::Buckets(buckets) => {
                let value_at = |rank| self.bucketed(buckets, rank);
                let error = index::relative_error(buckets.schema);
                qs.iter().map(|q| self.between(*q, value_at, error)).collect()
            }
        })
    }

    fn between(&self, q: f64, value_at: impl Fn(u64) -> f64, relative_error: f64) -> Estimate {
        let rank = q.clamp(0.0, 1.0) * (self.count - 1) as f64;
        let low = value_at(rank.floor() as u64);
        let high = if rank.fract() > 0.0 { value_at(rank.ceil() as u64) } else { low };
        Estimate { value: low + (high - low) * rank.fract(), relative_error }
    }

    fn bucketed(&self, buckets: &super::buckets::Buckets, rank: u64) -> f64 {
        if rank < self.zeros {
            return 0.0;
        }
        if rank == self.count - 1 {
            return self.max;
        }
        buckets
            .at_rank(rank - self.zeros)
            .map_or(self.max, |index| index::middle(index, buckets.schema))
            .clamp(self.min, self.max)
    }
}
