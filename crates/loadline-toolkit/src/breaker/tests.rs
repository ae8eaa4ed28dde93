//! Breakers on a paused clock.

use super::{
    Breaker, BreakerBuilder, BreakerConfigError, BreakerError, BreakerLayer, Cause, State, Window,
};
use crate::{Transient, probe};
use std::{
    cell::Cell,
    future::{Future, pending},
    task::{Context, Waker},
    time::Duration,
};
use tokio::time::{advance, sleep};
use tower::{Layer, Service, ServiceExt, service_fn};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("failed")]
struct Failed;

impl Transient for Failed {
    fn is_transient(&self) -> bool {
        true
    }
}

/// Judges from four calls on; open for 1 s, then 2 s at most; three probes, two at once.
fn builder() -> BreakerBuilder {
    Breaker::builder()
        .window(Window::Count(10))
        .calls_min(4)
        .open_for(SECOND, SECOND * 2)
        .probes(3, 2)
        .half_open_max(SECOND * 10)
}

fn breaker() -> Breaker {
    builder().build().expect("settings that can be")
}

/// Makes calls that end as told, `true` for a failure, and gives the state after.
fn after(breaker: &Breaker, calls: &[bool]) -> State {
    for failed in calls {
        breaker.acquire().expect("a call is let through").record(*failed);
    }
    breaker.state()
}

/// Opens it and waits until probes are let through.
async fn half_open(breaker: &Breaker) {
    assert_eq!(after(breaker, &[true; 4]), State::Open);
    advance(SECOND).await;
}

#[tokio::test(start_paused = true)]
async fn it_opens_when_enough_calls_were_made_and_half_of_them_failed() {
    assert_eq!(after(&breaker(), &[true; 3]), State::Closed);
    assert_eq!(after(&breaker(), &[true, false, false, false, true]), State::Closed);
    let breaker = breaker();
    assert_eq!(after(&breaker, &[true, false, true, false]), State::Open);
    let rejected = breaker.acquire().map(drop).expect_err("it is open");
    assert_eq!((rejected.state, rejected.retry_after), (State::Open, Some(SECOND)));
    let stats = breaker.stats();
    assert_eq!((stats.opened, stats.rejected, stats.failure_rate), (1, 1, Some(0.5)));
}

#[tokio::test(start_paused = true)]
async fn a_count_window_forgets_all_but_the_last_calls() {
    let breaker = breaker();
    after(&breaker, &[false; 10]);
    assert_eq!(after(&breaker, &[true; 4]), State::Closed);
    assert_eq!(breaker.stats().failure_rate, Some(0.4));
    assert_eq!(after(&breaker, &[false; 10]), State::Closed);
    assert_eq!(breaker.stats().failure_rate, Some(0.0));
}

