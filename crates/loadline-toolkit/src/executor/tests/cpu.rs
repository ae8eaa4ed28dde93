//! Work on threads: held by channels, so that nothing depends on how quick a thread is.

use crate::executor::{CpuExecutor, ShutdownError, SpawnError, TaskError, should_stop};
use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

const SECOND: Duration = Duration::from_secs(1);

fn executor(workers: usize, queue: usize) -> CpuExecutor {
    let builder = CpuExecutor::builder().name("test").workers(workers).queue(queue);
    builder.build_cpu().expect("sound")
}

/// A task that says that it began and ends when it is told to, and the other ends of its channels.
fn held() -> (impl FnOnce() + Send, Receiver<()>, Sender<()>) {
    let (began, has_begun) = channel();
    let (end, wait) = channel::<()>();
    let task = move || {
        began.send(()).expect("the test listens");
        // The end of the channel is a word to end, too.
        let _ = wait.recv();
    };
    (task, has_begun, end)
}

#[tokio::test]
async fn work_runs_on_threads_of_the_executors_name() {
    let executor = executor(2, 10);
    let task = executor.spawn(|| thread::current().name().map(str::to_owned)).await.expect("room");
    let name = task.await.expect("it ends").expect("a name");
    assert!(["test-0", "test-1"].contains(&&*name), "{name}");
}

#[tokio::test]
async fn a_map_keeps_the_order() {
    let squares = executor(3, 0).map_chunked(0..1_000_u64, 7, |number| number * number).await;
    assert_eq!(squares, Ok((0..1_000).map(|number| number * number).collect::<Vec<_>>()));
}

#[tokio::test]
async fn no_more_is_taken_than_there_is_room_for() {
    let executor = executor(1, 1);
    let (task, has_begun, end) = held();
    let held = executor.spawn(task).await.expect("room");
    has_begun.recv().expect("it begins");
    let waits = executor.try_spawn(|| 1).expect("room");
    assert_eq!(executor.try_spawn(|| 2).err(), Some(SpawnError::Full));
    waits.cancel();
    let waits = executor.try_spawn(|| 3).expect("room again");
    drop(end);
    assert_eq!((held.await, waits.await), (Ok(()), Ok(3)));
    let stats = executor.stats();
    assert_eq!((stats.rejected, stats.cancelled), (1, 1));
}

#[tokio::test]
async fn a_task_that_panics_costs_no_thread() {
    let executor = executor(1, 10);
    let broken = executor.spawn(|| panic!("broken")).await.expect("room");
    let message = "broken".to_owned();
    assert_eq!(broken.await, Err::<(), _>(TaskError::Panicked { message }));
    assert_eq!(executor.spawn(|| 1).await.expect("room").await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn a_handle_waits_no_longer_than_the_tasks_time_and_the_task_can_tell() {
    let executor = CpuExecutor::builder().workers(1).time_out(SECOND * 60).build_cpu();
    let executor = executor.expect("sound");
    let (told, hears) = channel();
    let task = executor.spawn(move || {
        told.send(()).expect("the test listens");
        while !should_stop() {
            thread::yield_now();
        }
        told.send(()).expect("the test listens");
    });
    let task = task.await.expect("room");
    hears.recv().expect("it begins");
    assert_eq!(task.await, Err(TaskError::TimedOut { begun: true }));
    hears.recv().expect("the thread was told");
    assert!(!should_stop(), "this is no task of an executor");
}

#[tokio::test]
async fn a_shutdown_gives_up_threads_that_are_busy() {
    let executor = executor(1, 1);
    let (task, has_begun, end) = held();
    let held = executor.spawn(task).await.expect("room");
    let waits = executor.spawn(|| 1).await.expect("room");
    has_begun.recv().expect("it begins");
    let given_up = executor.shutdown(Duration::ZERO).await;
    assert_eq!(given_up, Err(ShutdownError { waiting: 1, running: 1 }));
    assert_eq!((held.await, waits.await), (Err(TaskError::Closed), Err(TaskError::Closed)));
    drop(end);
    assert_eq!(executor.shutdown(SECOND * 60).await, Ok(()));
    assert_eq!(executor.spawn(|| 1).await.err(), Some(SpawnError::Closed));
}

#[tokio::test]
async fn what_was_taken_is_done_when_the_executor_is_gone() {
    let executor = executor(1, 10);
    let (task, has_begun, end) = held();
    let held = executor.spawn(task).await.expect("room");
    let waits = executor.spawn(|| 1).await.expect("room");
    has_begun.recv().expect("it begins");
    drop(executor);
    drop(end);
    assert_eq!((held.await, waits.await), (Ok(()), Ok(1)));
}
