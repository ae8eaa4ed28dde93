//! Handing connections over: who gets which, in what order, and how many are opened for it.

use super::{
    super::{ConfigError, ConnectRetry, Pool, PoolError, Profile},
    MS, SECOND, plain,
    server::{Does, Server},
    settle,
};
use crate::deadline::Deadline;
use std::time::Duration;
use tokio::{task::JoinSet, time::Instant};

#[tokio::test(start_paused = true)]
async fn in_hikaricps_spike_nobody_waits_for_a_connect() {
    let server = Server::connecting(Does::After(150 * MS));
    let pool = plain(&server).size(5, 50).build().expect("sound");
    pool.warm_up().await.expect("nothing refuses");
    let begin = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..50 {
        let pool = pool.clone();
        callers.spawn(async move {
            let _conn = pool.acquire().await.expect("served");
            tokio::time::sleep(2 * MS).await;
            begin.elapsed()
        });
    }
    let slowest = callers.join_all().await.into_iter().max().expect("fifty of them");
    assert!(slowest <= 22 * MS, "{slowest:?}");
    tokio::time::sleep(SECOND).await;
    assert_eq!((server.opened(), server.attempts()), (5, 6));
    assert_eq!(pool.stats().connect_dropped, 1);
}

#[tokio::test(start_paused = true)]
async fn a_lasting_queue_makes_the_pool_grow_to_its_maximum() {
    let server = Server::connecting(Does::After(150 * MS));
    let pool = plain(&server).size(5, 20).acquire_timeout(60 * SECOND).build().expect("sound");
    pool.warm_up().await.expect("nothing refuses");
    let mut callers = JoinSet::new();
    for _ in 0..50 {
        let pool = pool.clone();
        callers.spawn(async move {
            for _ in 0..1_000 {
                let _conn = pool.acquire().await.expect("served");
                tokio::time::sleep(2 * MS).await;
            }
        });
    }
    tokio::time::sleep(3 * SECOND).await;
    assert_eq!(pool.stats().held, 20);
    callers.join_all().await;
    assert_eq!(server.alive_max(), 20);
}

