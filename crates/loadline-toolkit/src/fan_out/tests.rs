//! Fan-outs on a paused clock.

use super::{CallError, Partial, fan_out};
use crate::deadline::Deadline;
use std::{cell::Cell, future::pending, time::Duration};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// A call that takes `ms` and comes back with `ends`.
async fn call(ms: u64, ends: Result<u64, &'static str>) -> Result<u64, &'static str> {
    sleep(Duration::from_millis(ms)).await;
    ends
}

fn panicked<E>(message: &str) -> CallError<E> {
    CallError::Panicked { message: message.to_owned() }
}

#[tokio::test(start_paused = true)]
async fn each_call_keeps_its_index_whatever_order_they_end_in() {
    let calls = [call(30, Ok(1)), call(10, Err("no")), call(20, Ok(3)), call(5_000, Ok(4))];
    let answer = fan_out(calls, 10).within(SECOND).await;
    let expected = Partial {
        ok: vec![(0, 1), (2, 3)],
        failed: vec![(1, CallError::Failed("no"))],
        timed_out: vec![3],
        begun: 4,
    };
    assert_eq!(answer, expected);
    assert_eq!((answer.calls(), answer.is_complete()), (4, false));
    assert_eq!(answer.clone().into_complete(), Err(answer));
}

#[tokio::test(start_paused = true)]
async fn no_more_than_the_limit_are_under_way() {
    let (now, most) = (Cell::new(0_usize), Cell::new(0_usize));
    let calls = (0..20).map(|_| async {
        now.set(now.get() + 1);
        most.set(most.get().max(now.get()));
        sleep(SECOND).await;
        now.set(now.get() - 1);
        Ok::<_, ()>(())
    });
    let begin = Instant::now();
    let answer = fan_out(calls, 3).within(SECOND * 60).await;
    assert!(answer.is_complete());
    assert_eq!((most.get(), begin.elapsed().as_secs()), (3, 7));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_panics_has_failed_and_the_others_go_on() {
    let calls = (0..3_u64).map(|index| async move {
        assert!(index != 1, "call {index} broke");
        call(1, Ok(index)).await
    });
    let answer = fan_out(calls, 2).within(SECOND).await;
    assert_eq!(answer.ok, [(0, 0), (2, 2)]);
    assert_eq!(answer.failed, [(1, panicked("call 1 broke"))]);
}

#[tokio::test(start_paused = true)]
async fn an_iterator_that_panics_ends_there_with_a_failed_call() {
    let calls = (0..5_u64).map(|index| {
        assert!(index != 2, "no call {index}");
        call(1, Ok(index))
    });
    let answer = fan_out(calls, 1).within(SECOND).await;
    assert_eq!(answer.ok.len(), 2);
    assert_eq!(answer.failed, [(2, panicked("no call 2"))]);
    assert_eq!(answer.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn calls_that_were_never_begun_time_out_too() {
    let calls = (0..5).map(|_| pending::<Result<(), ()>>());
    let answer = fan_out(calls, 2).within(SECOND).await;
    assert_eq!(answer.timed_out, [0, 1, 2, 3, 4]);
    assert_eq!(answer.begun, 2);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_of_the_task_is_kept_and_passed_on() {
    let calls = [async { Ok::<_, ()>(Deadline::current().expect("one is set").remaining()) }];
    let answer = Deadline::after(SECOND / 2).scope(fan_out(calls, 1).within(SECOND)).await;
    assert_eq!(answer.ok, [(0, SECOND / 2)]);
    let late =
        Deadline::after(SECOND / 2).scope(fan_out([call(700, Ok(1))], 1).within(SECOND)).await;
    assert_eq!(late.timed_out, [0]);
}

#[tokio::test(start_paused = true)]
async fn without_time_nothing_is_begun() {
    let answer = fan_out([call(0, Ok(1))], 1).within(Duration::ZERO).await;
    assert_eq!((answer.timed_out, answer.begun), (vec![0], 0));
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_zero_counts_as_one_and_no_calls_are_a_complete_answer() {
    let answer = fan_out([call(1, Ok(7)), call(1, Ok(8))], 0).within(SECOND).await;
    assert_eq!(answer.into_complete(), Ok(vec![7, 8]));
    let nothing: [std::future::Ready<Result<(), ()>>; 0] = [];
    assert!(fan_out(nothing, 4).within(SECOND).await.is_complete());
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_ready_at_once_do_not_keep_other_tasks_out() {
    let other = tokio::spawn(async { 1 });
    let calls = (0..10_000).map(|_| async { Ok::<_, ()>(other.is_finished()) });
    let answer = fan_out(calls, 1).within(SECOND).await;
    assert!(answer.ok.iter().any(|(_, finished)| *finished));
}
