//! Handlers that panic, hang or miscount, and the end of a batcher.

use crate::{
    batch::{BatchError, Batcher, ShutdownError},
    telemetry::Registry,
};
use std::{future::pending, sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

const SECOND: Duration = Duration::from_secs(1);

type Answer = Result<u32, BatchError<&'static str>>;

/// What becomes of requests 0, 1 and 2, sent together.
async fn answers(batcher: &Batcher<u32, u32, &'static str>) -> [Answer; 3] {
    let (a, b, c) = tokio::join!(batcher.submit(0), batcher.submit(1), batcher.submit(2));
    [a, b, c]
}

#[tokio::test(start_paused = true)]
async fn each_caller_gets_its_own_answer_or_error() {
    let handler = |batch: Vec<u32>| async move {
        batch.into_iter().map(|n| if n == 1 { Err("odd") } else { Ok(n) }).collect()
    };
    let batcher = Batcher::builder().build(handler).expect("sound");
    assert_eq!(answers(&batcher).await, [Ok(0), Err(BatchError::Failed("odd")), Ok(2)]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_breaks_its_batch_alone() {
    for in_the_future in [false, true] {
        let handler = move |batch: Vec<u32>| {
            assert!(in_the_future || batch.len() == 1, "no {}", batch.len());
            async move {
                assert!(batch.len() == 1, "no {}", batch.len());
                batch.into_iter().map(Ok).collect()
            }
        };
        let batcher = Batcher::builder().build(handler).expect("sound");
        let panicked = BatchError::Panicked { message: "no 3".into() };
        assert_eq!(answers(&batcher).await, [(); 3].map(|()| Err(panicked.clone())));
        assert_eq!(batcher.submit(5).await, Ok(5));
        assert_eq!((batcher.stats().broken, batcher.stats().in_flight), (1, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hangs_is_given_up_after_its_time() {
    let batcher = Batcher::builder()
        .time_out(SECOND)
        .concurrency(1)
        .build(|_| pending::<Vec<Result<u32, &str>>>())
        .expect("sound");
    let begin = Instant::now();
    let answer = answers(&batcher).await;
    assert_eq!(answer, [(); 3].map(|()| Err(BatchError::TimedOut { after: SECOND })));
    assert_eq!(begin.elapsed().as_secs(), 1);
}

/// Panics when it is dropped.
struct Grudge;

impl Drop for Grudge {
    fn drop(&mut self) {
        panic!("not like this");
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_when_it_is_dropped_holds_up_nobody() {
    let handler = |batch: Vec<u32>| async {
        if batch.contains(&0) {
            let _grudge = Grudge;
            pending::<()>().await;
        }
        batch.into_iter().map(Ok).collect()
    };
    let batcher = Batcher::<_, _, &str>::builder()
        .max_items(1)
        .concurrency(1)
        .time_out(SECOND)
        .build(handler)
        .expect("sound");
    let [zero, one, two] = answers(&batcher).await;
    assert_eq!((zero, one, two), (Err(BatchError::Closed), Ok(1), Ok(2)));
    assert_eq!((batcher.stats().broken, batcher.stats().in_flight), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn the_wrong_number_of_answers_is_an_error_for_all() {
    for length in [0, 2, 4] {
        let batcher = Batcher::builder()
            .build(move |_| async move { vec![Ok::<u32, &str>(1); length] })
            .expect("sound");
        let wrong = BatchError::WrongLength { requests: 3, answers: length };
        assert_eq!(answers(&batcher).await, [(); 3].map(|()| Err(wrong.clone())));
    }
}

#[tokio::test(start_paused = true)]
async fn a_measure_that_panics_fails_its_request() {
    let batcher = Batcher::builder()
        .max_bytes(10, |n: &u32| 10 / *n as usize)
        .build(|batch: Vec<u32>| async { batch.into_iter().map(Ok::<u32, &str>).collect() })
        .expect("sound");
    let [zero, one, two] = answers(&batcher).await;
    assert!(matches!(zero, Err(BatchError::Panicked { .. })), "{zero:?}");
    assert_eq!((one, two), (Ok(1), Ok(2)));
}

/// A batcher of batches of ten that take a second each, one at a time, and 25 callers.
async fn busy() -> (Batcher<u32, u32, &'static str>, JoinSet<Answer>) {
    let batcher = Batcher::builder()
        .max_items(10)
        .concurrency(1)
        .queue(12)
        .build(|batch: Vec<u32>| async {
            sleep(SECOND).await;
            batch.into_iter().map(Ok).collect()
        })
        .expect("sound");
    let mut callers = JoinSet::new();
    for number in 0..25 {
        let batcher = batcher.clone();
        callers.spawn(async move { batcher.submit(number).await });
    }
    sleep(SECOND / 2).await;
    (batcher, callers)
}

/// Answers, closed callers.
fn count(answers: &[Answer]) -> (usize, usize) {
    let closed = answers.iter().filter(|answer| **answer == Err(BatchError::Closed)).count();
    (answers.iter().filter(|answer| answer.is_ok()).count(), closed)
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_sends_what_waits_and_turns_away_those_without_room() {
    let (batcher, callers) = busy().await;
    assert_eq!(batcher.shutdown(SECOND * 60).await, Ok(()));
    assert_eq!(count(&callers.join_all().await), (22, 3));
    assert_eq!(batcher.submit(1).await, Err(BatchError::Closed));
    assert_eq!(batcher.try_submit(1).await, Err(BatchError::Closed));
    assert_eq!(batcher.shutdown(SECOND).await, Ok(()), "again");
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_without_time_drops_the_rest_and_says_how_much() {
    let (batcher, callers) = busy().await;
    let given_up = batcher.shutdown(SECOND).await;
    assert_eq!(given_up, Err(ShutdownError { requests: 2, batches: 1 }));
    assert_eq!(count(&callers.join_all().await), (10, 15));
    assert_eq!((batcher.stats().waiting, batcher.stats().in_flight), (0, 0));
}

#[test]
fn a_runtime_that_ends_leaves_a_batcher_that_works_in_the_next() {
    let handler = |batch: Vec<u32>| async {
        sleep(SECOND).await;
        batch.into_iter().map(Ok::<u32, &str>).collect()
    };
    let batcher = Batcher::builder().concurrency(1).build(handler).expect("sound");
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime")
    };
    let first = runtime();
    let lost = batcher.clone();
    first.block_on(async move {
        tokio::spawn(async move { lost.submit(1).await });
        sleep(SECOND / 2).await;
    });
    drop(first);
    assert_eq!(batcher.stats().in_flight, 0);
    assert_eq!(runtime().block_on(batcher.submit(2)), Ok(2));
}

#[tokio::test(start_paused = true)]
async fn its_figures_are_shown() {
    let (batcher, callers) = busy().await;
    let registry = Registry::new();
    let batcher = Arc::new(batcher);
    registry.register("orders", &batcher).expect("room");
    assert!(registry.prometheus_text().contains("batch_queue_length{name=\"orders\"} 12\n"));
    callers.join_all().await;
    let stats = batcher.stats();
    assert_eq!((stats.items, stats.wait_time.count(), stats.batches), (25, 25, 3));
    assert!((stats.mean_items() - 25.0 / 3.0).abs() < 1e-9);
    assert!(registry.prometheus_text().contains("batch_items_total{name=\"orders\"} 25\n"));
}
