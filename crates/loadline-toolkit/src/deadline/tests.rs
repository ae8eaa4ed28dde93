//! Deadlines on a paused clock.

use super::{Deadline, DeadlineExceeded};
use std::{future::pending, time::Duration};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn work_is_dropped_at_its_deadline() {
    let ended = Deadline::after(SECOND).run(pending::<()>()).await;
    assert_eq!(ended, Err(DeadlineExceeded));
}

#[tokio::test(start_paused = true)]
async fn an_inner_scope_cannot_lie_beyond_the_outer_one() {
    let left = Deadline::after(SECOND)
        .scope(Deadline::after(SECOND * 60).scope(async { Deadline::time_left_or(SECOND * 60) }))
        .await;
    assert_eq!(left, SECOND);
}

#[tokio::test(start_paused = true)]
async fn without_a_deadline_the_limit_is_what_is_left() {
    assert_eq!(Deadline::current(), None);
    assert_eq!(Deadline::time_left_or(SECOND), SECOND);
}

#[tokio::test(start_paused = true)]
async fn time_passes_for_a_deadline() {
    let deadline = Deadline::after(SECOND);
    tokio::time::advance(SECOND / 4).await;
    assert_eq!(deadline.remaining(), SECOND * 3 / 4);
    tokio::time::advance(SECOND).await;
    assert!(deadline.is_over());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_beyond_every_clock_is_a_hundred_years_ahead() {
    assert!(Deadline::after(Duration::MAX).remaining() > SECOND * 3600 * 24 * 365);
}

#[cfg(feature = "deadline-layer")]
mod layer {
    //! The layer, and how the time that is left travels.

    use super::SECOND;
    use crate::{
        deadline::{
            Deadline, DeadlineError, DeadlineExceeded, DeadlineLayer, format_timeout, parse_timeout,
        },
        probe,
    };
    use std::{future::pending, time::Duration};
    use tower::{Layer, ServiceExt, service_fn};

    /// The time left that is seen in `call` and in its future, and the layer's limit of a minute.
    async fn seen_within(said: Option<Duration>) -> (Duration, Duration) {
        let looks = service_fn(|_: Option<Duration>| {
            let in_call = Deadline::current().expect("set in call").remaining();
            async move { Ok::<_, ()>((in_call, Deadline::current().expect("set in poll").remaining())) }
        });
        let layer = DeadlineLayer::with(SECOND * 60, |said: &Option<Duration>| *said);
        layer.layer(looks).oneshot(said).await.expect("in time")
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_sees_the_least_of_what_was_said_the_limit_and_the_tasks_own() {
        assert_eq!(seen_within(None).await, (SECOND * 60, SECOND * 60));
        assert_eq!(seen_within(Some(SECOND)).await, (SECOND, SECOND));
        assert_eq!(seen_within(Some(Duration::MAX)).await, (SECOND * 60, SECOND * 60));
        let outer = Deadline::after(SECOND / 2).scope(seen_within(Some(SECOND))).await;
        assert_eq!(outer, (SECOND / 2, SECOND / 2));
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_ends_at_its_deadline_and_is_not_begun_after_it() {
        let hangs = service_fn(|_: Option<Duration>| pending::<Result<(), ()>>());
        let layer = DeadlineLayer::with(SECOND, |said: &Option<Duration>| *said);
        for said in [None, Some(Duration::ZERO)] {
            let answer = layer.layer(hangs).oneshot(said).await;
            assert_eq!(answer, Err(DeadlineError::Exceeded(DeadlineExceeded)));
        }
        let stats = layer.stats();
        assert_eq!((stats.calls, stats.over_meanwhile, stats.over_before), (2, 1, 1));
    }

    #[test]
    fn the_layer_keeps_the_contract_of_tower() {
        let said =
            |number: &u64| number.is_multiple_of(3).then(|| Duration::from_millis(number % 12));
        probe::check(move || DeadlineLayer::with(SECOND, said), |number| number);
    }

    #[test]
    fn a_time_comes_back_from_its_text_never_longer_and_hardly_shorter() {
        for seed in 0..2_000 {
            let mut rng = fastrand::Rng::with_seed(seed);
            let left = Duration::from_nanos(rng.u64(..) >> rng.u32(..64));
            let back = parse_timeout(&format_timeout(left)).expect("what was written can be read");
            let lost = left.checked_sub(back).expect("never longer");
            assert!(lost <= left / 1_000, "seed {seed}: {left:?} came back as {back:?}");
        }
    }

    #[test]
    fn texts_that_say_no_time_are_no_time() {
        for text in ["", "1", "S", "-1S", "1.5S", "123456789S", "1x", "1 S", "١S", "1msec"] {
            assert_eq!(parse_timeout(text), None, "{text:?}");
        }
        assert_eq!(parse_timeout(" 2s "), Some(SECOND * 2));
        assert_eq!(parse_timeout("99999999H"), Some(SECOND * 3_600 * 99_999_999));
    }
}
