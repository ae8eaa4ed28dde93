//! Each operation dropped at each of its await points: afterwards nothing is out, and every place is there.

use super::{
    super::{Pool, Pooled},
    MS, SECOND, plain,
    server::{Does, Server},
    settle,
};
use crate::deadline::Deadline;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};
use tokio::time::sleep;

const MAX: usize = 3;

/// Polls `operation` at most `polls` times, lets the pool work in between, and drops it.
async fn dropped_after<T>(polls: usize, operation: impl Future<Output = T>) -> Option<T> {
    let mut operation = pin!(operation);
    for _ in 0..polls {
        let polled = poll_fn(|cx| Poll::Ready(operation.as_mut().poll(cx))).await;
        if let Poll::Ready(done) = polled {
            return Some(done);
        }
        sleep(MS).await;
    }
    None
}

/// Every place can be taken, and nothing is left over.
async fn whole(pool: &Pool<Server>, server: &Server, seed: u64, polls: usize) {
    let mut all: Vec<Pooled<Server>> = Vec::new();
    for place in 0..MAX {
        let taken = pool.acquire().await;
        all.push(
            taken.unwrap_or_else(|error| panic!("seed {seed}, {polls} polls, {place}: {error}")),
        );
    }
    drop(all);
    sleep(SECOND).await;
    settle().await;
    let stats = pool.stats();
    let left = (stats.held, stats.busy, stats.closing, stats.waiting);
    assert_eq!(left, (0, 0, 0, 0), "seed {seed}, {polls} polls");
    assert_eq!(server.alive(), stats.idle, "seed {seed}, {polls} polls");
    assert!(server.alive_max() <= MAX, "seed {seed}, {polls} polls");
}

/// A server that takes some milliseconds for this and that, by `seed`.
fn moody(seed: u64) -> Server {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut does = || match random.u32(0..4) {
        0 => Does::Fail,
        delay => Does::After(delay * MS),
    };
    let server = Server::new();
    server.checks(does());
    server.resets(does());
    server.connects(Does::After(random.u32(0..4) * MS));
    server
}

#[tokio::test(start_paused = true)]
async fn acquire_can_be_dropped_at_every_point() {
    for seed in 0..40 {
        for polls in 0..8 {
            let server = moody(seed);
            let builder = plain(&server).size(0, MAX).pre_ping_after(MS);
            let pool = builder.build().expect("sound");
            let mut held = Vec::new();
            for _ in 0..seed % 4 {
                held.push(pool.acquire().await.expect("room"));
            }
            let crowd: Vec<_> = (0..seed % 3)
                .map(|_| {
                    let pool = pool.clone();
                    tokio::spawn(async move { dropped_after(polls, pool.acquire()).await })
                })
                .collect();
            let got = tokio::join!(dropped_after(polls, pool.acquire()), async {
                sleep((seed % 5) as u32 * MS).await;
                held.clear();
            });
            drop(got);
            for caller in crowd {
                drop(caller.await.expect("no panic"));
            }
            whole(&pool, &server, seed, polls).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_handed_to_a_caller_who_left_goes_to_the_next() {
    let server = Server::new();
    let pool = plain(&server).size(0, 1).build().expect("sound");
    let held = pool.acquire().await.expect("opened");
    let mut first = Box::pin(pool.acquire());
    assert!(poll_fn(|cx| Poll::Ready(first.as_mut().poll(cx))).await.is_pending());
    let waiting = pool.clone();
    let second = tokio::spawn(async move { waiting.acquire().await.map(|conn| conn.id) });
    settle().await;
    drop(held);
    drop(first);
    assert_eq!(second.await.expect("no panic").expect("handed on"), 0);
    assert_eq!(pool.stats().left, 1);
}

#[tokio::test(start_paused = true)]
async fn warming_up_and_closing_can_be_dropped_at_every_point() {
    for seed in 0..20 {
        for polls in 0..6 {
            let server = moody(seed);
            let pool = plain(&server).size(2, MAX).build().expect("sound");
            dropped_after(polls, pool.warm_up()).await;
            whole(&pool, &server, seed, polls).await;
            let held = pool.acquire().await.expect("room");
            dropped_after(polls, pool.close(Deadline::after(SECOND))).await;
            drop(held);
            pool.close(Deadline::after(60 * SECOND)).await.expect("all came back");
            assert_eq!(server.alive(), 0, "seed {seed}, {polls} polls");
        }
    }
}
