//! The object pool: who gets which object, what happens when the caller's closures panic, and each wait dropped at each
//! of its await points.

use super::{ObjectPool, ObjectPoolConfigError, ObjectPoolError};
use crate::{deadline::Deadline, telemetry::Registry};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// A pool of numbered objects.
fn numbered(max: usize) -> ObjectPool<usize> {
    let next = AtomicUsize::new(0);
    let create = move || next.fetch_add(1, Ordering::SeqCst);
    ObjectPool::builder(create).max(max).acquire_timeout(SECOND).build().expect("sound")
}

async fn poll_once<T>(future: &mut (impl Future<Output = T> + Unpin)) -> Poll<T> {
    poll_fn(|cx| Poll::Ready(pin!(&mut *future).poll(cx))).await
}

#[tokio::test(start_paused = true)]
async fn objects_are_used_again_and_made_only_up_to_the_maximum() {
    let pool = numbered(2);
    let (one, two) = (pool.acquire().await.expect("made"), pool.acquire().await.expect("made"));
    assert_eq!((*one, *two, pool.try_acquire().is_none()), (0, 1, true));
    drop(one);
    assert_eq!(*pool.acquire().await.expect("used again"), 0);
    let stats = pool.stats();
    assert_eq!((stats.made, stats.held, stats.held_peak), (2, 1, 2));
    assert!((stats.utilisation() - 0.5).abs() < f64::EPSILON);
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_are_served_in_the_order_they_came() {
    let pool = numbered(1);
    let held = pool.acquire().await.expect("made");
    let mut first = Box::pin(pool.acquire());
    let mut second = Box::pin(pool.acquire());
    assert!(poll_once(&mut first).await.is_pending());
    assert!(poll_once(&mut second).await.is_pending());
    drop(held);
    assert!(poll_once(&mut second).await.is_pending());
    assert!(pool.try_acquire().is_none(), "it is the first one's");
    drop(first);
    assert!(poll_once(&mut second).await.is_ready(), "the first one left");
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_at_the_time_out_or_the_deadline() {
    let pool = numbered(1);
    let _held = pool.acquire().await.expect("made");
    let begin = Instant::now();
    let refused = pool.acquire().await.expect_err("in vain");
    assert_eq!(refused, ObjectPoolError::TimedOut { waited: SECOND, max: 1 });
    Deadline::after(SECOND / 4).scope(pool.acquire()).await.expect_err("in vain");
    assert_eq!(begin.elapsed(), SECOND * 5 / 4);
    assert_eq!((pool.stats().timed_out, pool.stats().waiting), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn beyond_its_bound_the_queue_refuses() {
    let pool = ObjectPool::builder(|| ()).max(1).waiters_max(1).build().expect("sound");
    let _held = pool.acquire().await.expect("made");
    let mut first = Box::pin(pool.acquire());
    assert!(poll_once(&mut first).await.is_pending());
    let refused = pool.acquire().await.expect_err("one waits already");
    assert_eq!(refused, ObjectPoolError::QueueFull { waiting: 1 });
}

#[tokio::test(start_paused = true)]
async fn a_creator_that_panics_costs_no_place() {
    let panics = Arc::new(AtomicBool::new(true));
    let does = Arc::clone(&panics);
    let create = move || assert!(!does.load(Ordering::SeqCst), "planted");
    let pool = ObjectPool::builder(create).max(1).build().expect("sound");
    let refused = pool.acquire().await.expect_err("it panics");
    assert_eq!(refused, ObjectPoolError::CreatorPanicked { message: "planted".to_owned() });
    assert!(pool.try_acquire().is_none());
    panics.store(false, Ordering::SeqCst);
    pool.acquire().await.expect("made");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_reset_or_was_held_by_a_panic_is_dropped() {
    let next = AtomicUsize::new(0);
    let builder = ObjectPool::builder(move || next.fetch_add(1, Ordering::SeqCst)).max(1);
    let pool = builder.reset(|object| assert_ne!(*object, 0, "planted")).build().expect("sound");
    drop(pool.acquire().await.expect("made"));
    assert_eq!(*pool.acquire().await.expect("another"), 1);
    let holder = pool.clone();
    let ended = tokio::spawn(async move {
        let _object = holder.acquire().await.expect("ready");
        panic!("planted");
    });
    assert!(ended.await.expect_err("it panicked").is_panic());
    assert_eq!(*pool.acquire().await.expect("another"), 2);
    assert_eq!(pool.stats().dropped, 2);
}

#[tokio::test(start_paused = true)]
async fn a_detached_object_makes_room_for_those_who_wait() {
    let pool = numbered(1);
    let held = pool.acquire().await.expect("made");
    let mut waiting = Box::pin(pool.acquire());
    assert!(poll_once(&mut waiting).await.is_pending());
    assert_eq!(held.detach(), 0);
    assert_eq!(*waiting.await.expect("another"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_closed_pool_refuses_and_keeps_nothing() {
    let object = Arc::new(());
    let kept = Arc::clone(&object);
    let pool =
        ObjectPool::builder(move || Arc::clone(&kept)).max(2).precreated(2).build().expect("sound");
    assert_eq!(Arc::strong_count(&object), 4);
    let held = (pool.acquire().await.expect("ready"), pool.acquire().await.expect("ready"));
    let mut waiting = Box::pin(pool.acquire());
    assert!(poll_once(&mut waiting).await.is_pending());
    pool.close();
    assert_eq!(waiting.await.expect_err("closed"), ObjectPoolError::Closed);
    drop(held);
    assert_eq!((Arc::strong_count(&object), pool.stats().made), (2, 0));
    assert!(pool.try_acquire().is_none());
}

#[tokio::test(start_paused = true)]
async fn acquire_can_be_dropped_at_every_point() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let pool = numbered(random.usize(1..4));
        let mut held = Vec::new();
        let mut waiting = Vec::new();
        for _ in 0..40 {
            match random.u32(0..4) {
                0 | 1 => {
                    let mut caller = Box::pin(pool.acquire());
                    match poll_once(&mut caller).await {
                        Poll::Ready(object) => held.push(object.expect("made")),
                        Poll::Pending => waiting.push(caller),
                    }
                }
                2 if !held.is_empty() => drop(held.swap_remove(random.usize(0..held.len()))),
                _ if !waiting.is_empty() => drop(waiting.remove(random.usize(0..waiting.len()))),
                _ => tokio::time::advance(SECOND / 50).await,
            }
        }
        drop((held, waiting));
        let stats = pool.stats();
        assert_eq!((stats.held, stats.waiting), (0, 0), "seed {seed}");
        let all: Vec<_> = (0..stats.max).map(|_| pool.try_acquire()).collect();
        assert!(all.iter().all(Option::is_some), "seed {seed}");
    }
}

#[test]
fn each_mistake_in_the_settings_has_its_error() {
    type Error = ObjectPoolConfigError;
    let refused = |max, precreated, waiters, timeout| {
        let builder = ObjectPool::builder(|| ()).max(max).precreated(precreated);
        builder.waiters_max(waiters).acquire_timeout(timeout).build().expect_err("a mistake")
    };
    let most = 1_000_000;
    assert_eq!(refused(0, 0, 1, SECOND), Error::OutOfBounds { setting: "max", value: 0, most });
    let waiters = Error::OutOfBounds { setting: "waiters_max", value: 0, most };
    assert_eq!(refused(1, 0, 0, SECOND), waiters);
    assert_eq!(refused(1, 2, 1, SECOND), Error::PrecreatedAboveMax { precreated: 2, max: 1 });
    let zero = Error::ZeroDuration { setting: "acquire_timeout" };
    assert_eq!(refused(1, 1, 1, Duration::ZERO), zero);
    let panics = ObjectPool::<()>::builder(|| panic!("planted")).precreated(1).build();
    let message = "planted".to_owned();
    assert_eq!(panics.expect_err("it panics"), Error::CreatorPanicked { message });
}

#[test]
fn figures_are_shown() {
    let pool = Arc::new(numbered(4));
    let registry = Registry::new();
    registry.register("buffers", &pool).expect("room");
    let _held = pool.try_acquire().expect("made");
    let text = registry.prometheus_text();
    assert!(text.contains("object_pool_utilization_ratio{name=\"buffers\"} 0.25"), "{text}");
}
