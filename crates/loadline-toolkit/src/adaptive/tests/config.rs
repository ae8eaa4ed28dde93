//! Each mistake in a configuration is named.

use super::{ConfigError, Limiter, LimiterBuilder};
use std::time::Duration;

fn check(builder: LimiterBuilder, error: &ConfigError) {
    assert_eq!(&builder.build().expect_err("a mistake"), error);
}

#[test]
fn limits_out_of_order_are_named() {
    check(Limiter::builder().limits(0, 10), &ConfigError::MinIsZero);
    check(Limiter::builder().limits(10, 9), &ConfigError::MinAboveMax { min: 10, max: 9 });
    let initial = ConfigError::InitialOutOfBounds { initial: 20, min: 1, max: 9 };
    check(Limiter::builder().limits(1, 9), &initial);
}

#[test]
fn waiting_without_time_is_named() {
    check(Limiter::builder().waiting(1, Duration::ZERO), &ConfigError::WaitIsZero);
}

#[test]
fn shares_that_cannot_be_are_named() {
    let name = || String::from("live");
    for share in [0.0, -0.1, 1.1] {
        let error = ConfigError::ShareOutOfRange { name: name(), share };
        check(Limiter::builder().partition("live", share), &error);
    }
    let nan = Limiter::builder().partition("live", f64::NAN).build();
    assert!(matches!(nan, Err(ConfigError::ShareOutOfRange { .. })));
    let twice = Limiter::builder().partition("live", 0.1).partition("live", 0.2);
    check(twice, &ConfigError::PartitionTwice { name: name() });
    let above = Limiter::builder().partition("live", 0.75).partition("batch", 0.5);
    check(above, &ConfigError::SharesAboveOne { sum: 1.25 });
}

#[test]
fn ten_tenths_are_a_whole() {
    let tenths = (0..10)
        .fold(Limiter::builder(), |builder, number| builder.partition(&number.to_string(), 0.1));
    tenths.build().expect("not above one");
}
