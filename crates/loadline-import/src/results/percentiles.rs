//! A histogram from listed percentiles: it says at the listed points what the file says there.
//!
//! Points of a distribution come in, with count, sum, smallest and largest where they are known. Loadline's
//! quantile of rank r lies between the values of the ranks around r, so both get the listed value. Ranks between
//! two points are spread evenly over the values between them: nothing was measured there. With few requests
//! two points may need one rank; the higher point then stays as it is.

use std::collections::BTreeMap;

use loadline_core::Histogram;
use loadline_core::histogram::{EXACT_MAX, HistogramParts, PartsError, SCHEMA_MAX};

/// Values below this many seconds count as none: no clock of a load generator tells them apart.
const SMALLEST: f64 = 1e-9;
/// Longer than this no request takes: 30 years.
const LARGEST: f64 = 1e9;
const PER_OCTAVE: f64 = (1_u32 << SCHEMA_MAX) as f64;

/// What a file says of a distribution, in base units.
#[derive(Debug, Clone, Default)]
pub(crate) struct Distribution {
    /// How many values.
    pub(crate) count: u64,
    /// The mean, where it is known.
    pub(crate) mean: Option<f64>,
    /// The smallest, where it is known.
    pub(crate) min: Option<f64>,
    /// The largest, where it is known.
    pub(crate) max: Option<f64>,
    /// Quantiles from 0 to 1, each with its value.
    pub(crate) points: Vec<(f64, f64)>,
    /// Ranks from zero whose values are known.
    pub(crate) ranks: Vec<(u64, f64)>,
}

impl Distribution {
    /// The histogram; none where there are no values or nothing is known of them.
    pub(crate) fn histogram(&self) -> Option<Histogram> {
        built(&self.anchors()?, self.mean)
    }

    /// Ranks with the values they have, from the first to the last; the extremes are pinned first.
    fn anchors(&self) -> Option<BTreeMap<u64, f64>> {
        let last = self.count.checked_sub(1)?;
        let mut points: Vec<(f64, f64)> = self
            .points
            .iter()
            .copied()
            .filter(|(q, v)| (0.0..=1.0).contains(q) && is_time(*v))
            .collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        let values =
            || points.iter().map(|point| point.1).chain(self.ranks.iter().map(|rank| rank.1));
        let known = |value: &f64| is_time(*value);
        let lowest = self.min.filter(known).or_else(|| values().filter(known).reduce(f64::min));
        let highest = self.max.filter(known).or_else(|| values().filter(known).reduce(f64::max));
        let (lowest, highest) = (lowest.or(highest)?, highest.or(lowest)?);
        let mut anchors = BTreeMap::from([(0, lowest.min(highest)), (last, highest)]);
        for (rank, value) in
            self.ranks.iter().filter(|(rank, value)| *rank < last && is_time(*value))
        {
            pin(&mut anchors, *rank as f64, *value);
        }
        for (q, value) in points.into_iter().rev() {
            pin(&mut anchors, q * last as f64, value);
        }
        Some(anchors)
    }
}

/// Gives the two ranks around `rank` such values that its quantile is `value`, as far as they are free.
fn pin(anchors: &mut BTreeMap<u64, f64>, rank: f64, value: f64) {
    let (below, above, share) = (rank.floor() as u64, rank.ceil() as u64, rank.fract());
    // Rounding may put a point beyond the extremes, or two of them in the wrong order.
    let floor = anchors.range(..=below).next_back().map_or(0.0, |(_, value)| *value);
    let ceiling = anchors.range(above..).next().map_or(LARGEST, |(_, value)| *value);
    let value = value.clamp(floor, ceiling);
    match (anchors.get(&below).copied(), anchors.get(&above).copied()) {
        (Some(_), Some(_)) => {}
        (None, Some(next)) => {
            let needed = (value - share * next) / (1.0 - share);
            anchors.insert(below, needed.clamp(floor, next));
        }
        (Some(last), None) => {
            let needed = (value - (1.0 - share) * last) / share;
            anchors.insert(above, needed.clamp(value, ceiling));
        }
        (None, None) => {
            anchors.insert(below, value);
            anchors.insert(above, value);
        }
    }
}

