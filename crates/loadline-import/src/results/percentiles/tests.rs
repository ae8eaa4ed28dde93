//! Listed percentiles come back from the histogram made of them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Distribution, of_counts};

const QS: [f64; 6] = [0.1, 0.5, 0.9, 0.95, 0.99, 0.999];

fn points(values: &[f64]) -> Vec<(f64, f64)> {
    QS.iter().copied().zip(values.iter().copied()).collect()
}

#[test]
fn the_listed_percentiles_come_back() {
    let listed = [0.004, 0.005, 0.0051, 0.02, 1.5, 1.9];
    for count in [500, 1_000, 1_001, 3_000, 4_000_000_000] {
        let known = Distribution {
            count,
            mean: Some(0.006),
            min: Some(0.003),
            max: Some(2.0),
            points: points(&listed),
            ..Distribution::default()
        };
        let made = known.histogram().unwrap();
        assert_eq!(made.count(), count);
        assert!((made.mean().unwrap() - 0.006).abs() < 1e-12);
        assert_eq!((made.min(), made.max()), (Some(0.003), Some(2.0)));
        // The last two points need ranks that so few requests do not have.
        let reliable = if count < 1_000 { &QS[..5] } else { &QS[..] };
        for (q, value) in reliable.iter().zip(listed) {
            let found = made.quantile(*q).unwrap();
            let allowed = value * (found.relative_error * 1.01 + 1e-9);
            assert!((found.value - value).abs() <= allowed, "{count} p{q}: {found:?} for {value}");
        }
    }
}

#[test]
fn a_single_request_has_every_percentile() {
    let known = Distribution { count: 1, points: points(&[0.2; 6]), ..Distribution::default() };
    assert_eq!(known.histogram().unwrap().quantile(0.95).unwrap().value, 0.2);
}

#[test]
fn nothing_comes_of_nothing() {
    assert!(Distribution::default().histogram().is_none());
    assert!(Distribution { count: 5, ..Distribution::default() }.histogram().is_none());
}

#[test]
fn counted_values_keep_their_counts() {
    let counts = BTreeMap::from([(4, 3), (5, 1_500), (0, 2), (900, 1)]);
    let made = of_counts(&counts, 1e-3, &Distribution::default()).unwrap();
    assert_eq!(made.count(), 1_506);
    assert_eq!(made.max(), Some(0.9));
    assert_eq!(made.min(), Some(0.0));
    let median = made.quantile(0.5).unwrap().value;
    assert!((median - 0.005).abs() < 0.005 * 0.0015, "{median}");
}

proptest! {
    #[test]
    fn any_points_make_a_histogram_of_that_count(
        count in 0_u64..5_000,
        points in prop::collection::vec((0.0f64..=1.0, 0.0f64..1e6), 0..8),
        min in prop::option::of(0.0f64..10.0),
        max in prop::option::of(0.0f64..10.0),
    ) {
        let known = Distribution { count, mean: None, min, max, points, ..Distribution::default() };
        if let Some(made) = known.histogram() {
            prop_assert_eq!(made.count(), count);
            prop_assert!(made.min() <= made.max());
            let quantiles = made.quantiles(&QS).unwrap();
            prop_assert!(quantiles.is_sorted_by_key(|estimate| estimate.value));
        }
    }
}
