//! What the keeper does: the minimum, idle and old connections, checks, leaks, and closing.

use super::{
    super::{PoolError, Pooled},
    MS, SECOND, plain,
    server::{Does, Server},
    settle,
};
use crate::{deadline::Deadline, telemetry::Registry};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::time::{Instant, sleep};

#[tokio::test(start_paused = true)]
async fn the_minimum_is_opened_and_kept_open() {
    let server = Server::new();
    let pool = plain(&server).size(3, 5).build().expect("sound");
    pool.warm_up().await.expect("nothing refuses");
    assert_eq!(server.alive(), 3);
    pool.acquire().await.expect("idle").discard();
    settle().await;
    assert_eq!((server.alive(), server.opened()), (3, 4));
}

#[tokio::test(start_paused = true)]
async fn idle_connections_beyond_the_minimum_are_closed() {
    let server = Server::new();
    let pool = plain(&server).size(1, 4).idle_timeout(10 * SECOND).build().expect("sound");
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(pool.acquire().await.expect("opened"));
    }
    drop(held);
    sleep(9 * SECOND).await;
    assert_eq!(server.alive(), 4);
    sleep(3 * SECOND).await;
    assert_eq!(server.alive(), 1);
    assert_eq!(server.counts.closed_politely.load(Ordering::SeqCst), 3);
}

