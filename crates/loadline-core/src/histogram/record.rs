//! The histogram itself: record, merge, down-scale, and its plain figures.

use super::buckets::{Bucket, Buckets};
use super::index::{self, SCHEMA_MAX};

/// Values kept exactly; one more and only buckets remain.
pub const EXACT_MAX: usize = 1_000;

/// How often which values were seen, in bounded memory. Values are in base units: seconds, bytes.
#[derive(Debug, Clone)]
pub struct Histogram {
    pub(super) count: u64,
    pub(super) sum: f64,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) zeros: u64,
    pub(super) body: Body,
}

/// All values, or the buckets of the positive ones.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Exact(Vec<f64>),
    Buckets(Buckets),
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

impl Histogram {
    /// An empty histogram at the finest resolution.
    pub const fn new() -> Self {
        Self {
            count: 0,
            sum: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            zeros: 0,
            body: Body::Exact(Vec::new()),
        }
    }

    /// Adds one value. Values are finite and not negative; others are a mistake of the caller and
    /// count as zero.
    #[inline]
    pub fn record(&mut self, value: f64) {
        debug_assert!(value.is_finite() && value >= 0.0, "not a measurement: {value}");
        let value = if value > 0.0 && value.is_finite() { value } else { 0.0 };
        self.count += 1;
        self.sum += value;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
        match &mut self.body {
            Body::Buckets(buckets) if value > 0.0 => buckets.record(value),
            Body::Buckets(_) => self.zeros += 1,
            Body::Exact(values) => {
                values.push(value);
                if values.len() > EXACT_MAX {
                    self.leave_exact(SCHEMA_MAX);
                }
            }
        }
    }

    /// Adds one value that many times.
    pub fn record_times(&mut self, value: f64, times: u64) {
        if times == 0 {
            return;
        }
        let exact = times.min(EXACT_MAX as u64 + 1);
        (0..exact).for_each(|_| self.record(value));
        let rest = times - exact;
        if rest == 0 {
            return;
        }
        let value = if value > 0.0 && value.is_finite() { value } else { 0.0 };
        self.count += rest;
        self.sum += value * rest as f64;
        match &mut self.body {
            Body::Buckets(buckets) if value > 0.0 => {
                buckets.add(index::finest(value), SCHEMA_MAX, rest);
            }
            Body::Buckets(_) => self.zeros += rest,
            Body::Exact(_) => unreachable!("more values than are kept exactly"),
        }
    }

    /// Adds everything in `other`. Exact stays exact while both fit; else the coarser resolution remains.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        if let (Body::Exact(own), Body::Exact(theirs)) = (&mut self.body, &other.body)
            && own.len() + theirs.len() <= EXACT_MAX
        {
            own.extend_from_slice(theirs);
            return;
        }
        self.leave_exact(SCHEMA_MAX);
        self.zeros += other.zeros;
        let Body::Buckets(own) = &mut self.body else { return };
        match &other.body {
            Body::Buckets(theirs) => own.merge(theirs),
            Body::Exact(values) => {
                self.zeros += values.iter().filter(|value| **value == 0.0).count() as u64;
                values.iter().filter(|value| **value > 0.0).for_each(|value| own.record(*value));
            }
        }
    }

    /// Lowers the resolution to `schema` for long storage; exact values are given up.
    pub fn downscale(&mut self, schema: i8) {
        assert!((index::SCHEMA_MIN..=SCHEMA_MAX).contains(&schema), "no such schema: {schema}");
        self.leave_exact(schema);
        if let Body::Buckets(buckets) = &mut self.body {
            buckets.downscale(schema);
        }
    }

    fn leave_exact(&mut self, schema: i8) {
        if let Body::Exact(values) = &mut self.body {
            let mut buckets = Buckets::new(schema);
            let values = std::mem::take(values);
            self.zeros = values.iter().filter(|value| **value == 0.0).count() as u64;
            values.iter().filter(|value| **value > 0.0).for_each(|value| buckets.record(*value));
            self.body = Body::Buckets(buckets);
        }
    }

    /// How many values were recorded.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The sum of all values.
    pub const fn sum(&self) -> f64 {
        self.sum
    }

    /// The smallest value, exact.
    pub fn min(&self) -> Option<f64> {
        (self.count > 0).then_some(self.min)
    }

    /// The largest value, exact.
    pub fn max(&self) -> Option<f64> {
        (self.count > 0).then_some(self.max)
    }

    /// The arithmetic mean, exact.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }

    /// The filled buckets at `schema` (or coarser, where the histogram is), from the lowest; zeros come
    /// first, in a bucket of no width.
    pub fn buckets(&self, schema: i8) -> Vec<Bucket> {
        let mut coarse = self.clone();
        coarse.downscale(schema);
        let Body::Buckets(buckets) = &coarse.body else { return Vec::new() };
        let zeros = Bucket { lower: 0.0, upper: 0.0, count: coarse.zeros };
        let positive = buckets.iter().map(|(index, count)| Bucket {
            lower: index::upper_bound(index - 1, buckets.schema),
            upper: index::upper_bound(index, buckets.schema),
            count,
        });
        std::iter::once(zeros).filter(|zeros| zeros.count > 0).chain(positive).collect()
    }
}
