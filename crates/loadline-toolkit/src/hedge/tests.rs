//! Hedging on a paused clock.

use super::{Hedge, HedgeBuilder, HedgeConfigError, HedgeDelay, HedgeLayer};
use crate::{
    probe,
    retry::{Budget, Cloned},
};
use std::{
    cell::{Cell, RefCell},
    future::Future,
    sync::Arc,
    task::{Context, Waker},
    time::Duration,
};
use tokio::time::{Instant, sleep};

const MS: Duration = Duration::from_millis(1);

/// A second call after 10 ms, as often as wanted.
fn hedge() -> Hedge {
    let budget = Budget::builder().share(1.0).per_second_min(1_000).build();
    let budget = Arc::new(budget.expect("a budget that can be"));
    let builder = Hedge::builder().delay(HedgeDelay::Fixed(MS * 10)).budget(budget);
    builder.build().expect("settings that can be")
}

/// How one call goes: the milliseconds it takes and what it comes to.
type Course = (u32, Result<u32, &'static str>);

/// Makes one hedged call of these courses; gives its outcome, how long it took, and how many of the calls ended.
async fn check(hedge: &Hedge, courses: &[Course]) -> (Result<u32, &'static str>, Duration, usize) {
    let (begin, made, ended) = (Instant::now(), Cell::new(0), Cell::new(0));
    let outcome = hedge
        .run(|| {
            let (lasts_ms, outcome) = courses[made.get()];
            made.set(made.get() + 1);
            let ended = &ended;
            async move {
                sleep(MS * lasts_ms).await;
                ended.set(ended.get() + 1);
                outcome
            }
        })
        .await;
    assert_eq!(made.get(), courses.len(), "as many calls as courses");
    (outcome, begin.elapsed(), ended.get())
}

#[tokio::test(start_paused = true)]
async fn a_fast_call_is_made_once() {
    let hedge = hedge();
    assert_eq!(check(&hedge, &[(9, Ok(1))]).await, (Ok(1), MS * 9, 1));
    assert_eq!(hedge.stats().hedged, 0);
}

#[tokio::test(start_paused = true)]
async fn the_first_good_answer_wins_and_the_other_call_is_dropped() {
    let hedge = hedge();
    assert_eq!(check(&hedge, &[(99, Ok(1)), (5, Ok(2))]).await, (Ok(2), MS * 15, 1));
    assert_eq!(check(&hedge, &[(12, Ok(1)), (5, Ok(2))]).await, (Ok(1), MS * 12, 1));
    let stats = hedge.stats();
    assert_eq!((stats.calls, stats.hedged, stats.won), (2, 2, 1));
}

#[tokio::test(start_paused = true)]
async fn an_error_wins_only_when_no_other_call_is_under_way() {
    let hedge = hedge();
    assert_eq!(check(&hedge, &[(5, Err("a"))]).await, (Err("a"), MS * 5, 1));
    assert_eq!(check(&hedge, &[(12, Err("a")), (9, Ok(2))]).await, (Ok(2), MS * 19, 2));
    assert_eq!(check(&hedge, &[(40, Ok(1)), (9, Err("b"))]).await, (Ok(1), MS * 40, 2));
    assert_eq!(check(&hedge, &[(12, Err("a")), (9, Err("b"))]).await, (Err("a"), MS * 19, 2));
    assert_eq!(check(&hedge, &[(40, Err("a")), (9, Err("b"))]).await, (Err("a"), MS * 40, 2));
}

#[tokio::test(start_paused = true)]
async fn the_budget_bounds_second_calls() {
    let budget = Budget::builder().share(0.1).per_second_min(0).build();
    let budget = Arc::new(budget.expect("a budget that can be"));
    let hedge = Hedge::builder().delay(HedgeDelay::Fixed(MS)).budget(budget).build();
    let hedge = hedge.expect("settings that can be");
    for _ in 0..1_000 {
        let slow = || async {
            sleep(MS * 5).await;
            Ok::<_, ()>(())
        };
        assert_eq!(hedge.run(slow).await, Ok(()));
    }
    assert_eq!((hedge.stats().hedged, hedge.stats().denied), (100, 900));
}

#[tokio::test(start_paused = true)]
async fn the_delay_is_learned_from_the_last_calls_within_its_bounds() {
    let learned = HedgeDelay::Learned { quantile: 0.9, min: MS * 20, max: MS * 500 };
    let hedge = Hedge::builder().delay(learned).build().expect("settings that can be");
    assert_eq!(hedge.stats().delay, MS * 500);
    for lasts_ms in (1..=100).chain(1..=100).chain(1..=100) {
        let work = || async move {
            sleep(MS * lasts_ms).await;
            Ok::<_, ()>(())
        };
        assert_eq!(hedge.run(work).await, Ok(()));
    }
    let delay = hedge.stats().delay;
    assert!((MS * 85..=MS * 95).contains(&delay), "{delay:?}");
    for _ in 0..512 {
        let _ = hedge.run(|| async { Ok::<_, ()>(()) }).await;
    }
    assert_eq!(hedge.stats().delay, MS * 20);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_call_at_any_moment_drops_both() {
    for seed in 0..300 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let hedge = hedge();
        let under_way = RefCell::new(0_i32);
        {
            let mut call = Box::pin(hedge.run(|| async {
                *under_way.borrow_mut() += 1;
                let _ends = Ends(&under_way);
                sleep(MS * 30).await;
                Ok::<_, ()>(())
            }));
            for _ in 0..rng.u8(..5) {
                tokio::time::advance(MS * rng.u32(..15)).await;
                if call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                    break;
                }
            }
        }
        assert_eq!(*under_way.borrow(), 0, "seed {seed}");
    }
}

struct Ends<'a>(&'a RefCell<i32>);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        *self.0.borrow_mut() -= 1;
    }
}

#[test]
fn mistakes_are_found_when_a_hedge_is_built() {
    let build = |delay| HedgeBuilder::delay(Hedge::builder(), delay).build().map(drop);
    let learned = |quantile, min, max| build(HedgeDelay::Learned { quantile, min, max });
    let min_above_max = HedgeConfigError::MinAboveMax { min: MS * 2, max: MS };
    assert_eq!(learned(0.9, MS * 2, MS), Err(min_above_max));
    assert_eq!(learned(1.0, MS, MS), Err(HedgeConfigError::Quantile { quantile: 1.0 }));
    assert!(learned(f64::NAN, MS, MS).is_err());
    assert_eq!(learned(0.9, Duration::ZERO, MS), Err(HedgeConfigError::NoDelay));
    assert_eq!(build(HedgeDelay::Fixed(Duration::ZERO)), Err(HedgeConfigError::NoDelay));
}

#[test]
fn the_layer_keeps_the_contract_of_tower() {
    let delay = HedgeDelay::Fixed(MS * 5);
    probe::check(
        || {
            let hedge = Hedge::builder().delay(delay).build().expect("settings that can be");
            HedgeLayer::new(hedge, Cloned)
        },
        |number| number,
    );
}

#[test]
fn the_layer_makes_no_second_call_of_what_must_not_be_made_twice() {
    probe::check(
        || {
            let hedge = Hedge::builder().delay(HedgeDelay::Fixed(MS)).build();
            HedgeLayer::new(hedge.expect("settings that can be"), |_: &NoClone| None)
        },
        |_| NoClone,
    );
}

struct NoClone;
