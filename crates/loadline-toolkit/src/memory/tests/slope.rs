//! Slopes and their intervals.

use crate::memory::growth;
use fastrand::Rng;
use std::time::Duration;

/// A size a second: `base + slope × t`, and noise of up to `noise` either way.
fn samples(seed: u64, count: u64, slope: f64, noise: f64) -> Vec<(Duration, u64)> {
    let mut random = Rng::with_seed(seed);
    let size = |second: u64, random: &mut Rng| {
        1e9 + slope * second as f64 + noise * (random.f64() * 2.0 - 1.0)
    };
    (0..count)
        .map(|second| (Duration::from_secs(second), size(second, &mut random) as u64))
        .collect()
}

#[test]
fn the_interval_holds_the_true_slope_as_often_as_it_says() {
    for slope in [0.0, 5_000.0, -2_000.0] {
        let held = (0..1_000).filter(|seed| {
            let growth = growth(&samples(*seed, 60, slope, 1e6)).expect("enough");
            (growth.lower_bytes_per_s..=growth.upper_bytes_per_s).contains(&slope)
        });
        let held = held.count();
        assert!((930..=975).contains(&held), "slope {slope}: {held} of 1000");
    }
}

#[test]
fn a_spike_or_a_step_at_the_end_hardly_moves_it() {
    let mut sizes = samples(1, 60, 100.0, 10.0);
    sizes[30].1 *= 3;
    for sample in &mut sizes[57..] {
        sample.1 *= 2;
    }
    let growth = growth(&sizes).expect("enough");
    assert!((90.0..120.0).contains(&growth.bytes_per_s), "{growth:?}");
}

#[test]
fn a_constant_size_has_no_slope_and_no_doubt() {
    let growth = growth(&samples(1, 60, 0.0, 0.0)).expect("enough");
    assert_eq!(
        (growth.bytes_per_s, growth.lower_bytes_per_s, growth.upper_bytes_per_s),
        (0.0, 0.0, 0.0)
    );
}

#[test]
fn too_few_samples_or_no_time_at_all_have_no_slope() {
    assert_eq!(growth(&samples(1, 9, 100.0, 0.0)), None);
    assert_eq!(growth(&[(Duration::ZERO, 5); 60]), None);
}

#[test]
fn times_that_run_backwards_are_no_slopes() {
    let mut sizes = samples(1, 40, 100.0, 0.0);
    sizes[20].0 = Duration::ZERO;
    assert!((99.0..101.0).contains(&growth(&sizes).expect("enough").bytes_per_s));
}