#[tokio::test(start_paused = true)]
async fn lifetimes_end_within_a_tenth_of_what_is_set_and_not_all_at_once() {
    let server = Server::new();
    let pool = plain(&server).size(20, 20).max_lifetime(1_000 * SECOND).build().expect("sound");
    pool.warm_up().await.expect("nothing refuses");
    sleep(899 * SECOND).await;
    assert_eq!(server.opened(), 20);
    sleep(100 * SECOND).await;
    let by_then = server.opened();
    assert!((21..40).contains(&by_then), "{by_then} opened");
    sleep(110 * SECOND).await;
    assert_eq!((server.opened(), server.alive(), server.alive_max()), (40, 20, 20));
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_grew_old_while_it_was_out_is_closed_when_it_comes_back() {
    let server = Server::new();
    let pool = plain(&server).max_lifetime(10 * SECOND).build().expect("sound");
    let held = pool.acquire().await.expect("opened");
    sleep(20 * SECOND).await;
    drop(held);
    settle().await;
    assert_eq!(server.alive(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_lay_idle_for_long_is_checked_before_it_is_handed_out() {
    let server = Server::new();
    let pool = plain(&server).pre_ping_after(SECOND).build().expect("sound");
    drop(pool.acquire().await.expect("opened"));
    sleep(SECOND / 2).await;
    drop(pool.acquire().await.expect("trusted"));
    assert_eq!(server.counts.checked.load(Ordering::SeqCst), 0);
    sleep(2 * SECOND).await;
    assert_eq!(pool.acquire().await.expect("checked").id, 0);
    assert_eq!(server.counts.checked.load(Ordering::SeqCst), 1);
    server.checks(Does::Fail);
    sleep(2 * SECOND).await;
    assert_eq!(pool.acquire().await.expect("another").id, 1);
    assert_eq!(server.alive(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_check_that_hangs_does_not_keep_the_caller_from_a_new_connection() {
    let server = Server::connecting(Does::After(30 * MS));
    let pool =
        plain(&server).pre_ping_after(SECOND).check_timeout(10 * SECOND).build().expect("sound");
    drop(pool.acquire().await.expect("opened"));
    server.checks(Does::Hang);
    sleep(2 * SECOND).await;
    let begin = Instant::now();
    assert_eq!(pool.acquire().await.expect("a new one").id, 1);
    assert!(begin.elapsed() <= 61 * MS, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn idle_connections_are_checked_at_times_and_the_dead_replaced() {
    let server = Server::new();
    let pool = plain(&server).size(4, 4).health_check_every(60 * SECOND).build().expect("sound");
    pool.warm_up().await.expect("nothing refuses");
    sleep(70 * SECOND).await;
    assert_eq!(server.counts.checked.load(Ordering::SeqCst), 4);
    server.checks(Does::Hang);
    sleep(70 * SECOND).await;
    server.checks(Does::Well);
    sleep(5 * SECOND).await;
    assert_eq!((server.opened(), server.alive()), (8, 4), "all were dead, all are replaced");
    assert_eq!(pool.stats().broken, 4);
}

#[tokio::test(start_paused = true)]
async fn a_hold_beyond_the_threshold_is_counted_once_as_a_leak() {
    let pool = plain(&Server::new()).leak_after(60 * SECOND).build().expect("sound");
    let _leaked = pool.acquire().await.expect("opened");
    sleep(59 * SECOND).await;
    assert_eq!(pool.stats().leaks, 0);
    sleep(60 * SECOND).await;
    assert_eq!(pool.stats().leaks, 1);
}

#[tokio::test(start_paused = true)]
async fn closing_waits_for_what_is_out_and_refuses_those_who_wait() {
    let server = Server::new();
    let pool = plain(&server).size(0, 1).build().expect("sound");
    let held = pool.acquire().await.expect("opened");
    let waiting = pool.clone();
    let refused = tokio::spawn(async move { waiting.acquire().await.map(drop) });
    settle().await;
    let closing = pool.clone();
    let closed = tokio::spawn(async move { closing.close(Deadline::after(SECOND)).await });
    settle().await;
    assert!(matches!(refused.await.expect("no panic"), Err(PoolError::Closed)));
    sleep(SECOND / 2).await;
    drop(held);
    closed.await.expect("no panic").expect("it came back in time");
    assert_eq!(server.alive(), 0);
    assert!(matches!(pool.acquire().await, Err(PoolError::Closed)));
    assert!(pool.try_acquire().is_none());
}

#[tokio::test(start_paused = true)]
async fn closing_names_who_did_not_give_back_by_the_deadline() {
    let server = Server::new();
    let pool = plain(&server).build().expect("sound");
    let held = pool.acquire().await.expect("opened");
    let line = line!() - 1;
    let refused = pool.close(Deadline::after(SECOND)).await.expect_err("it is still out");
    let PoolError::StillHeld { open: 1, holders } = refused else { panic!("{refused}") };
    assert_eq!(holders[0].acquired_at.line(), line);
    drop(held);
    pool.close(Deadline::after(SECOND)).await.expect("it came back");
    assert_eq!(server.alive(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_pool_dropped_with_connections_out_closes_them_when_they_come_back() {
    let server = Server::new();
    let pool = plain(&server).size(2, 2).build().expect("sound");
    pool.warm_up().await.expect("nothing refuses");
    let held: Pooled<Server> = pool.acquire().await.expect("idle");
    drop(pool);
    settle().await;
    assert_eq!((server.alive(), held.id < 2), (1, true));
    drop(held);
    settle().await;
    assert_eq!(server.alive(), 0);
}

#[test]
fn a_pool_outlives_its_runtime_closed() {
    let server = Server::new();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let (pool, held) = runtime.block_on(async {
        let pool = plain(&server).size(2, 4).build().expect("sound");
        pool.warm_up().await.expect("nothing refuses");
        let held = pool.acquire().await.expect("idle");
        (pool, held)
    });
    drop(runtime);
    assert!(pool.is_closed());
    drop(held);
    assert_eq!(server.alive(), 0);
}

#[tokio::test(start_paused = true)]
async fn advice_follows_littles_law() {
    let server = Server::new();
    let pool = plain(&server).size(0, 50).build().expect("sound");
    assert_eq!(pool.advice(), None, "nothing was measured");
    for _ in 0..200 {
        let pool = pool.clone();
        tokio::spawn(async move {
            let _conn = pool.acquire().await.expect("room for all");
            sleep(90 * MS).await;
        });
        sleep(10 * MS).await;
    }
    sleep(100 * MS).await;
    let advice = pool.advice().expect("200 holds");
    assert!((advice.load - 9.0).abs() < 1.0, "100 per second for 0.09 s each: {advice:?}");
    assert_eq!((advice.holds, advice.hold_mean, advice.size), (200, 90 * MS, 15));
}

#[tokio::test(start_paused = true)]
async fn figures_have_the_names_that_dashboards_know() {
    let pool = Arc::new(plain(&Server::new()).build().expect("sound"));
    let registry = Registry::new();
    registry.register("main", &pool).expect("room");
    let _held = pool.acquire().await.expect("opened");
    let text = registry.prometheus_text();
    for line in [
        "active_database_connections{name=\"main\"} 1",
        "db_client_connection_count{name=\"main\",db_client_connection_state=\"used\"} 1",
        "db_client_connection_pending_requests{name=\"main\"} 0",
        "db_client_connection_wait_time_seconds_count{name=\"main\"} 1",
    ] {
        assert!(text.contains(line), "{line} is missing in {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_ends_waits_and_nothing_else() {
    let pool = plain(&Server::new()).size(0, 1).build().expect("sound");
    let held = pool.acquire().await.expect("opened");
    let waiting = pool.clone();
    let refused = tokio::spawn(async move { waiting.acquire().await.map(drop) });
    settle().await;
    tokio::time::advance(Duration::from_secs(30 * 24 * 3600)).await;
    assert!(matches!(refused.await.expect("no panic"), Err(PoolError::Exhausted(_))));
    drop(held);
    pool.acquire().await.expect("as before");
}
