//! Managers that always fail, hang or panic, and sockets that died without a word.

use super::{
    super::{ConnectFailure, ConnectRetry, PoolError},
    MS, SECOND, plain,
    server::{Does, Server},
    settle,
};
use crate::Transient;
use std::{sync::atomic::Ordering, time::Duration};
use tokio::time::{Instant, sleep};

#[tokio::test(start_paused = true)]
async fn a_hundred_dead_sockets_give_their_places_back_within_the_release_time_out() {
    let server = Server::new();
    let pool = plain(&server).size(0, 100).release_timeout(SECOND).build().expect("sound");
    let mut held = Vec::new();
    for _ in 0..100 {
        held.push(pool.acquire().await.expect("opened"));
    }
    server.resets(Does::Hang);
    server.closes(Does::Hang);
    let begin = Instant::now();
    drop(held);
    assert_eq!(begin.elapsed(), Duration::ZERO, "a release never waits");
    assert_eq!(pool.stats().busy, 100);
    sleep(SECOND).await;
    settle().await;
    let stats = pool.stats();
    assert_eq!((stats.busy, stats.closing, stats.held, server.alive()), (0, 0, 0, 0));
    for _ in 0..100 {
        held_again(&pool).await;
    }
    assert!(server.alive_max() <= 100);
}

async fn held_again(pool: &super::super::Pool<Server>) {
    std::mem::forget(pool.acquire().await.expect("every place is free"));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_reset_is_replaced() {
    for does in [Does::Fail, Does::Panic, Does::Hang] {
        let server = Server::new();
        let pool = plain(&server).size(0, 1).release_timeout(SECOND / 10).build().expect("sound");
        let conn = pool.acquire().await.expect("opened");
        server.resets(does);
        drop(conn);
        settle().await;
        server.resets(Does::Well);
        assert_eq!(pool.acquire().await.expect("a new one").id, 1, "{does:?}");
        settle().await;
        assert_eq!(pool.acquire().await.expect("the same").resets, 1, "{does:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_known_to_be_broken_is_never_handed_out() {
    let server = Server::new();
    let pool = plain(&server).build().expect("sound");
    let mut conn = pool.acquire().await.expect("opened");
    conn.is_broken = true;
    drop(conn);
    assert_eq!(pool.acquire().await.expect("a new one").id, 1);
    server.broken_panics.store(true, Ordering::SeqCst);
    let refused = pool.acquire().await;
    server.broken_panics.store(false, Ordering::SeqCst);
    assert_eq!(refused.expect("a new one").id, 2, "a manager that panics knows nothing good");
    settle().await;
    assert_eq!((pool.stats().broken, server.alive()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_connection_whose_holder_panicked_is_closed() {
    let server = Server::new();
    let pool = plain(&server).build().expect("sound");
    let holder = pool.clone();
    let ended = tokio::spawn(async move {
        let _conn = holder.acquire().await.expect("opened");
        panic!("planted");
    });
    assert!(ended.await.expect_err("it panicked").is_panic());
    assert_eq!(pool.acquire().await.expect("a new one").id, 1);
}

#[tokio::test(start_paused = true)]
async fn while_the_server_refuses_one_attempt_after_the_other_is_made() {
    let server = Server::connecting(Does::Fail);
    let retry = ConnectRetry::exponential(100 * MS, 2 * SECOND);
    let pool = plain(&server).size(5, 5).retry(retry).build().expect("sound");
    sleep(60 * SECOND).await;
    let attempts = server.attempts();
    assert!((30..=70).contains(&attempts), "{attempts} attempts in a minute");
    server.connects(Does::Well);
    sleep(2 * SECOND).await;
    assert_eq!((server.alive(), pool.stats().idle), (5, 5), "it recovers by itself");
}

#[tokio::test(start_paused = true)]
async fn callers_are_told_when_the_tries_are_used_up() {
    let server = Server::connecting(Does::Fail);
    let retry = ConnectRetry::exponential(100 * MS, SECOND).tries(3);
    let pool = plain(&server).size(0, 5).retry(retry).build().expect("sound");
    let refused = pool.acquire().await.expect_err("no server");
    let PoolError::Connect { attempts, failure } = &refused else { panic!("{refused}") };
    assert_eq!((*attempts, failure.to_string()), (3, "the server said no".to_owned()));
    assert!(refused.is_transient());
    assert_eq!(server.attempts(), 3);
    server.connects(Does::Well);
    pool.acquire().await.expect("the server is back");
}

#[tokio::test(start_paused = true)]
async fn an_error_that_will_not_pass_is_told_at_once() {
    for (does, pasts) in [(Does::FailForGood, "the server said no"), (Does::Panic, "planted")] {
        let pool = plain(&Server::connecting(does)).build().expect("sound");
        let begin = Instant::now();
        let refused = pool.acquire().await.expect_err("never");
        let PoolError::Connect { failure, .. } = &refused else { panic!("{refused}") };
        assert!(failure.to_string().contains(pasts), "{failure}");
        assert!(!refused.is_transient());
        assert_eq!(begin.elapsed(), Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn a_connect_that_hangs_ends_at_its_time_out() {
    let server = Server::connecting(Does::Hang);
    let retry = ConnectRetry::exponential(MS, MS).tries(1);
    let builder = plain(&server).acquire_timeout(60 * SECOND).connect_timeout(SECOND).retry(retry);
    let pool = builder.build().expect("sound");
    let begin = Instant::now();
    let refused = pool.acquire().await.expect_err("never");
    assert_eq!(begin.elapsed(), SECOND);
    let PoolError::Connect { failure, .. } = refused else { panic!("{refused}") };
    assert!(matches!(failure, ConnectFailure::TimedOut { after: SECOND }), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn a_failing_connect_does_not_take_from_those_who_can_still_be_served() {
    let server = Server::new();
    let retry = ConnectRetry::exponential(MS, MS).tries(1);
    let pool = plain(&server).size(0, 2).retry(retry).build().expect("sound");
    let held = pool.acquire().await.expect("opened");
    server.connects(Does::Fail);
    let waiting = pool.clone();
    let served = tokio::spawn(async move { waiting.acquire().await.map(|conn| conn.id) });
    sleep(SECOND / 2).await;
    drop(held);
    assert_eq!(served.await.expect("no panic").expect("it came back"), 0);
}

#[tokio::test(start_paused = true)]
async fn warming_up_says_why_it_cannot() {
    let pool = plain(&Server::connecting(Does::Fail)).size(1, 1).build().expect("sound");
    let refused = pool.warm_up().await.expect_err("no server");
    assert!(matches!(refused, PoolError::Connect { .. }), "{refused}");
    let pool = plain(&Server::connecting(Does::Hang)).size(1, 1).build().expect("sound");
    let refused = pool.warm_up().await.expect_err("no answer");
    assert!(matches!(refused, PoolError::Exhausted(_)), "{refused}");
}
