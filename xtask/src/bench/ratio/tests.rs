//! Medians of odd, even and empty sets, and ratios by pairs.

use super::*;

#[test]
fn the_median_is_the_middle_figure_or_the_mean_of_two() {
    assert_eq!(Spread::of([3.0, 1.0, 2.0]), Some(Spread { min: 1.0, median: 2.0, max: 3.0 }));
    assert_eq!(Spread::of([4.0, 1.0, 2.0, 3.0]).map(|spread| spread.median), Some(2.5));
    assert_eq!(Spread::of([]), None);
}

#[test]
fn ratios_are_taken_within_a_round() {
    let ratios = Spread::of_ratios(&[1.0, 10.0, 3.0], &[2.0, 10.0, 2.0]);
    assert_eq!(ratios, Some(Spread { min: 0.5, median: 1.0, max: 1.5 }));
}
