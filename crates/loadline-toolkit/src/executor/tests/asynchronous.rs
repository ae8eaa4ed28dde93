//! Asynchronous tasks: bounds, panics, time, cancelling, maps and the end.

use crate::{
    deadline::Deadline,
    executor::{Executor, MapError, MapFailure, OnFull, ShutdownError, SpawnError, TaskError},
    telemetry::Registry,
};
use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

fn executor(workers: usize) -> Executor {
    Executor::builder().workers(workers).queue(100).build().expect("sound")
}

/// Counts those that run at once and the most there were.
#[derive(Default)]
struct Crowd {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Crowd {
    async fn pass(&self) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        sleep(SECOND).await;
        self.now.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_tasks_run_than_there_are_workers_and_the_first_come_first() {
    let executor = executor(4);
    let crowd = Arc::new(Crowd::default());
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for number in 0..10 {
        let crowd = Arc::clone(&crowd);
        let task = executor.spawn(async move {
            crowd.pass().await;
            (number, begin.elapsed().as_secs())
        });
        tasks.push(task.await.expect("room"));
    }
    for (expected, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await, Ok((expected, expected as u64 / 4 + 1)));
    }
    assert_eq!(crowd.most.load(Ordering::SeqCst), 4);
    let stats = executor.stats();
    assert_eq!((stats.completed, stats.queue_time.count(), stats.running), (10, 10, 0));
}

#[tokio::test(start_paused = true)]
async fn a_task_that_panics_costs_no_worker() {
    let executor = executor(1);
    for number in 0..3 {
        let task = executor.spawn(async move { assert!(number > 9, "task {number} broke") });
        let message = format!("task {number} broke");
        assert_eq!(task.await.expect("room").await, Err(TaskError::Panicked { message }));
    }
    assert_eq!(executor.spawn(async { 1 }).await.expect("room").await, Ok(1));
    assert_eq!(executor.stats().panicked, 3);
}

/// Panics when it is dropped.
struct Grudge;

impl Drop for Grudge {
    fn drop(&mut self) {
        panic!("not like this");
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_that_panics_when_it_is_dropped_costs_no_worker() {
    let executor = executor(1);
    let grudge = async {
        let _grudge = Grudge;
        pending::<()>().await;
    };
    let task = executor.spawn(grudge).await.expect("room");
    let behind = executor.spawn(async { 1 }).await.expect("room");
    sleep(SECOND).await;
    task.cancel();
    assert_eq!(task.await, Err(TaskError::Cancelled));
    assert_eq!(behind.await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_task_counts_from_its_spawning() {
    let executor = Executor::builder().workers(1).time_out(SECOND).build().expect("sound");
    let hangs = executor.spawn(pending::<()>()).await.expect("room");
    let waits = executor.spawn(async {}).await.expect("room");
    let begin = Instant::now();
    assert_eq!(hangs.await, Err(TaskError::TimedOut { begun: true }));
    assert_eq!(waits.await, Err(TaskError::TimedOut { begun: false }));
    assert!(begin.elapsed() < SECOND * 11 / 10);
    assert_eq!(executor.spawn(async { 1 }).await.expect("room").await, Ok(1));
    assert_eq!(executor.stats().timed_out, 2);
}

#[tokio::test(start_paused = true)]
async fn a_task_is_held_to_the_deadline_of_its_spawner() {
    let executor = executor(1);
    let spawn = executor.spawn(async { Deadline::current().expect("one is set").remaining() });
    let task = Deadline::after(SECOND).scope(spawn).await.expect("room");
    assert_eq!(task.await, Ok(SECOND));
    let busy = executor.spawn(sleep(SECOND * 5)).await.expect("room");
    let task = Deadline::after(SECOND).scope(executor.spawn(async {})).await.expect("room");
    let begin = Instant::now();
    assert_eq!(task.await, Err(TaskError::TimedOut { begun: false }));
    assert!(begin.elapsed() < SECOND * 2 && executor.stats().waiting == 0);
    assert_eq!(busy.await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_cancelled_leaves_the_queue_or_its_worker_at_once() {
    let executor = executor(1);
    let runs = executor.spawn(pending::<()>()).await.expect("room");
    let waits = executor.spawn(pending::<()>()).await.expect("room");
    let last = executor.spawn(async { 1 }).await.expect("room");
    sleep(SECOND).await;
    waits.cancel();
    assert_eq!(executor.stats().waiting, 1);
    runs.cancel();
    assert_eq!(last.await, Ok(1));
    assert_eq!((runs.await, waits.await), (Err(TaskError::Cancelled), Err(TaskError::Cancelled)));
    assert_eq!(executor.stats().cancelled, 2);
}

#[tokio::test(start_paused = true)]
async fn a_task_goes_on_without_its_handle() {
    let executor = executor(1);
    let crowd = Arc::new(Crowd::default());
    let seen = Arc::clone(&crowd);
    drop(executor.spawn(async move { seen.pass().await }).await.expect("room"));
    assert_eq!(executor.shutdown(SECOND * 2).await, Ok(()));
    assert_eq!(crowd.most.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_map_keeps_the_order_and_runs_a_chunk_to_a_worker() {
    let executor = executor(4);
    let crowd = Arc::new(Crowd::default());
    let seen = Arc::clone(&crowd);
    let begin = Instant::now();
    let squares = executor.map_chunked(0..95_u64, 10, move |number| {
        let crowd = Arc::clone(&seen);
        async move {
            crowd.pass().await;
            number * number
        }
    });
    let expected: Vec<u64> = (0..95).map(|number| number * number).collect();
    assert_eq!(squares.await, Ok(expected));
    assert_eq!((crowd.most.load(Ordering::SeqCst), begin.elapsed().as_secs()), (4, 30));
    assert_eq!(executor.map_chunked(0..0, 0, |_: u8| async {}).await, Ok(vec![]));
}

#[tokio::test(start_paused = true)]
async fn a_map_waits_for_room_whatever_the_executor_does_beyond_it() {
    let executor = Executor::builder().workers(2).queue(0).on_full(OnFull::Reject);
    let executor = executor.build().expect("sound");
    let busy = executor.spawn(sleep(SECOND)).await.expect("room");
    let numbers = executor.map_chunked(0..9, 1, |number| async move {
        sleep(SECOND / 10).await;
        number
    });
    assert_eq!(numbers.await, Ok((0..9).collect::<Vec<_>>()));
    assert_eq!(busy.await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_map_that_fails_says_where_and_cancels_the_rest() {
    let executor = executor(4);
    let map = executor.map_chunked(0..100, 5, |number| async move {
        assert!(number != 12, "twelve");
        sleep(SECOND).await;
    });
    let panicked = MapFailure::Task(TaskError::Panicked { message: "twelve".to_owned() });
    assert_eq!(map.await, Err(MapError { item: 10, source: panicked }));
    sleep(SECOND / 10).await;
    assert_eq!((executor.stats().running, executor.stats().waiting), (0, 0));
    let items = (0..10).inspect(|number| assert!(*number != 4, "no four"));
    let map = executor.map_chunked(items, 3, |number| async move { number }).await;
    assert_eq!(map.expect_err("panicked").item, 3);
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_drains_what_was_taken() {
    let executor = executor(1);
    let first = executor.spawn(async { sleep(SECOND).await }).await.expect("room");
    let second = executor.spawn(async { sleep(SECOND).await }).await.expect("room");
    let begin = Instant::now();
    assert_eq!(executor.shutdown(SECOND * 5).await, Ok(()));
    assert_eq!(begin.elapsed().as_secs(), 2);
    assert_eq!((first.await, second.await), (Ok(()), Ok(())));
    assert_eq!(executor.spawn(async {}).await.err(), Some(SpawnError::Closed));
    assert_eq!(executor.shutdown(SECOND).await, Ok(()), "again");
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_without_time_gives_up_the_rest() {
    let executor = executor(1);
    let runs = executor.spawn(pending::<()>()).await.expect("room");
    let waits = executor.spawn(async {}).await.expect("room");
    tokio::task::yield_now().await;
    let given_up = executor.shutdown(Duration::ZERO).await;
    assert_eq!(given_up, Err(ShutdownError { waiting: 1, running: 1 }));
    assert_eq!((runs.await, waits.await), (Err(TaskError::Closed), Err(TaskError::Closed)));
    sleep(SECOND).await;
    assert_eq!(executor.stats().running, 0);
}

#[test]
fn a_runtime_that_ends_leaves_an_executor_that_works_in_the_next() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime")
    };
    let executor = executor(1);
    let first = runtime();
    let (lost, waits) = first.block_on(async {
        let lost = executor.spawn(pending::<()>()).await.expect("room");
        let waits = executor.spawn(async { 1 }).await.expect("room");
        tokio::task::yield_now().await;
        (lost, waits)
    });
    drop(first);
    runtime().block_on(async {
        assert_eq!(lost.await, Err(TaskError::Closed));
        assert_eq!(executor.spawn(async { 2 }).await.expect("room").await, Ok(2));
        assert_eq!(waits.await, Ok(1));
    });
}

#[tokio::test(start_paused = true)]
async fn its_figures_are_shown() {
    let executor = Arc::new(executor(3));
    executor.spawn(async {}).await.expect("room").await.expect("it ends");
    let registry = Registry::new();
    registry.register("mail", &executor).expect("room");
    let text = registry.prometheus_text();
    let ended = "executor_tasks_total{name=\"mail\",executor_task_end=\"completed\"} 1\n";
    assert!(text.contains(ended) && text.contains("executor_workers{name=\"mail\"} 3\n"), "{text}");
}
