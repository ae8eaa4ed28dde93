//! Who is let in, who waits and who is refused; and that no room is ever lost.

use super::{Algorithm, Bounds, Guard, LimitError, Limiter, Outcome, Sample, doors::Fixed};
use crate::{Transient, deadline::Deadline, telemetry::Registry};
use std::{future::Future, sync::Arc, time::Duration};
use tokio::{
    task::yield_now,
    time::{advance, sleep},
};

const WAIT_MAX: Duration = Duration::from_millis(100);

fn fixed(limit: usize, waiters_max: usize) -> Arc<Limiter> {
    let builder = Limiter::builder().algorithm(Fixed(limit)).initial(limit);
    builder.waiting(waiters_max, WAIT_MAX).build().expect("sound")
}

fn acquire(
    limiter: &Arc<Limiter>,
) -> impl Future<Output = Result<Guard, LimitError>> + Send + use<> {
    let limiter = Arc::clone(limiter);
    async move { limiter.acquire().await }
}

#[tokio::test(start_paused = true)]
async fn work_beyond_the_limit_is_refused_at_once_where_nothing_may_wait() {
    let limiter = fixed(1, 0);
    let guard = limiter.acquire().await.expect("room");
    let refused = limiter.acquire().await.expect_err("no room");
    assert_eq!(refused, LimitError::Full { limit: 1 });
    assert!(refused.is_transient());
    guard.ignored();
    limiter.try_acquire().expect("room again").success();
    let stats = limiter.stats();
    assert_eq!((stats.in_flight, stats.refused, stats.ignored, stats.success), (0, 1, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_are_let_in_first_come_first_served() {
    let limiter = fixed(1, 3);
    let mut guard = limiter.try_acquire().expect("room");
    let mut waiting = Vec::new();
    for _ in 0..3 {
        waiting.push(tokio::spawn(acquire(&limiter)));
        yield_now().await;
    }
    assert_eq!(limiter.acquire().await.expect_err("no place"), LimitError::Full { limit: 1 });
    for next in waiting {
        guard.success();
        limiter.try_acquire().expect_err("nobody overtakes");
        guard = next.await.expect("no panic").expect("let in");
    }
    guard.success();
    assert_eq!(limiter.stats().in_flight, 0);
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_after_the_longest_or_with_the_deadline() {
    let limiter = fixed(1, 3);
    let guard = limiter.try_acquire().expect("room");
    let late = limiter.acquire().await.expect_err("no room in time");
    assert_eq!(late, LimitError::TimedOut { limit: 1, waited: WAIT_MAX });
    let short = WAIT_MAX / 4;
    let late = Deadline::after(short).scope(acquire(&limiter)).await.expect_err("no time");
    assert_eq!(late, LimitError::TimedOut { limit: 1, waited: short });
    guard.success();
    let stats = limiter.stats();
    assert_eq!((stats.timed_out, stats.waiting, stats.waits.count()), (2, 0, 2));
}

#[tokio::test(start_paused = true)]
async fn a_guard_that_is_dropped_says_what_it_was_told_to() {
    let limiter = fixed(1, 0);
    drop(limiter.try_acquire().expect("room"));
    drop(limiter.try_acquire().expect("room").if_dropped(Outcome::Dropped));
    let stats = limiter.stats();
    assert_eq!((stats.ignored, stats.dropped, stats.in_flight), (1, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn no_room_is_lost_whenever_those_who_wait_give_up() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let limiter = fixed(3, 8);
        let mut tasks = Vec::new();
        for _ in 0..40 {
            let (limiter, hold_ms, patience_ms) =
                (Arc::clone(&limiter), random.u64(0..40), random.u64(0..60));
            tasks.push(tokio::spawn(async move {
                let work = async {
                    if let Ok(guard) = limiter.acquire().await {
                        assert!(limiter.stats().in_flight <= 3, "seed {seed}: beyond the limit");
                        sleep(Duration::from_millis(hold_ms)).await;
                        guard.success();
                    }
                };
                let _ = tokio::time::timeout(Duration::from_millis(patience_ms), work).await;
            }));
            advance(Duration::from_millis(random.u64(0..10))).await;
        }
        for task in tasks {
            task.await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
        let stats = limiter.stats();
        assert_eq!((stats.in_flight, stats.waiting), (0, 0), "seed {seed}");
    }
}

/// A rule that panics.
#[derive(Debug)]
struct Broken;

impl Algorithm for Broken {
    fn update(&mut self, _sample: &Sample, _bounds: Bounds) -> usize {
        panic!("broken on purpose")
    }
}

#[tokio::test(start_paused = true)]
async fn a_rule_that_panics_leaves_the_limit_where_it_was() {
    let limiter = Limiter::builder().algorithm(Broken).initial(7).build().expect("sound");
    for _ in 0..2 {
        limiter.try_acquire().expect("room").success();
    }
    let stats = limiter.stats();
    assert_eq!((stats.limit, stats.in_flight, stats.success), (7, 0, 2));
}

#[tokio::test(start_paused = true)]
async fn figures_have_names() {
    let (registry, limiter) = (Registry::new(), fixed(4, 0));
    registry.register("api", &limiter).expect("room");
    limiter.try_acquire().expect("room").success();
    let text = registry.prometheus_text();
    assert!(text.contains("loadline_adaptive_limit{name=\"api\"} 4\n"), "{text}");
    let calls = "loadline_adaptive_calls_total{name=\"api\",outcome=\"success\"} 1\n";
    assert!(text.contains(calls), "{text}");
}