#[tokio::test(start_paused = true)]
async fn the_caller_takes_what_comes_back_before_the_connect_is_done() {
    let server = Server::new();
    let pool = plain(&server).size(1, 2).build().expect("sound");
    let first = pool.acquire().await.expect("opened");
    server.connects(Does::After(SECOND / 2));
    let (waited, ()) = tokio::join!(
        async {
            let begin = Instant::now();
            drop(pool.acquire().await.expect("it came back"));
            begin.elapsed()
        },
        async {
            tokio::time::sleep(5 * MS).await;
            drop(first);
        }
    );
    assert_eq!(waited, 5 * MS);
    tokio::time::sleep(SECOND).await;
    assert_eq!(server.opened(), 1, "the connect was dropped");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_stays_out_makes_room_for_a_new_one() {
    let server = Server::connecting(Does::After(10 * MS));
    let pool = plain(&server).build().expect("sound");
    let _first = pool.acquire().await.expect("opened");
    let begin = Instant::now();
    let _second = pool.acquire().await.expect("opened");
    assert_eq!(begin.elapsed(), 10 * MS, "nothing was measured that speaks against it");
}

#[tokio::test(start_paused = true)]
async fn an_empty_pool_opens_one_for_each_caller_at_once() {
    let server = Server::connecting(Does::After(100 * MS));
    let pool = plain(&server).size(0, 8).build().expect("sound");
    let mut callers = JoinSet::new();
    for _ in 0..8 {
        let pool = pool.clone();
        callers.spawn(async move { pool.acquire().await.expect("opened") });
    }
    let begin = Instant::now();
    let held = callers.join_all().await;
    assert_eq!((begin.elapsed(), held.len()), (100 * MS, 8));
}

#[tokio::test(start_paused = true)]
async fn overflow_is_opened_in_need_and_closed_when_it_comes_back() {
    let server = Server::new();
    let pool = plain(&server).size(1, 2).overflow(2).build().expect("sound");
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(pool.acquire().await.expect("overflow included"));
    }
    let refused = pool.acquire().await.expect_err("no fifth");
    assert!(matches!(refused, PoolError::Exhausted(_)), "{refused}");
    drop(held);
    settle().await;
    assert_eq!((server.alive(), pool.stats().idle), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_does_not_pass_those_who_wait() {
    let server = Server::new();
    let pool = plain(&server).size(0, 1).build().expect("sound");
    let held = pool.acquire().await.expect("opened");
    let waiting = pool.clone();
    let first = tokio::spawn(async move { waiting.acquire().await.expect("next").id });
    settle().await;
    drop(held);
    assert!(pool.try_acquire().is_none(), "it belongs to the one who waits");
    assert_eq!(first.await.expect("no panic"), 0);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_the_wait_before_the_time_out_does() {
    let pool = plain(&Server::new()).size(0, 1).build().expect("sound");
    let _held = pool.acquire().await.expect("opened");
    let begin = Instant::now();
    let refused = Deadline::after(20 * MS).scope(pool.acquire()).await.expect_err("in vain");
    assert_eq!(begin.elapsed(), 20 * MS);
    let PoolError::Exhausted(exhaustion) = refused else { panic!("{refused}") };
    assert_eq!((exhaustion.waited, exhaustion.held), (20 * MS, 1));
}

#[tokio::test(start_paused = true)]
async fn beyond_its_bound_the_queue_refuses() {
    let pool = plain(&Server::new()).size(0, 1).waiters_max(1).build().expect("sound");
    let _held = pool.acquire().await.expect("opened");
    let waiting = pool.clone();
    let _first = tokio::spawn(async move { waiting.acquire().await.map(drop) });
    settle().await;
    let refused = pool.acquire().await.expect_err("one waits already");
    assert!(matches!(refused, PoolError::QueueFull { waiting: 1 }), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn a_detached_connection_makes_room_for_another() {
    let server = Server::new();
    let pool = plain(&server).size(0, 1).build().expect("sound");
    let mine = pool.acquire().await.expect("opened").detach();
    let other = pool.acquire().await.expect("opened");
    assert_eq!((mine.id, other.id), (0, 1));
    other.discard();
    assert_eq!(pool.acquire().await.expect("opened").id, 2);
}

#[tokio::test(start_paused = true)]
async fn try_acquire_takes_what_lies_ready_and_nothing_else() {
    let pool = plain(&Server::new()).size(1, 1).build().expect("sound");
    pool.warm_up().await.expect("nothing refuses");
    let held = pool.try_acquire().expect("it lies ready");
    assert!(pool.try_acquire().is_none());
    drop(held);
    assert!(pool.try_acquire().is_some());
}

#[tokio::test(start_paused = true)]
async fn profiles_have_their_figures() {
    let figures = [Profile::Api, Profile::Worker, Profile::Realtime].map(|profile| {
        let stats = Pool::builder(Server::new()).profile(profile).build().expect("sound").stats();
        (stats.min, stats.max, stats.overflow)
    });
    assert_eq!(figures, [(5, 20, 30), (5, 20, 0), (20, 100, 30)]);
}

#[tokio::test]
async fn each_mistake_in_the_settings_has_its_error() {
    let refused =
        |change: fn(super::super::PoolBuilder<Server>) -> super::super::PoolBuilder<Server>| {
            change(plain(&Server::new())).build().expect_err("a mistake")
        };
    let out_of_bounds = |setting, value, most| ConfigError::OutOfBounds { setting, value, most };
    assert_eq!(refused(|pool| pool.size(3, 2)), ConfigError::MinAboveMax { min: 3, max: 2 });
    assert_eq!(refused(|pool| pool.size(0, 0)), out_of_bounds("max", 0, 10_000));
    assert_eq!(
        refused(|pool| pool.overflow(usize::MAX)),
        out_of_bounds("max and overflow", usize::MAX, 10_000)
    );
    assert_eq!(refused(|pool| pool.waiters_max(0)), out_of_bounds("waiters_max", 0, 1_000_000));
    assert_eq!(
        refused(|pool| pool.acquire_timeout(Duration::ZERO)),
        ConfigError::ZeroDuration { setting: "acquire_timeout" }
    );
    assert_eq!(
        refused(|pool| pool.retry(ConnectRetry::exponential(SECOND, MS))),
        ConfigError::UnsoundRetry
    );
    let longest = plain(&Server::new()).acquire_timeout(Duration::MAX).max_lifetime(Duration::MAX);
    longest.build().expect("cut to a hundred years");
}

#[test]
fn outside_of_a_runtime_there_is_no_pool() {
    let refused = plain(&Server::new()).build().expect_err("no runtime");
    assert_eq!(refused, ConfigError::NoRuntime);
}
