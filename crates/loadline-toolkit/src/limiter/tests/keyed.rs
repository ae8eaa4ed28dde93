//! Buckets by key: apart from each other, bounded in number, forgotten once full.

use super::{KeyedLimiter, Quota, RateLimitError, WhenFull};
use std::time::Duration;
use tokio::time::{Instant, advance};

fn limiter(keys_max: usize, when_full: WhenFull) -> KeyedLimiter<u64> {
    let quota = Quota::per_second(1_000).burst(2);
    let builder = KeyedLimiter::builder(quota).keys_max(keys_max).when_full(when_full);
    builder.build().expect("sound")
}

#[tokio::test(start_paused = true)]
async fn keys_have_a_bucket_each() {
    let limiter = limiter(100, WhenFull::Refuse);
    for key in 0..50 {
        limiter.check_n(&key, 2).expect("full");
        limiter.check(&key).expect_err("empty");
    }
    advance(Duration::from_millis(1)).await;
    assert!((0..50).all(|key| limiter.check(&key).is_ok() && limiter.check(&key).is_err()));
}

#[tokio::test(start_paused = true)]
async fn buckets_that_are_full_again_make_room() {
    let limiter = limiter(100, WhenFull::Refuse);
    for round in 0..100 {
        for key in 0..100 {
            limiter.check(&(round * 100 + key)).expect("there is room");
        }
        assert!(limiter.stats().keys <= 100);
        advance(Duration::from_millis(1)).await;
    }
    assert_eq!(limiter.stats().granted, 10_000);
}

#[tokio::test(start_paused = true)]
async fn a_new_key_without_room_is_treated_as_the_user_chose() {
    for when_full in [WhenFull::Share, WhenFull::Refuse, WhenFull::Grant] {
        let limiter = limiter(10, when_full);
        (0..10).for_each(|key| assert!(limiter.check(&key).is_ok()));
        let granted = (10..20).filter(|key| limiter.check(key).is_ok()).count();
        let expected = match when_full {
            WhenFull::Share => 2,
            WhenFull::Refuse => 0,
            WhenFull::Grant => 10,
        };
        assert_eq!(granted, expected, "{when_full:?}");
        limiter.check(&0).expect("the known keep their buckets");
        assert_eq!(limiter.stats().keys, 10);
    }
    let refused = limiter(1, WhenFull::Refuse);
    refused.check(&0).expect("room");
    let error = refused.check(&1).expect_err("no room");
    assert_eq!(error, RateLimitError::TooManyKeys { keys_max: 1 });
}

#[tokio::test(start_paused = true)]
async fn a_large_limiter_is_bounded_whatever_comes() {
    let limiter = limiter(64 * 256, WhenFull::Share);
    for key in 0..100_000 {
        let _ = limiter.check(&key);
    }
    assert!(limiter.stats().keys <= 64 * 256);
}

#[tokio::test(start_paused = true)]
async fn the_table_agrees_with_a_bucket_per_key_for_ever() {
    for seed in 0..20 {
        let mut random = fastrand::Rng::with_seed(seed);
        let limiter = limiter(64, WhenFull::Refuse);
        let mut full_at = vec![Duration::ZERO; 40];
        let (begin, mut now) = (Instant::now(), Duration::ZERO);
        for _ in 0..5_000 {
            now += Duration::from_micros(random.u64(0..100));
            let key = random.usize(0..40);
            let taken = full_at[key].max(now) + Duration::from_millis(1);
            let granted = taken <= now + Duration::from_millis(2);
            let decided = limiter.check_n_at(&(key as u64), 1, begin + now);
            assert_eq!(decided.is_ok(), granted, "seed {seed}, key {key} at {now:?}");
            if granted {
                full_at[key] = taken;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_for_a_key_are_granted_at_its_rate() {
    let limiter = limiter(10, WhenFull::Refuse);
    let begun = Instant::now();
    for _ in 0..5 {
        limiter.until_ready(&1).await.expect("within a second");
    }
    assert_eq!(begun.elapsed(), Duration::from_millis(3));
    limiter.check(&2).expect("another key knows nothing of it");
}
