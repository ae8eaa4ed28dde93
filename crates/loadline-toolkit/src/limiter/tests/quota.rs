//! Each mistake in a quota is named.

use super::{ConfigError, KeyedLimiter, Quota, RateLimiter};
use std::time::Duration;

fn check(quota: Quota, error: ConfigError) {
    assert_eq!(RateLimiter::new(quota).expect_err("a mistake"), error);
}

#[test]
fn every_mistake_is_named() {
    let second = Duration::from_secs(1);
    check(Quota::per_second(0), ConfigError::RateIsZero);
    check(Quota::new(1, Duration::ZERO), ConfigError::PeriodIsZero);
    check(Quota::per_second(1).burst(0), ConfigError::BurstIsZero);
    let period = Duration::from_nanos(1);
    check(Quota::new(2, period), ConfigError::RateTooHigh { count: 2, period });
    check(Quota::new(1, Duration::MAX), ConfigError::TooSlow);
    check(Quota::per_hour(1).burst(u32::MAX), ConfigError::TooSlow);
    check(Quota::new(1, second).wait_max(Duration::MAX), ConfigError::TooSlow);
    let keys = KeyedLimiter::<u32>::builder(Quota::per_second(1)).keys_max(0).build();
    assert_eq!(keys.expect_err("no room"), ConfigError::KeysAreZero);
}
