//! Intervals against figures worked out by hand.

use super::{Pairs, Part, median, student, total};

fn pairs(ratios: &[f64]) -> Pairs {
    let mut pairs = Pairs::default();
    ratios.iter().for_each(|ratio| pairs.push(2.0, 2.0 * ratio));
    pairs
}

#[test]
fn noise_that_both_runs_share_does_not_widen_the_interval() {
    let mut shared = Pairs::default();
    for load in [1.0, 7.0, 3.0] {
        shared.push(load, load / 2.0);
    }
    let found = shared.interval().unwrap();
    assert!((found.estimate - 0.5).abs() < 1e-12 && found.half_width() < 1e-9, "{found:?}");
}

#[test]
fn an_interval_is_student_s_over_the_logarithms() {
    let e = std::f64::consts::E;
    // Logarithms 0, 1 and 2: mean 1, standard error 1/√3, t of two degrees 4.303.
    let found = pairs(&[1.0, e, e * e]).interval().unwrap();
    assert!((found.estimate - e).abs() < 1e-9);
    assert!((found.high.ln() - (1.0 + 4.303 / 3.0_f64.sqrt())).abs() < 1e-9, "{found:?}");
    assert!(pairs(&[1.0]).interval().is_none());
}

#[test]
fn a_total_weighs_its_parts_by_their_time() {
    let faster = pairs(&[0.5, 0.5, 0.5]);
    let parts =
        [Part { before_s: 30.0, pairs: None }, Part { before_s: 10.0, pairs: Some(&faster) }];
    let found = total(&parts).unwrap();
    assert!((found.estimate - 0.875).abs() < 1e-12 && found.high - found.low < 1e-9, "{found:?}");
    assert!(total(&[]).is_none());
    let unsure = pairs(&[0.4, 0.5, 0.7]);
    let wide = total(&[Part { before_s: 10.0, pairs: Some(&unsure) }]).unwrap();
    assert!(wide.low < wide.estimate && wide.estimate < wide.high);
}

#[test]
fn student_s_t_follows_the_tables() {
    for (freedom, expected) in [(1.0, 12.706), (9.9, 2.262), (12.0, 2.179), (30.0, 2.042)] {
        assert!((student(freedom) - expected).abs() < 2e-3, "{freedom}: {}", student(freedom));
    }
    assert!((student(f64::INFINITY) - 1.96).abs() < 1e-3);
}

#[test]
fn the_median_of_an_even_number_lies_between_the_middle_two() {
    assert!((median(&[4.0, 1.0, 2.0, 9.0]) - 3.0).abs() < 1e-12);
    assert!(median(&[]).abs() < 1e-12);
}
