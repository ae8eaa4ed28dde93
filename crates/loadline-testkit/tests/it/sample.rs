//! Generated data and the exact quantile.

use loadline_testkit::sample::{bimodal, constant, exact_quantile, log_normal};

#[test]
fn the_exact_quantile_interpolates_between_ranks() {
    let mut values = [4.0, 1.0, 3.0, 2.0];
    for (q, expected) in [(0.0, 1.0), (0.5, 2.5), (0.9, 3.7), (1.0, 4.0), (1.0 / 3.0, 2.0)] {
        let found = exact_quantile(&mut values, q);
        assert!((found - expected).abs() < 1e-12, "{q}: {found}");
    }
    assert_eq!(exact_quantile(&mut [7.0], 0.99), 7.0);
}

#[test]
fn samples_are_repeatable_and_have_their_shape() {
    assert_eq!(constant(3, 1.5), [1.5; 3]);
    let mut values = log_normal(11, 100_000, 20.0, 0.5);
    assert_eq!(values, log_normal(11, 100_000, 20.0, 0.5));
    assert_ne!(values, log_normal(12, 100_000, 20.0, 0.5));
    assert!(values.iter().all(|value| *value > 0.0 && value.is_finite()));
    // The standard error of this median is 0.2 %.
    let median = exact_quantile(&mut values, 0.5);
    assert!((median / 20.0 - 1.0).abs() < 0.01, "seed 11: {median}");
}

#[test]
fn a_bimodal_sample_has_two_hills_in_the_given_shares() {
    let values = bimodal(5, 100_000, 10.0, 200.0, 0.1);
    let slow = values.iter().filter(|value| **value > 50.0).count() as f64 / 1e5;
    assert!((slow - 0.1).abs() < 0.005, "seed 5: {slow}");
    let near = |value: &f64| (value / 10.0).ln().abs() < 0.7 || (value / 200.0).ln().abs() < 0.7;
    assert!(values.iter().all(near));
}
