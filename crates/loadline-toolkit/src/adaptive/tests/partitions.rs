//! Shares of the limit: kept for those they belong to, lent out while they are not used.

use super::{Limiter, doors::Fixed};
use std::{sync::Arc, time::Duration};
use tokio::task::yield_now;

fn limiter(waiters_max: usize) -> Arc<Limiter> {
    let builder = Limiter::builder().algorithm(Fixed(10)).initial(10);
    let builder = builder.partition("live", 0.9).partition("batch", 0.1);
    builder.waiting(waiters_max, Duration::from_secs(1)).build().expect("sound")
}

#[tokio::test(start_paused = true)]
async fn a_partition_uses_the_rest_while_nobody_else_does() {
    let limiter = limiter(0);
    let batch = limiter.partition("batch").expect("known");
    let all: Vec<_> = (0..10).map(|_| limiter.try_acquire_in(batch).expect("room")).collect();
    limiter.try_acquire_in(batch).expect_err("all is lent out");
    assert_eq!(all.len(), limiter.stats().in_flight);
    assert_eq!(limiter.partition("nightly"), None);
}

#[tokio::test(start_paused = true)]
async fn a_share_is_there_for_its_partition_whatever_others_use() {
    let limiter = limiter(0);
    let live = limiter.partition("live").expect("known");
    let batch = limiter.partition("batch").expect("known");
    let borrowed: Vec<_> = (0..10).map(|_| limiter.try_acquire_in(batch).expect("room")).collect();
    let own: Vec<_> = (0..9).map(|_| limiter.try_acquire_in(live).expect("its share")).collect();
    limiter.try_acquire_in(live).expect_err("no more than its share");
    limiter.try_acquire().expect_err("no share at all");
    let by_partition = limiter.stats().in_flight_by_partition;
    assert_eq!(by_partition, [(String::from("live"), 9), (String::from("batch"), 10)]);
    drop((borrowed, own));
    assert_eq!(limiter.stats().in_flight, 0);
}

#[tokio::test(start_paused = true)]
async fn room_goes_to_those_below_their_share_first() {
    let limiter = limiter(2);
    let live = limiter.partition("live").expect("known");
    let batch = limiter.partition("batch").expect("known");
    let mut inside: Vec<_> = (0..9).map(|_| limiter.try_acquire_in(live).expect("room")).collect();
    inside.push(limiter.try_acquire_in(batch).expect("room"));
    let wait = |partition| {
        let limiter = Arc::clone(&limiter);
        tokio::spawn(async move { limiter.acquire_in(partition).await })
    };
    let earlier = wait(batch);
    yield_now().await;
    let later = wait(live);
    yield_now().await;
    inside.remove(0).success();
    let later = later.await.expect("no panic").expect("below its share");
    assert_eq!(limiter.stats().waiting, 1);
    later.success();
    earlier.await.expect("no panic").expect("room now").success();
}