/// The histogram that has those values at those ranks, the first and the last among them.
fn built(anchors: &BTreeMap<u64, f64>, mean: Option<f64>) -> Option<Histogram> {
    let (_, min) = anchors.first_key_value()?;
    let (last, max) = anchors.last_key_value()?;
    let mut parts = HistogramParts {
        sum: 0.0,
        min: *min,
        max: *max,
        exact: None,
        zeros: 0,
        schema: SCHEMA_MAX,
        buckets: Vec::new(),
    };
    let spread_sum = if *last < EXACT_MAX as u64 {
        let values = every_rank(anchors);
        let sum = values.iter().sum();
        parts.exact = Some(values);
        sum
    } else {
        bucketed(anchors, &mut parts)
    };
    let mean = mean.filter(|mean| is_time(*mean));
    parts.sum = mean.map_or(spread_sum, |mean| mean * (*last as f64 + 1.0));
    checked(Histogram::from_parts(parts))
}

/// A histogram from values, counted in `unit`s, and how often each was seen. What is known of mean, smallest and
/// largest beside them is more exact.
pub(crate) fn of_counts(
    counts: &BTreeMap<u64, u64>,
    unit: f64,
    known: &Distribution,
) -> Option<Histogram> {
    let mut anchors = BTreeMap::new();
    let mut rank = 0_u64;
    for (value, count) in counts.iter().filter(|(_, count)| **count > 0) {
        let value = Some(*value as f64 * unit).filter(|value| is_time(*value))?;
        anchors.insert(rank, value);
        rank = rank.checked_add(*count)?;
        anchors.insert(rank - 1, value);
    }
    for (rank, exact) in [(Some(0), known.min), (rank.checked_sub(1), known.max)] {
        if let (Some(rank), Some(exact)) = (rank, exact.filter(|exact| is_time(*exact))) {
            anchors.insert(rank, exact);
        }
    }
    // The extremes are exact where the values beside them are rounded, so those may lie beyond.
    let (min, max) = (*anchors.first_key_value()?.1, *anchors.last_key_value()?.1);
    anchors.values_mut().for_each(|value| *value = value.max(min).min(max.max(min)));
    built(&anchors, known.mean)
}

const fn is_time(value: f64) -> bool {
    value >= 0.0 && value <= LARGEST
}

/// The value of each rank, for few of them.
fn every_rank(anchors: &BTreeMap<u64, f64>) -> Vec<f64> {
    let mut values = Vec::new();
    for ((from, low), (to, high)) in anchors.iter().zip(anchors.iter().skip(1)) {
        let step = (high - low) / (to - from) as f64;
        values.extend((0..to - from).map(|place| low + step * place as f64));
    }
    values.extend(anchors.last_key_value().map(|(_, value)| *value));
    values
}

/// Fills the buckets of many ranks, and gives the sum that the spreading makes.
fn bucketed(anchors: &BTreeMap<u64, f64>, parts: &mut HistogramParts) -> f64 {
    let mut buckets: BTreeMap<i32, u64> = BTreeMap::new();
    let mut sum = 0.0;
    let mut add = |value: f64, count: u64| {
        if value < SMALLEST {
            parts.zeros += count;
        } else {
            *buckets.entry(index(value)).or_default() += count;
        }
    };
    anchors.values().for_each(|value| add(*value, 1));
    sum += anchors.values().sum::<f64>();
    for ((from, low), (to, high)) in anchors.iter().zip(anchors.iter().skip(1)) {
        let between = to - from - 1;
        sum += between as f64 * (low + high) / 2.0;
        spread(*low, *high, between, &mut add);
    }
    parts.buckets = buckets.into_iter().collect();
    sum
}

/// Spreads `count` values evenly over the buckets from `low` to `high`.
fn spread(low: f64, high: f64, count: u64, add: &mut impl FnMut(f64, u64)) {
    let mut given = 0;
    let mut upper = index(low.max(SMALLEST));
    let top = index(high.max(SMALLEST));
    while given < count && upper < top {
        let bound = (f64::from(upper) / PER_OCTAVE).exp2();
        let share = ((bound - low) / (high - low)).clamp(0.0, 1.0);
        let reached = ((count as f64 * share) as u64).min(count);
        if reached > given {
            add(bound, reached - given);
            given = reached;
        }
        upper += 1;
    }
    if given < count {
        add(high, count - given);
    }
}

/// The bucket at the finest schema whose bounds `value` lies between.
fn index(value: f64) -> i32 {
    // A bound itself belongs to the bucket below it; the logarithm of one is off by less than this.
    (value.log2() * PER_OCTAVE - 1e-9).ceil() as i32
}

fn checked(made: Result<Histogram, PartsError>) -> Option<Histogram> {
    debug_assert!(made.is_ok(), "{made:?}");
    made.ok()
}

#[cfg(test)]
mod tests;
