//! Data with known quantiles for tests of histograms and statistics. In comes a seed and a shape;
//! out goes a plain vector. The same seed gives the same data.
//!
//! Deliberately not here: approximate quantiles; the one here is the exact one to hold others to.

use crate::normal::normal_quantile;

/// The spread of each mode of [`bimodal`]: the standard deviation of the natural logarithm.
const MODE_SIGMA: f64 = 0.1;

/// `count` times `value`.
#[must_use]
pub fn constant(count: usize, value: f64) -> Vec<f64> {
    vec![value; count]
}

/// `count` log-normal values with the given median; `sigma` is the standard deviation of the
/// natural logarithm.
#[must_use]
pub fn log_normal(seed: u64, count: usize, median: f64, sigma: f64) -> Vec<f64> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..count).map(|_| log_normal_value(&mut random, median, sigma)).collect()
}

/// `count` values around `fast`, of which the share `slow_share` lies around `slow`: two hills,
/// each log-normal with a sigma of 0.1.
#[must_use]
pub fn bimodal(seed: u64, count: usize, fast: f64, slow: f64, slow_share: f64) -> Vec<f64> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..count)
        .map(|_| {
            let median = if random.f64() < slow_share { slow } else { fast };
            log_normal_value(&mut random, median, MODE_SIGMA)
        })
        .collect()
}

/// The exact quantile `q` (0 to 1) by linear interpolation at position `q * (n - 1)` of the sorted
/// values. Sorts `values` in place.
///
/// # Panics
///
/// When there are no values.
#[must_use]
pub fn exact_quantile(values: &mut [f64], q: f64) -> f64 {
    assert!(!values.is_empty(), "no values have no quantile");
    values.sort_unstable_by(f64::total_cmp);
    let position = q.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let below = position.floor() as usize;
    let above = position.ceil() as usize;
    let share = position - position.floor();
    values[below] + (values[above] - values[below]) * share
}

fn log_normal_value(random: &mut fastrand::Rng, median: f64, sigma: f64) -> f64 {
    // The generator includes 0, whose quantile is minus infinity.
    let share = random.f64().max(f64::MIN_POSITIVE);
    median * (sigma * normal_quantile(share)).exp()
}
