//! Figures as k6 1.1 printed them for the same values.

use super::{javascript, percent, plain, settled, shown};
use crate::options::TimeUnit;
use crate::summary::{Contains, MetricKind};

#[track_caller]
fn check(contains: Contains, cases: &[(f64, &str)]) {
    for (value, wanted) in cases {
        assert_eq!(shown(*value, MetricKind::Trend, contains, None), *wanted, "{value}");
    }
}

#[test]
fn times_are_cut_off_in_the_unit_that_suits_them() {
    check(
        Contains::Time,
        &[
            (0.0, "0s"),
            (0.000_000_4, "0ns"),
            (0.000_123_4, "123ns"),
            (0.000_999, "999ns"),
            (0.5, "500µs"),
            (0.345_678, "345.67µs"),
            (1.005, "1ms"),
            (999.999, "999.99ms"),
            (1_000.0, "1s"),
            (59_999.99, "59.99s"),
            (60_000.0, "1m0s"),
            (61_500.0, "1m1s"),
            (3_599_999.0, "59m59s"),
            (3_600_000.0, "1h0m0s"),
            (90_061_001.5, "25h1m1s"),
        ],
    );
}

#[test]
fn bytes_go_up_in_steps_of_thousand_and_are_left_alone_below_ten() {
    check(
        Contains::Data,
        &[
            (0.0, "0 B"),
            (8.283_119_460_688_452, "8.283119460688452 B"),
            (12.0, "12 B"),
            (190.4, "190 B"),
            (1_000.0, "1.0 kB"),
            (2_225.0, "2.2 kB"),
            (10_049.78, "10 kB"),
            (3_400_000.0, "3.4 MB"),
        ],
    );
}

#[test]
fn plain_numbers_have_six_decimals_at_most() {
    check(
        Contains::Default,
        &[
            (30.0, "30"),
            (0.000_123_456_7, "0.000123"),
            (-1.5, "-1.5"),
            (-0.000_000_1, "0"),
            (250_000_000_000_030_830_000.0, "250000000000030830000"),
            (1e21, "1e+21"),
        ],
    );
    assert_eq!(plain(61_728_396.061_728_396, 6), "61728396.061728");
    assert_eq!(javascript(f64::INFINITY), "Infinity");
}

#[test]
fn shares_are_cut_off_after_two_decimals() {
    for (share, wanted) in
        [(2.0 / 3.0, "66.66%"), (1.0, "100.00%"), (0.0, "0.00%"), (f64::NAN, "NaN%")]
    {
        assert_eq!(percent(share), wanted);
    }
}

#[test]
fn a_chosen_unit_has_two_decimals() {
    let shown = |unit| shown(1_234.567, MetricKind::Trend, Contains::Time, Some(unit));
    assert_eq!(shown(TimeUnit::Seconds), "1.23s");
    assert_eq!(shown(TimeUnit::Milliseconds), "1234.57ms");
    assert_eq!(shown(TimeUnit::Microseconds), "1234567.00µs");
}

#[test]
fn a_value_is_the_same_in_milliseconds_as_it_was_in_the_script() {
    for value in [0.3, 43.8555117, 1234.5678, 61_234.567_8] {
        assert_eq!(settled(value / 1_000.0 * 1_000.0), value);
    }
}
