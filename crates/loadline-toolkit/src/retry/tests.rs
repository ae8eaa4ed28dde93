//! Policies, budgets and the layer on a paused clock.

use super::{
    Backoff, Budget, Cloned, RetryConfigError, RetryLayer, RetryPolicy, RetryPolicyBuilder, Verdict,
};
use crate::{Transient, deadline::Deadline, probe};
use std::{cell::Cell, sync::Arc, time::Duration};
use tokio::time::Instant;
use tower::{Layer, ServiceExt, service_fn};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("failed")]
struct Failed {
    transient: bool,
    retry_after: Option<Duration>,
}

impl Transient for Failed {
    fn is_transient(&self) -> bool {
        self.transient
    }

    fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

const PASSING: Failed = Failed { transient: true, retry_after: None };
const LASTING: Failed = Failed { transient: false, retry_after: None };

/// How many tries a policy makes of what fails with `error` `failures` times, and how long they take.
async fn check(policy: &RetryPolicy, failures: u32, error: Failed) -> (u32, Duration) {
    let begin = Instant::now();
    let made = Cell::new(0);
    let _ = policy
        .run(|| async {
            made.set(made.get() + 1);
            if made.get() <= failures { Err(error.clone()) } else { Ok(()) }
        })
        .await;
    (made.get(), begin.elapsed())
}

fn exact(builder: RetryPolicyBuilder) -> RetryPolicy {
    builder.jitter(0.0).build().expect("a policy that can be")
}

#[tokio::test(start_paused = true)]
async fn no_policy_makes_one_try() {
    assert_eq!(check(&RetryPolicy::none(), 9, PASSING).await, (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn the_linear_policy_makes_five_tries() {
    assert_eq!(check(&RetryPolicy::linear(), 9, PASSING).await, (5, SECOND * 10));
}

#[tokio::test(start_paused = true)]
async fn the_exponential_policy_makes_three_tries_and_ends_its_waits_at_two_seconds() {
    let three = exact(RetryPolicy::builder());
    assert_eq!(check(&three, 9, PASSING).await, (3, Duration::from_millis(300)));
    let ten = exact(RetryPolicy::builder().tries(10));
    let waits = [100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000];
    let whole = Duration::from_millis(waits.iter().sum());
    let (tries, took) = check(&ten, 99, PASSING).await;
    assert_eq!((tries, took.as_millis()), (10, whole.as_millis()));
}

#[tokio::test(start_paused = true)]
async fn jitter_takes_no_more_than_its_share_and_is_the_same_for_a_seed() {
    for seed in 0..100 {
        let policy = RetryPolicy::builder().seed(seed).build().expect("a policy that can be");
        let again = RetryPolicy::builder().seed(seed).build().expect("a policy that can be");
        let (_, took) = check(&policy, 9, PASSING).await;
        assert_eq!(check(&again, 9, PASSING).await.1, took, "seed {seed}");
        // The clock counts in milliseconds and rounds up, once for each of the two waits.
        let range = Duration::from_millis(150)..=Duration::from_millis(302);
        assert!(range.contains(&took), "seed {seed}: {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_custom_backoff_gives_the_waits_and_the_end() {
    let twice = Backoff::custom(|tries| (tries <= 2).then_some(SECOND * tries));
    let policy = exact(RetryPolicy::builder().tries(10).backoff(twice));
    assert_eq!(check(&policy, 99, PASSING).await, (3, SECOND * 3));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_transient_is_not_tried_again() {
    let policy = RetryPolicy::linear();
    assert_eq!(check(&policy, 9, LASTING).await, (1, Duration::ZERO));
    assert_eq!(policy.stats().given_up_fatal, 1);
}

#[tokio::test(start_paused = true)]
async fn a_further_try_that_works_is_counted() {
    let policy = RetryPolicy::linear();
    assert_eq!(check(&policy, 2, PASSING).await, (3, SECOND * 3));
    let stats = policy.stats();
    assert_eq!((stats.calls, stats.retries, stats.saved), (1, 2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_was_asked_for_is_kept_unless_it_is_too_long() {
    let asked = |secs| Failed { transient: true, retry_after: Some(SECOND * secs) };
    let policy = exact(RetryPolicy::builder().retry_after_max(SECOND * 5));
    assert_eq!(check(&policy, 1, asked(5)).await, (2, SECOND * 5));
    assert_eq!(check(&policy, 1, asked(6)).await, (1, Duration::ZERO));
    assert_eq!(policy.stats().given_up_retry_after, 1);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let policy = RetryPolicy::linear();
    let within = Deadline::after(SECOND * 5).scope(check(&policy, 9, PASSING)).await;
    assert_eq!(within, (3, SECOND * 3));
    assert_eq!(policy.stats().given_up_deadline, 1);
}

#[tokio::test(start_paused = true)]
async fn waits_beyond_every_clock_do_not_overflow() {
    let far = Backoff::Exponential { first: SECOND, factor: f64::MAX, longest: Duration::MAX };
    let policy = exact(RetryPolicy::builder().tries(u32::MAX).backoff(far).without_budget());
    let ends = tokio::time::timeout(SECOND * 60, check(&policy, 9, PASSING)).await;
    assert!(ends.is_err());
    let linear = Backoff::Linear(Duration::MAX);
    assert_eq!(linear.wait(u32::MAX), Some(Duration::MAX));
}

#[tokio::test(start_paused = true)]
async fn a_budget_bounds_what_a_lasting_fault_costs() {
    let budget = Budget::builder().share(0.1).per_second_min(5).saved_max(10).build();
    let builder = RetryPolicy::builder().backoff(Backoff::Constant(Duration::ZERO));
    let policy = exact(builder.budget(Arc::new(budget.expect("a budget that can be"))));
    let mut tries = 0;
    for _ in 0..1_000 {
        tries += check(&policy, 9, PASSING).await.0;
    }
    // A thousand calls, a tenth of that on top, and the five of each second: the waits of zero take one at most.
    assert!((1_095..=1_110).contains(&tries), "{tries} tries");
    assert!(policy.stats().given_up_budget > 800);
}

#[tokio::test(start_paused = true)]
async fn calm_times_save_up_no_more_than_the_most() {
    let budget = Budget::builder().share(1.0).per_second_min(0).saved_max(10).build();
    let budget = budget.expect("a budget that can be");
    (0..1_000).for_each(|_| budget.deposit());
    let withdrawn = (0..1_000).filter(|_| budget.withdraw()).count();
    assert_eq!(withdrawn, 10);
}

#[tokio::test(start_paused = true)]
async fn free_tokens_come_back_with_time_but_only_a_seconds_worth() {
    let budget = Budget::builder().share(0.0).per_second_min(3).build();
    let budget = budget.expect("a budget that can be");
    let free = || (0..100).filter(|_| budget.withdraw()).count();
    assert_eq!(free(), 3);
    tokio::time::advance(SECOND * 3600).await;
    assert_eq!(free(), 3);
}

#[test]
fn mistakes_are_found_when_a_policy_is_built() {
    let build = |builder: RetryPolicyBuilder| builder.build().map(drop);
    let exponential = |first, factor, longest| {
        build(RetryPolicy::builder().backoff(Backoff::Exponential { first, factor, longest }))
    };
    let error = RetryConfigError::FirstAboveLongest { first: SECOND * 2, longest: SECOND };
    assert_eq!(exponential(SECOND * 2, 2.0, SECOND), Err(error));
    assert_eq!(exponential(SECOND, 0.5, SECOND), Err(RetryConfigError::Factor { factor: 0.5 }));
    assert!(exponential(SECOND, f64::NAN, SECOND).is_err());
    assert_eq!(build(RetryPolicy::builder().tries(0)), Err(RetryConfigError::NoTries));
    assert!(build(RetryPolicy::builder().jitter(1.1)).is_err());
    assert!(Budget::builder().share(f64::NAN).build().is_err());
}

#[test]
fn the_layer_keeps_the_contract_of_tower() {
    probe::check(
        || RetryLayer::new(RetryPolicy::builder().tries(4).build().expect("a policy that can be")),
        |number| number,
    );
}

#[tokio::test(start_paused = true)]
async fn the_layer_tries_again_and_gives_the_last_outcome() {
    let tries = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counted = Arc::clone(&tries);
    let fails = service_fn(move |(): ()| {
        counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async { Err::<(), _>(PASSING) }
    });
    let policy = RetryPolicy::linear();
    let begin = Instant::now();
    let answer = RetryLayer::new(policy.clone()).layer(fails.clone()).oneshot(()).await;
    assert_eq!((answer, begin.elapsed()), (Err(PASSING), SECOND * 10));
    assert_eq!(tries.load(std::sync::atomic::Ordering::Relaxed), 5);
    let never = RetryLayer::with(policy.clone(), |(): &()| None, super::ByTransient);
    assert_eq!(never.layer(fails).oneshot(()).await, Err(PASSING));
    assert_eq!(policy.stats().given_up_not_repeatable, 1);
}

#[tokio::test(start_paused = true)]
async fn a_classifier_may_reject_values() {
    let at_least = |outcome: Result<&u32, &Failed>| match outcome {
        Ok(value) if *value < 3 => Verdict::RetryAfter(SECOND * 7),
        _ => Verdict::Accept,
    };
    let calls = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let service = service_fn(move |(): ()| {
        let call = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { Ok::<_, Failed>(call) }
    });
    let begin = Instant::now();
    let layer = RetryLayer::with(exact(RetryPolicy::builder().tries(9)), Cloned, at_least);
    assert_eq!(layer.layer(service).oneshot(()).await, Ok(3));
    assert_eq!(begin.elapsed(), SECOND * 21);
}
