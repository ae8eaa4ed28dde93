//! The arithmetic, against results that are known.

use super::{Column, fit, needed, t_95};

fn column(values: &[f64]) -> Column<'_> {
    Column { values, is_free: false, errors_min: 2.0 }
}

fn noise(random: &mut fastrand::Rng) -> f64 {
    (0..12).map(|_| random.f64()).sum::<f64>() - 6.0
}

#[test]
fn one_column_gives_the_quotient_of_the_sums() {
    let requests = [10.0, 40.0, 20.0, 5.0, 90.0];
    let calls = [210.0, 790.0, 380.0, 120.0, 1_790.0];
    let found = fit(&[column(&requests)], &calls, None);
    let quotient = calls.iter().sum::<f64>() / requests.iter().sum::<f64>();
    assert!((found.coefficients[0] - quotient).abs() < 1e-9, "{found:?}");
}

#[test]
fn coefficients_do_not_go_below_zero_and_the_others_make_up_for_it() {
    let (one, two) = ([1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.5]);
    let target = [1.0, 2.5, 3.5, 5.0];
    let found = fit(&[column(&one), column(&two)], &target, None);
    assert_eq!(found.coefficients[1], 0.0);
    assert!((found.coefficients[0] - 1.2).abs() < 0.02, "{found:?}");
    let free = fit(&[column(&one), Column { is_free: true, ..column(&two) }], &target, None);
    assert!(free.coefficients[1] < 0.0 && free.left < found.left, "{free:?}");
}

#[test]
fn columns_in_step_are_no_trouble() {
    let one: Vec<f64> = (1..30).map(f64::from).collect();
    let twice: Vec<f64> = one.iter().map(|value| value * 2.0).collect();
    let found = fit(&[column(&one), column(&twice), column(&one)], &twice, None);
    let sum = found.coefficients[0] + 2.0 * found.coefficients[1] + found.coefficients[2];
    assert!((sum - 2.0).abs() < 1e-9, "{found:?}");
}

#[test]
fn the_truth_lies_in_the_interval_in_about_95_of_100_cases() {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut inside, mut kept) = (0, 0);
    for _ in 0..400 {
        let columns: Vec<Vec<f64>> =
            (0..3).map(|_| (0..30).map(|_| 20.0 + 80.0 * random.f64()).collect()).collect();
        let target: Vec<f64> = (0..30)
            .map(|at| {
                let mean = 20.0 * columns[0][at] + 2.0 * columns[1][at];
                mean + noise(&mut random) * (15.0 * mean).sqrt()
            })
            .collect();
        let all: Vec<Column<'_>> = columns.iter().map(|values| column(values)).collect();
        let found = needed(&all, &target);
        kept += usize::from(found.coefficients[2] > 0.0);
        let half = t_95(found.freedom) * found.errors[0];
        inside += usize::from((found.coefficients[0] - 20.0).abs() <= half);
    }
    assert!(kept <= 60, "a column without meaning was kept {kept} times");
    assert!(inside >= 360, "the truth lay in {inside} of 400 intervals");
}

#[test]
fn quantiles_are_those_of_the_tables() {
    for (freedom, expected) in [(5.0, 2.571), (10.0, 2.228), (30.0, 2.042), (1e9, 1.960)] {
        assert!((t_95(freedom) / expected - 1.0).abs() < 0.01, "{freedom}");
    }
}