#[tokio::test(start_paused = true)]
async fn a_time_window_forgets_what_is_older() {
    let breaker = builder().window(Window::Time(SECOND * 10)).build();
    let breaker = breaker.expect("settings that can be");
    after(&breaker, &[true; 3]);
    advance(SECOND * 9).await;
    assert_eq!(breaker.stats().window_calls, 3);
    advance(SECOND).await;
    assert_eq!(breaker.stats().window_calls, 0);
    assert_eq!(after(&breaker, &[true; 3]), State::Closed);
    assert_eq!(after(&breaker, &[true]), State::Open);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_empties_a_time_window_and_no_more() {
    for jump in [SECOND * 11, SECOND * 3600, SECOND * 3600 * 24 * 365 * 10] {
        let breaker = builder().window(Window::Time(SECOND * 10)).build();
        let breaker = breaker.expect("settings that can be");
        after(&breaker, &[true; 3]);
        advance(jump).await;
        assert_eq!(after(&breaker, &[true; 3]), State::Closed);
        assert_eq!(breaker.stats().window_calls, 3);
    }
}

#[tokio::test(start_paused = true)]
async fn slow_calls_open_it_although_they_succeed() {
    let breaker = builder().slow_calls(SECOND, 0.75).build().expect("settings that can be");
    for lasts in [SECOND, SECOND * 2, SECOND / 2, SECOND] {
        let work = || async {
            sleep(lasts).await;
            Ok::<_, Failed>(())
        };
        breaker.run(work).await.expect("it is closed");
    }
    assert_eq!(breaker.state(), State::Open);
    assert_eq!(breaker.stats().slow, 3);
}

#[tokio::test(start_paused = true)]
async fn probes_that_succeed_close_it_and_its_past_is_forgotten() {
    let breaker = breaker();
    half_open(&breaker).await;
    assert_eq!(after(&breaker, &[false, false]), State::HalfOpen);
    assert_eq!(after(&breaker, &[false]), State::Closed);
    assert_eq!(after(&breaker, &[true; 3]), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn probes_that_fail_open_it_for_longer_each_time_up_to_a_most() {
    let breaker = breaker();
    half_open(&breaker).await;
    for expected in [SECOND * 2, SECOND * 2] {
        assert_eq!(after(&breaker, &[false]), State::HalfOpen);
        assert_eq!(after(&breaker, &[true, true]), State::Open);
        let rejected = breaker.acquire().map(drop).expect_err("it is open");
        assert_eq!(rejected.retry_after, Some(expected));
        advance(expected).await;
    }
    after(&breaker, &[false; 3]);
    after(&breaker, &[true; 4]);
    let rejected = breaker.acquire().map(drop).expect_err("it is open");
    assert_eq!(rejected.retry_after, Some(SECOND));
}

#[tokio::test(start_paused = true)]
async fn no_more_probes_than_told_are_under_way_at_once_or_in_all() {
    let breaker = breaker();
    half_open(&breaker).await;
    let (first, second) = (breaker.acquire(), breaker.acquire());
    assert_eq!(breaker.acquire().map(drop).expect_err("two at once").state, State::HalfOpen);
    first.expect("the first probe").record(false);
    let third = breaker.acquire().expect("one of two is back");
    second.expect("the second probe").record(false);
    assert!(breaker.acquire().is_err(), "three in all");
    third.record(false);
    assert_eq!(breaker.state(), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn probes_that_hang_are_forgotten_and_their_outcome_with_them() {
    let breaker = breaker();
    half_open(&breaker).await;
    let hanging = [breaker.acquire(), breaker.acquire()];
    assert!(breaker.acquire().is_err());
    advance(SECOND * 10).await;
    assert_eq!(after(&breaker, &[false]), State::HalfOpen);
    for permit in hanging {
        permit.expect("a probe").record(true);
    }
    assert_eq!(after(&breaker, &[false, false]), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn the_outcome_of_a_call_from_an_earlier_state_changes_nothing() {
    let breaker = breaker();
    let old: Vec<_> = (0..3).map(|_| breaker.acquire().expect("it is closed")).collect();
    half_open(&breaker).await;
    assert_eq!(after(&breaker, &[false]), State::HalfOpen);
    old.into_iter().for_each(|permit| permit.record(true));
    assert_eq!(after(&breaker, &[false, false]), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_cancelled_at_any_moment_gives_its_place_back() {
    for seed in 0..500 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let breaker = breaker();
        half_open(&breaker).await;
        let (under_way, most) = (Cell::new(0_u32), Cell::new(0));
        let probe = || async {
            let _counted = Counted::new(&under_way, &most);
            pending::<Result<(), Failed>>().await
        };
        let mut calls = Vec::new();
        for _ in 0..30 {
            calls.push(Box::pin(breaker.run(probe)));
            let picked = rng.usize(..calls.len());
            let mut cx = Context::from_waker(Waker::noop());
            if calls[picked].as_mut().poll(&mut cx).is_ready() || rng.bool() {
                drop(calls.swap_remove(picked));
            }
        }
        drop(calls);
        assert_eq!((under_way.get(), most.get()), (0, 2), "seed {seed}");
        assert_eq!(after(&breaker, &[false; 3]), State::Closed, "seed {seed}");
    }
}

/// Counts who is within, and the most that ever were.
struct Counted<'a>(&'a Cell<u32>);

impl<'a> Counted<'a> {
    fn new(now: &'a Cell<u32>, most: &Cell<u32>) -> Self {
        now.set(now.get() + 1);
        most.set(most.get().max(now.get()));
        Self(now)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

#[tokio::test(start_paused = true)]
async fn work_that_panics_has_failed_and_leaves_the_breaker_sound() {
    let breaker = breaker();
    for _ in 0..4 {
        let breaker = breaker.clone();
        let work = async move || -> Result<(), Failed> { panic!("broken") };
        let task = tokio::spawn(async move { breaker.run(work).await });
        assert!(task.await.is_err_and(|ended| ended.is_panic()));
    }
    assert_eq!(breaker.state(), State::Open);
    advance(SECOND).await;
    assert_eq!(after(&breaker, &[false; 3]), State::Closed);
}

#[tokio::test(start_paused = true)]
async fn it_opens_and_closes_by_hand_and_tells_of_it() {
    let breaker = breaker();
    let mut events = breaker.subscribe();
    breaker.force_open();
    breaker.force_open();
    advance(SECOND * 3600).await;
    let rejected = breaker.acquire().map(drop).expect_err("open by hand");
    assert_eq!((rejected.retry_after, rejected.is_transient()), (None, false));
    breaker.force_closed();
    assert_eq!(after(&breaker, &[true; 20]), State::ForcedClosed);
    breaker.reset();
    assert_eq!(after(&breaker, &[true; 4]), State::Open);
    let mut told = Vec::new();
    while let Ok(transition) = events.try_recv() {
        told.push((transition.number, transition.to, transition.cause));
    }
    let expected = [
        (1, State::ForcedOpen, Cause::Manual),
        (2, State::ForcedClosed, Cause::Manual),
        (3, State::Closed, Cause::Manual),
        (4, State::Open, Cause::FailureRate),
    ];
    assert_eq!(told, expected);
}

#[tokio::test(start_paused = true)]
async fn a_listener_that_never_looks_costs_no_more_than_the_last_changes() {
    let breaker = breaker();
    let mut events = breaker.subscribe();
    for _ in 0..100 {
        breaker.force_open();
        breaker.reset();
    }
    let lagged = events.try_recv();
    assert_eq!(lagged, Err(tokio::sync::broadcast::error::TryRecvError::Lagged(136)));
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_it_keeps_its_bounds_and_recovers() {
    for seed in 0..300 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let window = [Window::Count(10), Window::Time(SECOND * 10)][rng.usize(..2)];
        let breaker = builder().window(window).slow_calls(SECOND, 0.9).build();
        let breaker = breaker.expect("settings that can be");
        let mut permits = Vec::new();
        for _ in 0..200 {
            let state = breaker.state();
            match (rng.u8(..10), breaker.acquire_owned()) {
                (_, Err(rejected)) => {
                    assert!(rejected.retry_after.is_none_or(|wait| wait <= SECOND * 2));
                    assert_ne!(state, State::Closed, "seed {seed}");
                    advance(SECOND * rng.u32(..12)).await;
                }
                (0..4, Ok(permit)) => permits.push(permit),
                (4, Ok(_dropped)) => permits.clear(),
                (5..7, Ok(permit)) => permit.record(true),
                (_, Ok(permit)) => permit.record(false),
            }
            if permits.len() > rng.usize(1..20) {
                permits.swap_remove(rng.usize(..permits.len())).record(rng.bool());
            }
        }
        permits.clear();
        // Failures of before may still open it once.
        for _ in 0..2 {
            advance(SECOND * 12).await;
            for _ in 0..10 {
                breaker.acquire().map(|permit| permit.record(false)).unwrap_or_default();
            }
        }
        assert_eq!(breaker.state(), State::Closed, "seed {seed}");
    }
}

#[test]
fn mistakes_are_found_when_a_breaker_is_built() {
    use BreakerConfigError as Error;
    let cases = [
        (builder().failure_rate(1.5), Error::Rate { rate: 1.5 }),
        (builder().slow_calls(SECOND, -1.0), Error::Rate { rate: -1.0 }),
        (builder().window(Window::Count(0)), Error::EmptyWindow),
        (builder().window(Window::Time(Duration::ZERO)), Error::EmptyWindow),
        (builder().calls_min(11), Error::MinAboveWindow { calls_min: 11, calls: 10 }),
        (builder().calls_min(0), Error::NoCallsMin),
        (builder().probes(0, 1), Error::NoProbes),
        (builder().probes(1, 0), Error::NoProbes),
        (
            builder().open_for(SECOND * 2, SECOND),
            Error::OpenFor { first: SECOND * 2, longest: SECOND },
        ),
    ];
    for (settings, error) in cases {
        assert_eq!(settings.build().map(drop), Err(error));
    }
    assert!(builder().failure_rate(f64::NAN).build().is_err());
    let large = builder().window(Window::Count(u32::MAX)).build().map(drop);
    assert_eq!(large, Err(Error::WindowTooLarge { calls: u32::MAX, calls_max: 1_000_000 }));
}

#[test]
fn the_layer_keeps_the_contract_of_tower() {
    probe::check(|| BreakerLayer::new(breaker()), |number| number);
}

#[tokio::test(start_paused = true)]
async fn the_layer_refuses_although_the_service_within_hangs() {
    let breaker = breaker();
    let hangs = probe::Mock::new(1, 0);
    let mut service = BreakerLayer::new(breaker.clone()).layer(hangs);
    breaker.force_open();
    let ready: &mut super::BreakerService<_, _> =
        ServiceExt::<u64>::ready(&mut service).await.expect("refusing is being ready");
    let answer = ready.call(1_u64).await;
    assert!(matches!(answer, Err(BreakerError::Rejected(_))));
}

#[tokio::test(start_paused = true)]
async fn a_judge_may_count_values_as_failures() {
    let breaker = breaker();
    let statuses = service_fn(|status: u16| async move { Ok::<_, Failed>(status) });
    let judge = |outcome: Result<&u16, &Failed>| outcome.map_or(true, |status| *status >= 500);
    let service = BreakerLayer::with(breaker.clone(), judge).layer(statuses);
    for status in [200, 503, 503, 404] {
        assert_eq!(service.clone().oneshot(status).await, Ok(status));
    }
    assert_eq!(breaker.state(), State::Open);
}
