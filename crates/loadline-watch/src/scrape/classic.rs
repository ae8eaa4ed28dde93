//! Histograms with `le` bounds, made into the one histogram of Loadline.
//!
//! A page tells how many values lie below each bound, not where. They are spread evenly between two bounds, as
//! Prometheus does for its quantiles: count and sum are exact, and a quantile is off by at most the width of
//! the bucket it lies in. Values above the last finite bound stand at that bound.

use std::collections::BTreeMap;

use loadline_core::Histogram;
use loadline_core::histogram::{HistogramParts, SCHEMA_MAX};

/// Places that the values of one bucket are spread over; an octave of the finest resolution has half as many.
const PLACES_MAX: u64 = 512;
/// Bounds of one histogram; those beyond are left out.
pub(super) const BOUNDS_MAX: usize = 512;
/// Counts above this cannot be told apart in a page's figures.
const COUNT_MAX: f64 = 9.007_199_254_740_992e15;

/// How many values lie at or below each bound, as a page tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Classic {
    /// Bound and count, from the lowest bound.
    pub(super) buckets: Vec<(f64, f64)>,
    pub(super) sum: f64,
}

impl Classic {
    /// Adds a bucket in any order.
    pub(super) fn put(&mut self, bound: f64, count: f64) {
        if bound.is_nan() || !count.is_finite() || self.buckets.len() >= BOUNDS_MAX {
            return;
        }
        let place = self.buckets.partition_point(|(other, _)| *other < bound);
        match self.buckets.get_mut(place) {
            Some(known) if known.0 == bound => known.1 = count,
            _ => self.buckets.insert(place, (bound, count)),
        }
    }

    /// What came since `before`. A count that fell means that the service started anew, and all of it came
    /// since.
    pub(super) fn since(&self, before: Option<&Self>) -> Option<Histogram> {
        let same_bounds = |before: &&Self| {
            let own = self.buckets.iter().map(|(bound, _)| *bound);
            own.eq(before.buckets.iter().map(|(bound, _)| *bound))
        };
        let has_fallen = |before: &&Self| {
            self.buckets.iter().zip(&before.buckets).any(|(now, then)| now.1 < then.1)
        };
        let before = before.filter(same_bounds).filter(|before| !has_fallen(before));
        let sum = self.sum - before.map_or(0.0, |before| before.sum);
        let mut spread = Spread::default();
        let (mut below, mut cumulative) = (0.0, 0);
        for (place, (bound, count)) in self.buckets.iter().enumerate() {
            let then = before.map_or(0.0, |before| before.buckets[place].1);
            let count = (count - then).clamp(0.0, COUNT_MAX) as u64;
            spread.put(below, *bound, count.saturating_sub(cumulative));
            cumulative = cumulative.max(count);
            below = if bound.is_finite() { bound.max(0.0) } else { below };
        }
        spread.into_histogram(sum)
    }
}

/// Values laid into the finest buckets.
#[derive(Default)]
struct Spread {
    zeros: u64,
    buckets: BTreeMap<i32, u64>,
    range: Option<(f64, f64)>,
}

impl Spread {
    /// Lays `count` values evenly between two bounds.
    fn put(&mut self, lower: f64, upper: f64, count: u64) {
        if count == 0 {
            return;
        }
        let upper = if upper.is_finite() { upper.max(0.0) } else { lower };
        let (lowest, highest) = self.range.unwrap_or((lower, upper));
        self.range = Some((lowest.min(lower), highest.max(upper)));
        let places = count.min(PLACES_MAX);
        // In wide figures: the product is beyond the plain ones.
        let up_to =
            |place: u64| (u128::from(count) * u128::from(place) / u128::from(places)) as u64;
        for place in 0..places {
            let count = up_to(place + 1) - up_to(place);
            let value = lower + (upper - lower) * (place as f64 + 0.5) / places as f64;
            match finest(value) {
                Some(index) => *self.buckets.entry(index).or_default() += count,
                None => self.zeros += count,
            }
        }
    }

    fn into_histogram(self, sum: f64) -> Option<Histogram> {
        let (min, max) = self.range?;
        let parts = HistogramParts {
            sum: if sum.is_finite() { sum.max(0.0) } else { 0.0 },
            min,
            max,
            exact: None,
            zeros: self.zeros,
            schema: SCHEMA_MAX,
            buckets: self.buckets.into_iter().collect(),
        };
        // Counts that overflow when added up come from a page that makes them up.
        Histogram::from_parts(parts).ok()
    }
}

/// The bucket of a value at the finest resolution: i covers (2^((i−1)/256), 2^(i/256)].
fn finest(value: f64) -> Option<i32> {
    let is_normal = value >= f64::MIN_POSITIVE && value.is_finite();
    is_normal.then(|| (value.log2() * f64::from(1 << SCHEMA_MAX)).ceil() as i32)
}
