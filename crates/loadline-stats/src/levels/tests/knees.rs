//! The knee of data with noise.

use proptest::prelude::*;

use crate::levels::{Rise, knee};

/// Throughput that follows the load up to `truth` and then falls by `fall` for each unit, with noise.
fn points(truth: f64, rise: f64, fall: f64, noise: f64, seed: u64) -> Vec<(f64, f64)> {
    let mut random = fastrand::Rng::with_seed(seed);
    let point = |place: u32| {
        let load = truth * 0.1 * f64::from(place);
        let clean = rise * load.min(truth) - fall * rise * (load - truth).max(0.0);
        (load, clean * (1.0 + noise * (random.f64() - 0.5)))
    };
    (2..=16).map(point).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_knee_is_found_within_five_percent(
        truth in 10.0..10_000.0_f64,
        fall in 0.0..0.4_f64,
        noise in 0.0..0.06_f64,
        seed: u64,
    ) {
        let found = knee(&points(truth, 1.0, fall, noise, seed), Rise::AsOffered).unwrap();
        prop_assert!((found.load / truth - 1.0).abs() < 0.05, "{found:?}, {truth}");
    }

    #[test]
    fn the_knee_is_found_whatever_a_user_brings(
        truth in 10.0..10_000.0_f64,
        rise in 0.1..50.0_f64,
        noise in 0.0..0.03_f64,
        seed: u64,
    ) {
        let found = knee(&points(truth, rise, 0.0, noise, seed), Rise::InProportion).unwrap();
        prop_assert!((found.load / truth - 1.0).abs() < 0.05, "{found:?}, {truth}");
        prop_assert!((found.rise / rise - 1.0).abs() < 0.05, "{found:?}, {rise}");
    }

    #[test]
    fn a_straight_line_has_no_knee(rise in 0.1..50.0_f64) {
        let points: Vec<_> = (1..20).map(|x| (f64::from(x), rise * f64::from(x))).collect();
        prop_assert_eq!(knee(&points, Rise::InProportion), None);
    }
}

#[test]
fn too_few_points_have_no_knee() {
    assert_eq!(knee(&[], Rise::AsOffered), None);
    assert_eq!(knee(&[(1.0, 1.0)], Rise::AsOffered), None);
}
