//! When batches go and how large they are.

use crate::batch::{BatchError, Batcher, ConfigError, Linger};
use crate::deadline::{Deadline, DeadlineExceeded};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

const SECOND: Duration = Duration::from_secs(1);
const WAIT: Duration = Duration::from_millis(100);

type Numbers = Batcher<usize, usize, String>;

/// A batcher that answers each number with its double after `took`, and the sizes of its batches.
fn doubling(
    took: Duration,
    set: impl FnOnce(
        crate::batch::BatcherBuilder<usize, usize, String>,
    ) -> crate::batch::BatcherBuilder<usize, usize, String>,
) -> (Numbers, Arc<Mutex<Vec<usize>>>) {
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sizes);
    let batcher = set(Batcher::builder()).build(move |batch: Vec<usize>| {
        seen.lock().expect("no panic holds it").push(batch.len());
        async move {
            sleep(took).await;
            batch.into_iter().map(|n| Ok(n * 2)).collect()
        }
    });
    (batcher.expect("sound settings"), sizes)
}

fn submit_all(batcher: &Numbers, numbers: std::ops::Range<usize>) -> JoinSet<()> {
    let mut callers = JoinSet::new();
    for number in numbers {
        let batcher = batcher.clone();
        callers.spawn(async move { assert_eq!(batcher.submit(number).await, Ok(number * 2)) });
    }
    callers
}

/// A builder of batches that carry nothing.
type Settings = crate::batch::BatcherBuilder<(), (), ()>;

#[tokio::test(start_paused = true)]
async fn a_lone_request_does_not_linger() {
    let (batcher, sizes) = doubling(Duration::ZERO, |set| set);
    let begin = Instant::now();
    assert_eq!(batcher.submit(21).await, Ok(42));
    assert!(begin.elapsed() < WAIT / 10, "{:?}", begin.elapsed());
    assert_eq!(*sizes.lock().expect("free"), [1]);
}

#[tokio::test(start_paused = true)]
async fn in_full_a_lone_request_lingers_for_the_whole_wait() {
    let (batcher, _) = doubling(Duration::ZERO, |set| set.linger(Linger::Full));
    let begin = Instant::now();
    assert_eq!(batcher.submit(21).await, Ok(42));
    assert!((WAIT..WAIT * 11 / 10).contains(&begin.elapsed()), "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn requests_that_come_together_go_together() {
    for linger in [Linger::Adaptive, Linger::Full] {
        let (batcher, sizes) = doubling(SECOND, |set| set.linger(linger));
        submit_all(&batcher, 0..250).join_all().await;
        assert_eq!(*sizes.lock().expect("free"), [100, 100, 50], "{linger:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn requests_gather_while_a_batch_is_under_way_and_no_longer_than_the_wait() {
    let (batcher, sizes) = doubling(SECOND, |set| set);
    let mut callers = submit_all(&batcher, 0..1);
    sleep(WAIT / 10).await;
    let begin = Instant::now();
    for first in [10, 20, 30] {
        let more = submit_all(&batcher, first..first + 3);
        callers.spawn(async { drop(more.join_all().await) });
        sleep(WAIT / 10).await;
    }
    callers.join_all().await;
    assert_eq!(*sizes.lock().expect("free"), [1, 9]);
    assert!(begin.elapsed() < SECOND + WAIT * 11 / 10, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_batch_keeps_to_its_bytes() {
    let (batcher, sizes) = doubling(SECOND, |set| set.max_bytes(100, |number| *number));
    let callers: Vec<_> =
        [60, 50, 40, 10, 90, 10].map(|number| submit_all(&batcher, number..number + 1)).into();
    for each in callers {
        each.join_all().await;
    }
    assert_eq!(*sizes.lock().expect("free"), [1, 3, 2]);
    let refused = batcher.submit(101).await;
    assert_eq!(refused, Err(BatchError::TooLarge { bytes: 101, max_bytes: 100 }));
}

#[tokio::test(start_paused = true)]
async fn no_more_batches_are_under_way_than_may_and_callers_wait_for_room() {
    let (batcher, sizes) = doubling(SECOND, |set| set.max_items(10).queue(20).concurrency(2));
    let callers = submit_all(&batcher, 0..100);
    sleep(SECOND / 2).await;
    assert_eq!((batcher.stats().in_flight, batcher.stats().waiting), (2, 20));
    assert_eq!(batcher.try_submit(1).await, Err(BatchError::Full));
    let begin = Instant::now();
    callers.join_all().await;
    assert_eq!(
        begin.elapsed().as_millis() / 100,
        45,
        "five pairs of batches, half a second is over"
    );
    assert_eq!(*sizes.lock().expect("free"), [10; 10]);
    assert_eq!(batcher.stats().refused, 1);
}

#[tokio::test(start_paused = true)]
async fn a_caller_waits_no_longer_than_its_deadline_and_takes_its_request_back() {
    let (batcher, _) = doubling(SECOND * 5, |set| set.max_items(1).queue(1).concurrency(1));
    let callers = submit_all(&batcher, 0..2);
    sleep(SECOND).await;
    let late = || Deadline::after(SECOND).scope(batcher.submit(7));
    assert_eq!(late().await, Err(BatchError::Deadline(DeadlineExceeded)), "waits for room");
    callers.join_all().await;
    let callers = submit_all(&batcher, 0..1);
    sleep(SECOND).await;
    assert_eq!(late().await, Err(BatchError::Deadline(DeadlineExceeded)), "waits in the queue");
    assert_eq!((batcher.stats().waiting, batcher.stats().cancelled), (0, 1));
    callers.join_all().await;
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let check = |set: fn(Settings) -> Settings| {
        set(Batcher::builder()).build(|batch| async { batch.into_iter().map(Ok).collect() }).err()
    };
    let zero = |setting| Some(ConfigError::Zero { setting });
    assert_eq!(check(|set| set.max_items(0)), zero("max_items"));
    assert_eq!(check(|set| set.concurrency(0)), zero("concurrency"));
    assert_eq!(check(|set| set.queue(0)), zero("queue"));
    assert_eq!(check(|set| set.max_bytes(0, |()| 1)), zero("max_bytes"));
    assert_eq!(check(|set| set.time_out(Duration::ZERO)), zero("time_out"));
    assert_eq!(
        check(|set| set.max_wait(Duration::MAX)),
        Some(ConfigError::TooLong { setting: "max_wait" })
    );
    assert_eq!(
        check(|set| set.queue(99)),
        Some(ConfigError::QueueBelowBatch { queue: 99, max_items: 100 })
    );
    assert_eq!(
        check(|set| set.queue(usize::MAX)),
        Some(ConfigError::QueueTooLarge { queue: usize::MAX })
    );
    assert_eq!(check(|set| set.max_wait(Duration::ZERO)), None, "no wait at all is sound");
}
