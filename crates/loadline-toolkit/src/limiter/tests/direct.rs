//! One bucket: bursts, waiting, giving up, clocks that jump, headers.

use super::{Quota, RateLimitError, RateLimiter};
use crate::{Transient, deadline::Deadline, telemetry::Registry};
use std::{sync::Arc, time::Duration};
use tokio::{
    task::yield_now,
    time::{Instant, advance},
};

const MS: Duration = Duration::from_millis(1);

fn limiter(burst: u32) -> Arc<RateLimiter> {
    Arc::new(RateLimiter::new(Quota::per_second(1_000).burst(burst)).expect("sound"))
}

#[tokio::test(start_paused = true)]
async fn a_burst_is_granted_then_the_rate() {
    let limiter = limiter(100);
    assert_eq!((0..200).filter(|_| limiter.check().is_ok()).count(), 100);
    advance(MS * 7).await;
    assert_eq!((0..200).filter(|_| limiter.check().is_ok()).count(), 7);
    advance(Duration::from_secs(3600)).await;
    assert_eq!((0..200).filter(|_| limiter.check().is_ok()).count(), 100);
}

#[tokio::test(start_paused = true)]
async fn more_than_a_full_bucket_is_never_granted() {
    let limiter = limiter(10);
    let never = limiter.check_n(11).expect_err("too many");
    assert_eq!(never, RateLimitError::LargerThanBurst { asked: 11, burst: 10 });
    assert_eq!((never.is_transient(), never.decision()), (false, None));
    limiter.check_n(0).expect("nothing is always granted");
    assert_eq!(limiter.check_n(10).expect("all of it").remaining(), 0);
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_are_granted_in_order_at_the_rate() {
    let limiter = limiter(1);
    let begun = Instant::now();
    let waiting: Vec<_> = (0..5)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { limiter.until_ready().await.map(|_| begun.elapsed()) })
        })
        .collect();
    yield_now().await;
    limiter.check().expect_err("what comes is taken");
    for (number, ready) in (0..).zip(waiting) {
        assert_eq!(ready.await.expect("no panic"), Ok(MS * number));
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_quota_or_the_deadline_is_refused_at_once() {
    let quota = Quota::per_second(1_000).burst(1).wait_max(MS * 2);
    let limiter = RateLimiter::new(quota).expect("sound");
    let begun = Instant::now();
    limiter.check().expect("full");
    let refused = Deadline::after(MS / 2).scope(limiter.until_ready()).await.expect_err("no time");
    assert_eq!((refused.retry_after(), begun.elapsed()), (Some(MS), Duration::ZERO));
    limiter.check_n(1).expect_err("nothing was taken, nothing is there");
    let (one, two, three) =
        tokio::join!(limiter.until_ready(), limiter.until_ready(), limiter.until_ready());
    assert!(one.is_ok() && two.is_ok() && three.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_is_given_up_comes_back_only_when_it_is_the_last() {
    let limiter = limiter(1);
    limiter.check().expect("full");
    let wait = || {
        let limiter = Arc::clone(&limiter);
        tokio::spawn(async move { limiter.until_ready().await })
    };
    let (first, last) = (wait(), wait());
    yield_now().await;
    first.abort();
    let _ = first.await;
    assert_eq!(retry_after(&limiter), MS * 3);
    last.abort();
    let _ = last.await;
    assert_eq!(retry_after(&limiter), MS * 2);
}

fn retry_after(limiter: &RateLimiter) -> Duration {
    limiter.check().expect_err("nothing is there").decision().expect("limited").retry_after()
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_goes_back_neither_fills_nor_blocks_the_bucket() {
    let limiter = limiter(10);
    let hour = Duration::from_secs(3600);
    let late = Instant::now() + hour;
    limiter.check_n_at(10, late).expect("full");
    // A little back: nothing is there, and nothing fills.
    limiter.check_n_at(1, late - MS * 500).expect_err("empty");
    // Far back: empty, and filling from now on.
    let early = late - hour;
    let limited = limiter.check_n_at(1, early).expect_err("empty");
    assert_eq!(limited.retry_after(), Some(MS));
    limiter.check_n_at(1, early + MS).expect("one has come");
    limiter.check_n_at(1, early + MS).expect_err("and no more");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_ahead_finds_a_full_bucket_and_no_more() {
    let limiter = limiter(10);
    limiter.check_n(10).expect("full");
    let later = Instant::now() + Duration::from_secs(3600 * 24 * 365);
    limiter.check_n_at(10, later).expect("full again");
    limiter.check_n_at(1, later).expect_err("and empty");
}

#[tokio::test(start_paused = true)]
async fn headers_count_in_whole_seconds_rounded_up() {
    let limiter = RateLimiter::new(Quota::per_minute(60).burst(3)).expect("sound");
    limiter.check_n(2).expect("full");
    advance(MS * 1_500).await;
    let granted: Vec<_> = limiter.check().expect("one is left").headers().collect();
    let expected = [("ratelimit-limit", 3), ("ratelimit-remaining", 1), ("ratelimit-reset", 2)];
    assert_eq!(granted, expected);
    let limited = limiter.check_n(3).expect_err("one is left");
    let headers: Vec<_> = limited.decision().expect("limited").headers().collect();
    assert_eq!(headers[1..], [expected[1], expected[2], ("retry-after", 2)]);
}

#[tokio::test(start_paused = true)]
async fn figures_have_names() {
    let (registry, limiter) = (Registry::new(), limiter(1));
    registry.register("api", &limiter).expect("room");
    limiter.check().expect("full");
    limiter.check().expect_err("empty");
    let text = registry.prometheus_text();
    for decision in ["granted", "limited"] {
        let labels = format!("name=\"api\",decision=\"{decision}\"");
        assert!(
            text.contains(&format!("loadline_rate_limit_decisions_total{{{labels}}} 1\n")),
            "{text}"
        );
    }
}
