//! Callers that go away at each point where they wait.

use crate::batch::Batcher;
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
        let poll = Pin::as_mut(&mut work).poll(&mut Context::from_waker(Waker::noop()));
        if poll.is_ready() {
            return true;
        }
        sleep(SECOND / 10).await;
    }
    false
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_at_any_poll_leaves_no_trace() {
    for busy in [0, 1, 3, 5] {
        let mut has_ended = false;
        for polls in 0..100 {
            let batcher = Batcher::builder()
                .max_items(2)
                .concurrency(1)
                .queue(2)
                .build(|batch: Vec<u32>| async {
                    sleep(SECOND / 2).await;
                    batch.into_iter().map(Ok::<u32, ()>).collect()
                })
                .expect("sound");
            for number in 0..busy {
                let batcher = batcher.clone();
                tokio::spawn(async move { batcher.submit(number).await });
            }
            sleep(SECOND / 10).await;
            has_ended |= polled_then_dropped(batcher.submit(9), polls).await;
            sleep(SECOND * 60).await;
            let stats = batcher.stats();
            assert_eq!((stats.waiting, stats.in_flight), (0, 0), "busy {busy}, polls {polls}");
            assert_eq!(batcher.shared.room.available_permits(), 2, "busy {busy}, polls {polls}");
            assert_eq!(batcher.submit(1).await, Ok(1), "busy {busy}, polls {polls}");
        }
        assert!(has_ended, "more polls than it takes");
    }
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_that_goes_away_at_any_poll_can_be_made_again() {
    for polls in 0..30 {
        let batcher = Batcher::builder()
            .max_items(2)
            .concurrency(1)
            .queue(4)
            .build(|batch: Vec<u32>| async {
                sleep(SECOND / 2).await;
                batch.into_iter().map(Ok::<u32, ()>).collect()
            })
            .expect("sound");
        for number in 0..5 {
            let batcher = batcher.clone();
            tokio::spawn(async move { batcher.submit(number).await });
        }
        sleep(SECOND / 10).await;
        polled_then_dropped(batcher.shutdown(SECOND * 10), polls).await;
        assert_eq!(batcher.shutdown(SECOND * 10).await, Ok(()), "polls {polls}");
        assert_eq!(batcher.stats().items, 5, "polls {polls}");
    }
}
