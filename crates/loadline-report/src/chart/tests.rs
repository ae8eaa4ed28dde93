//! Scales, ticks and paths, value in, value out.

use super::{Frame, Scale, clock_ticks};

#[test]
fn a_linear_scale_runs_from_zero_to_a_round_figure() {
    let scale = Scale::linear(229.0);
    assert_eq!(scale.ticks(), [0.0, 100.0, 200.0, 300.0]);
    assert_eq!(scale.fraction(150.0), 0.5);
    assert!(!scale.is_log());
}

#[test]
fn nothing_measured_still_gives_an_axis() {
    assert_eq!(Scale::linear(0.0).ticks(), [0.0, 0.5, 1.0]);
    assert_eq!(Scale::fitting(std::iter::empty()).ticks(), [0.0, 0.5, 1.0]);
}

#[test]
fn a_scale_of_things_has_no_halves() {
    assert_eq!(Scale::whole(1.0).ticks(), [0.0, 1.0]);
    assert_eq!(Scale::whole(2.0).ticks(), [0.0, 1.0, 2.0]);
    assert_eq!(Scale::whole(200.0).ticks(), [0.0, 50.0, 100.0, 150.0, 200.0]);
}

#[test]
fn a_wide_range_is_drawn_on_a_logarithmic_scale() {
    let scale = Scale::fitting([0.003, 0.02, 1.4].into_iter());
    assert!(scale.is_log());
    let ticks: Vec<String> = scale.ticks().iter().map(|tick| format!("{tick:.3}")).collect();
    assert_eq!(ticks, ["0.003", "0.010", "0.030", "0.100", "0.300", "1.000"]);
    assert!((scale.fraction(0.002) - 0.0).abs() < 1e-9);
    assert!((scale.fraction(2.0) - 1.0).abs() < 1e-9);
    let narrow = Scale::fitting([0.1, 0.2, 0.3].into_iter());
    assert!(!narrow.is_log());
}

#[test]
fn equal_ratios_are_equal_distances_on_a_logarithmic_scale() {
    let scale = Scale::log(0.001, 10.0);
    let distance = |from: f64, to: f64| scale.fraction(to) - scale.fraction(from);
    assert!((distance(0.002, 0.02) - distance(0.5, 5.0)).abs() < 1e-9);
}

#[test]
fn what_is_off_the_axis_lies_at_its_end() {
    let scale = Scale::linear(10.0);
    assert_eq!((scale.fraction(-5.0), scale.fraction(50.0)), (0.0, 1.0));
    let log = Scale::log(0.1, 1.0);
    assert_eq!((log.fraction(0.0), log.fraction(9.0)), (0.0, 1.0));
}

#[test]
fn a_single_figure_has_a_logarithmic_axis_around_it() {
    let scale = Scale::log(0.1, 0.1);
    assert!(scale.fraction(0.1) < scale.fraction(0.2));
}

#[test]
fn ticks_are_few_on_any_range() {
    for low in -9..3 {
        for high in low + 1..=6 {
            let ticks = Scale::log(10_f64.powi(low), 10_f64.powi(high)).ticks();
            assert!((2..=7).contains(&ticks.len()), "1e{low} to 1e{high}: {ticks:?}");
        }
    }
    for max in [0.004, 0.07, 1.0, 3.0, 48.0, 199.0, 201.0, 12_345.0] {
        let ticks = Scale::linear(max).ticks();
        assert!((3..=6).contains(&ticks.len()), "{max}: {ticks:?}");
        assert!(*ticks.last().unwrap() >= max, "{max}: {ticks:?}");
    }
}

#[test]
fn the_clock_ticks_at_round_times() {
    assert_eq!(clock_ticks(330_000), [0, 60_000, 120_000, 180_000, 240_000, 300_000]);
    assert_eq!(clock_ticks(0), [0]);
    for length_ms in [900, 5_000, 61_000, 3_600_000, 86_400_000, 400 * 86_400_000] {
        let ticks = clock_ticks(length_ms);
        assert!(ticks.len() <= 8, "{length_ms}: {ticks:?}");
    }
}

const FRAME: Frame = Frame { width: 100.0, height: 10.0 };

#[test]
fn a_line_breaks_at_a_gap_and_a_lone_spot_is_a_dot() {
    let spots = [Some((0.0, 0.0)), Some((0.5, 1.0)), None, Some((1.0, 0.5))];
    assert_eq!(FRAME.line(&spots), "M0 10L50 0");
    assert_eq!(FRAME.dots(&spots), "M100 5h0");
    assert_eq!(FRAME.line(&[None, None]), "");
}

#[test]
fn an_area_reaches_down_to_the_ground() {
    let spots = [Some((0.0, 0.5)), Some((0.5, 1.0))];
    assert_eq!(FRAME.area(&spots), "M0 10L0 5L50 0L50 10Z");
}
