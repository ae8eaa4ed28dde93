//! Callers that go away at each point where they wait, and random histories of tasks.

use crate::executor::{Executor, OnFull, TaskError};
use fastrand::Rng;
use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Waker},
    time::Duration,
};
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

/// Polls `work` as often as `polls` says, a step of time before each, then drops it. Whether it had ended.
async fn polled_then_dropped(work: impl Future, polls: usize) -> bool {
    let mut work = pin!(work);
    for _ in 0..polls {
        if Pin::as_mut(&mut work).poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            return true;
        }
        sleep(SECOND / 10).await;
    }
    false
}

/// One worker and a queue of one, with that many tasks of half a second.
async fn busy(tasks: usize) -> Executor {
    let executor = Executor::builder().workers(1).queue(1).on_full(OnFull::Wait(SECOND * 10));
    let executor = executor.build().expect("sound");
    for _ in 0..tasks {
        let executor = executor.clone();
        tokio::spawn(async move { executor.spawn(sleep(SECOND / 2)).await.expect("room").await });
    }
    sleep(SECOND / 10).await;
    executor
}

/// All is done and there is room for all.
async fn leaves_no_trace(executor: &Executor, at: &str) {
    sleep(SECOND * 60).await;
    let stats = executor.stats();
    assert_eq!((stats.waiting, stats.running), (0, 0), "{at}");
    let tasks = [executor.try_spawn(async { 1 }), executor.try_spawn(async { 2 })];
    for (task, result) in tasks.into_iter().zip([1, 2]) {
        assert_eq!(task.expect("room").await, Ok(result), "{at}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_spawner_that_goes_away_at_any_poll_leaves_no_trace() {
    for tasks in [0, 1, 2, 4] {
        let mut has_ended = false;
        for polls in 0..60 {
            let executor = busy(tasks).await;
            let work = async { executor.spawn(sleep(SECOND / 2)).await.expect("room").await };
            has_ended |= polled_then_dropped(work, polls).await;
            leaves_no_trace(&executor, &format!("{tasks} tasks, {polls} polls")).await;
        }
        assert!(has_ended, "more polls than it takes");
    }
}

#[tokio::test(start_paused = true)]
async fn a_map_that_goes_away_at_any_poll_leaves_no_trace() {
    let mut has_ended = false;
    for polls in 0..100 {
        let executor = busy(2).await;
        let map = executor.map_chunked(0..7, 2, |_| sleep(SECOND / 3));
        has_ended |= polled_then_dropped(map, polls).await;
        leaves_no_trace(&executor, &format!("{polls} polls")).await;
    }
    assert!(has_ended, "more polls than it takes");
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_that_goes_away_at_any_poll_can_be_made_again() {
    for polls in 0..20 {
        let executor = busy(2).await;
        polled_then_dropped(executor.shutdown(SECOND * 10), polls).await;
        assert_eq!(executor.shutdown(SECOND * 10).await, Ok(()), "{polls} polls");
        assert_eq!(executor.stats().completed, 2, "{polls} polls");
    }
}

/// One history: settings, tasks and times all from the seed.
async fn history(seed: u64) {
    let mut random = Rng::with_seed(seed);
    let ms = |random: &mut Rng, max| Duration::from_millis(random.u64(0..max));
    let on_full = [OnFull::Reject, OnFull::DropOldest, OnFull::Wait(ms(&mut random, 50))];
    let (workers, queue) = (random.usize(1..4), random.usize(0..6));
    let executor = Executor::builder()
        .workers(workers)
        .queue(queue)
        .time_out(Duration::from_millis(60))
        .on_full(on_full[random.usize(..3)])
        .build()
        .expect("sound");
    let mut tasks = Vec::new();
    for number in 0..random.u32(1..60) {
        let (took, breaks) = (ms(&mut random, 80), random.u32(0..10) == 0);
        let task = executor.spawn(async move {
            assert!(!breaks, "broken");
            sleep(took).await;
            number
        });
        if let Ok(task) = task.await {
            match random.u32(0..6) {
                0 => drop(task),
                1 => task.cancel(),
                _ => tasks.push((number, task)),
            }
        }
        if random.bool() {
            sleep(ms(&mut random, 30)).await;
        }
        let stats = executor.stats();
        assert!(stats.running <= workers && stats.waiting <= queue + workers, "seed {seed}");
    }
    for (number, task) in tasks {
        match task.await {
            Ok(result) => assert_eq!(result, number, "seed {seed}"),
            Err(TaskError::Cancelled | TaskError::Closed) => panic!("seed {seed}: nobody did that"),
            Err(_) => {}
        }
    }
    assert_eq!(executor.shutdown(SECOND).await, Ok(()), "seed {seed}");
    let stats = executor.stats();
    let begun = stats.queue_time.count();
    assert!(
        begun <= stats.completed + stats.panicked + stats.timed_out + stats.cancelled,
        "seed {seed}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_thousand_histories_lose_no_task_and_no_worker() {
    for seed in 0..1_000 {
        history(seed).await;
    }
}
