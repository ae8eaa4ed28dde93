//! What happens to the task that is one too many.

use crate::{
    Transient as _,
    deadline::{Deadline, DeadlineExceeded},
    executor::{Executor, Handle, OnFull, SpawnError, TaskError},
};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// An executor of one worker that is busy for a second, and a queue of two that is full.
async fn full(on_full: OnFull) -> (Executor, Vec<Handle<u32>>) {
    let executor = Executor::builder().workers(1).queue(2).on_full(on_full).build().expect("sound");
    let mut tasks = Vec::new();
    for number in 0..3 {
        let task = executor.spawn(async move {
            sleep(SECOND).await;
            number
        });
        tasks.push(task.await.expect("room"));
    }
    tokio::task::yield_now().await;
    (executor, tasks)
}

async fn results(tasks: Vec<Handle<u32>>) -> Vec<Result<u32, TaskError>> {
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await);
    }
    results
}

#[tokio::test(start_paused = true)]
async fn reject_refuses_it() {
    let (executor, tasks) = full(OnFull::Reject).await;
    assert_eq!(executor.spawn(async {}).await.err(), Some(SpawnError::Full));
    assert_eq!(executor.try_spawn(async {}).err(), Some(SpawnError::Full));
    assert!(SpawnError::Full.is_transient() && !SpawnError::Closed.is_transient());
    assert_eq!((executor.stats().rejected, executor.stats().waiting), (2, 2));
    assert_eq!(results(tasks).await, [Ok(0), Ok(1), Ok(2)]);
}

#[tokio::test(start_paused = true)]
async fn wait_lets_its_spawner_wait_for_room() {
    let (executor, tasks) = full(OnFull::Wait(SECOND * 2)).await;
    let begin = Instant::now();
    let late = executor.spawn(async { 7 }).await.expect("room after a second");
    assert_eq!(begin.elapsed().as_secs(), 1);
    assert_eq!(results(tasks).await, [Ok(0), Ok(1), Ok(2)]);
    assert_eq!(late.await, Ok(7));
}

#[tokio::test(start_paused = true)]
async fn wait_ends_after_its_limit_or_at_the_deadline() {
    let (executor, _tasks) = full(OnFull::Wait(SECOND / 2)).await;
    assert_eq!(executor.spawn(async {}).await.err(), Some(SpawnError::Full));
    let (executor, _tasks) = full(OnFull::Wait(SECOND / 2)).await;
    let hurried = Deadline::after(SECOND / 4).scope(executor.spawn(async {})).await;
    assert_eq!(hurried.err(), Some(SpawnError::Deadline(DeadlineExceeded)));
}

#[tokio::test(start_paused = true)]
async fn drop_oldest_makes_room_by_the_task_that_waits_longest() {
    let (executor, tasks) = full(OnFull::DropOldest).await;
    let newest = executor.spawn(async { 7 }).await.expect("room was made");
    assert_eq!(results(tasks).await, [Ok(0), Err(TaskError::Dropped), Ok(2)]);
    assert_eq!(newest.await, Ok(7));
    assert_eq!((executor.stats().dropped, executor.stats().completed), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn without_a_queue_there_is_no_oldest_to_drop() {
    let executor =
        Executor::builder().workers(1).queue(0).on_full(OnFull::DropOldest).build().expect("sound");
    let task = executor.spawn(sleep(SECOND)).await.expect("room");
    assert_eq!(executor.try_spawn(async {}).err(), Some(SpawnError::Full));
    assert_eq!(task.await, Ok(()));
}
