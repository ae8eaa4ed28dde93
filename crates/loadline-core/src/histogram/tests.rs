//! The histogram's laws: merge equals whole, quantiles monotone, the stated bound holds.

use proptest::prelude::*;

use super::*;

fn recorded(values: &[f64]) -> Histogram {
    let mut histogram = Histogram::new();
    values.iter().for_each(|value| histogram.record(*value));
    histogram
}

fn exact_quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = q * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[rank.floor() as usize], sorted[rank.ceil() as usize]);
    low + (high - low) * rank.fract()
}

const QS: [f64; 9] = [0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0];

fn check_bound(values: &[f64]) {
    let histogram = recorded(values);
    for q in QS {
        let estimate = histogram.quantile(q).unwrap();
        let truth = exact_quantile(values, q);
        let allowed = truth * estimate.relative_error * 1.000_001 + truth * 1e-12;
        assert!((estimate.value - truth).abs() <= allowed, "q={q}: {estimate:?}, truth {truth}");
    }
}

fn log_normal(seed: u64, count: usize, median: f64, sigma: f64) -> Vec<f64> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut normal = || {
        let (u, v) = (1.0 - random.f64(), random.f64());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    };
    (0..count).map(|_| median * (sigma * normal()).exp()).collect()
}

#[test]
fn the_bound_holds_on_log_normal_bimodal_and_constant_data() {
    check_bound(&log_normal(1, 50_000, 0.020, 0.8));
    let mut bimodal = log_normal(2, 20_000, 0.001, 0.1);
    bimodal.extend(log_normal(3, 2_000, 2.0, 0.1));
    check_bound(&bimodal);
    check_bound(&vec![0.25; 5_000]);
    check_bound(&vec![0.0; 5_000]);
}

#[test]
fn quantiles_are_exact_up_to_a_thousand_values() {
    let values: Vec<f64> = (1..=1000).map(f64::from).collect();
    let histogram = recorded(&values);
    let median = histogram.quantile(0.5).unwrap();
    assert_eq!(median, Estimate { value: 500.5, relative_error: 0.0 });
    let mut more = histogram;
    more.record(1001.0);
    assert!(more.quantile(0.5).unwrap().relative_error > 0.001);
}

#[test]
fn the_stated_error_at_the_finest_schema_is_0_136_percent() {
    let estimate = recorded(&vec![1.0; 2_000]).quantile(0.5).unwrap();
    assert!((estimate.relative_error - 0.001_354_7).abs() < 1e-6);
    assert_eq!(estimate.value, 1.0, "clamped to what was seen");
}

#[test]
fn bucket_bounds_are_those_of_prometheus_with_the_upper_bound_inclusive() {
    for exponent in -40..40 {
        let power = f64::from(exponent).exp2();
        assert_eq!(index::finest(power), exponent * 256, "2^{exponent} ends its bucket");
        assert_eq!(index::finest(power.next_up()), exponent * 256 + 1);
    }
}

#[test]
fn a_range_of_all_numbers_lowers_the_resolution_and_stays_bounded() {
    let mut values = vec![f64::MIN_POSITIVE, 1e300];
    values.extend(std::iter::repeat_n(1.0, 2_000));
    let histogram = recorded(&values);
    assert!(histogram.to_parts().schema < SCHEMA_MAX);
    assert_eq!(histogram.count(), 2_002);
    check_bound(&values[1..]);
}

#[test]
fn parts_that_lie_are_refused() {
    let good = recorded(&[1.0, 2.0]).to_parts();
    let check = |change: fn(&mut HistogramParts)| {
        let mut parts = good.clone();
        change(&mut parts);
        Histogram::from_parts(parts).unwrap_err();
    };
    check(|parts| parts.exact = Some(vec![0.0; 1_001]));
    check(|parts| parts.exact = Some(vec![-1.0]));
    check(|parts| parts.min = 3.0);
    check(|parts| (parts.exact, parts.schema) = (None, 9));
    check(|parts| (parts.exact, parts.buckets) = (None, vec![(i32::MAX, 1)]));
    check(|parts| (parts.exact, parts.zeros, parts.buckets) = (None, u64::MAX, vec![(0, 1)]));
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![Just(0.0), 1e-9..1e-3, 1e-3..1e4], 1..3_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merge_equals_whole(values in values(), cut in 0.0..1.0) {
        let (left, right) = values.split_at((values.len() as f64 * cut) as usize);
        let mut merged = recorded(left);
        merged.merge(&recorded(right));
        let whole = recorded(&values);
        let (mut merged, mut whole) = (merged.to_parts(), whole.to_parts());
        prop_assert!((merged.sum - whole.sum).abs() <= whole.sum * 1e-9);
        merged.sum = whole.sum;
        if let (Some(a), Some(b)) = (&mut merged.exact, &mut whole.exact) {
            a.sort_unstable_by(f64::total_cmp);
            b.sort_unstable_by(f64::total_cmp);
        }
        prop_assert_eq!(merged, whole);
    }

    #[test]
    fn quantiles_never_fall(values in values(), schema in 0i8..=8) {
        let mut histogram = recorded(&values);
        if schema < 8 { histogram.downscale(schema); }
        let found: Vec<f64> = QS.iter().map(|q| histogram.quantile(*q).unwrap().value).collect();
        prop_assert!(found.is_sorted(), "{:?}", found);
    }

    #[test]
    fn the_bound_holds_after_any_downscale(values in values(), schema in -4i8..=8) {
        let mut histogram = recorded(&values);
        histogram.downscale(schema);
        for q in QS {
            let estimate = histogram.quantile(q).unwrap();
            let truth = exact_quantile(&values, q);
            prop_assert!((estimate.value - truth).abs() <= truth * estimate.relative_error * 1.000_001 + 1e-15);
        }
    }

    #[test]
    fn parts_round_trip(values in values()) {
        let parts = recorded(&values).to_parts();
        prop_assert_eq!(Histogram::from_parts(parts.clone()).unwrap().to_parts(), parts);
    }
}
