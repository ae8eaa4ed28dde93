//! The promise: in any window of any length, no more than the burst and the rate times the window is granted; and no less
//! to one who always asks.

use super::{KeyedLimiter, Quota, RateLimiter};
use proptest::prelude::*;
use std::time::Duration;
use tokio::time::Instant;

/// The moments of all grants, in nanoseconds, in order.
fn check(quota: Quota, rate: u32, burst: u32, grants: &[(u64, u32)]) {
    let interval_ns = 1_000_000_000_u64.div_ceil(u64::from(rate));
    for (first, (begin, _)) in grants.iter().enumerate() {
        let mut granted = 0_u64;
        for (at, count) in &grants[first..] {
            granted += u64::from(*count);
            let allowed = u64::from(burst) + (at - begin) / interval_ns;
            assert!(granted <= allowed, "{quota:?}: {granted} in {} ns", at - begin);
        }
    }
}

proptest! {
    #[test]
    fn no_window_holds_more_than_the_burst_and_the_rate(
        rate in 1_u32..5_000,
        burst in 1_u32..50,
        asks in prop::collection::vec((0_u64..3_000_000, 1_u32..4), 1..200),
    ) {
        let quota = Quota::per_second(rate).burst(burst);
        let direct = RateLimiter::new(quota).expect("sound");
        let keyed = KeyedLimiter::<u8>::builder(quota).build().expect("sound");
        let (begin, mut now) = (Instant::now(), Duration::ZERO);
        let mut grants = Vec::new();
        for (pause_ns, count) in asks {
            now += Duration::from_nanos(pause_ns);
            let decision = direct.check_n_at(count, begin + now);
            prop_assert_eq!(decision.is_ok(), keyed.check_n_at(&7, count, begin + now).is_ok());
            if decision.is_ok() {
                grants.push((u64::try_from(now.as_nanos()).expect("short"), count));
            }
        }
        check(quota, rate, burst, &grants);
    }

    #[test]
    fn what_a_decision_tells_is_true(
        rate in 1_u32..5_000,
        burst in 1_u32..50,
        pauses_ns in prop::collection::vec(0_u64..3_000_000, 1..100),
    ) {
        let limiter = RateLimiter::new(Quota::per_second(rate).burst(burst)).expect("sound");
        let mut now = Instant::now();
        for pause_ns in pauses_ns {
            now += Duration::from_nanos(pause_ns);
            match limiter.check_n_at(1, now) {
                Ok(decision) => {
                    let left = decision.remaining();
                    prop_assert!(left < burst);
                    if left > 0 {
                        prop_assert!(limiter.check_n_at(left, now).is_ok());
                    }
                    prop_assert!(limiter.check_n_at(1, now).is_err());
                }
                Err(limited) => {
                    let wait = limited.decision().expect("limited").retry_after();
                    prop_assert!(limiter.check_n_at(1, now + wait - Duration::from_nanos(1)).is_err());
                    now += wait;
                    prop_assert!(limiter.check_n_at(1, now).is_ok());
                }
            }
        }
    }
}

#[test]
fn threads_together_are_granted_no_more_than_one_alone() {
    let limiter = RateLimiter::new(Quota::per_hour(1).burst(1_000)).expect("sound");
    let keyed =
        KeyedLimiter::<u32>::builder(Quota::per_hour(1).burst(1_000)).build().expect("sound");
    let now = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..1_000 {
                    let _ = limiter.check_n_at(1, now);
                    let _ = keyed.check_n_at(&1, 1, now);
                }
            });
        }
    });
    for stats in [limiter.stats(), keyed.stats()] {
        assert_eq!((stats.granted, stats.limited), (1_000, 3_000));
    }
}

#[test]
fn one_who_always_asks_is_granted_the_whole_rate() {
    let limiter = RateLimiter::new(Quota::per_second(1_000).burst(1)).expect("sound");
    let begin = Instant::now();
    let granted = (0..100_000).filter(|tens_us| {
        limiter.check_n_at(1, begin + Duration::from_micros(tens_us * 10)).is_ok()
    });
    assert_eq!(granted.count(), 1_000);
}
