//! The Redis adapter in a pool: dedicated connections, and what becomes of half an answer.

use crate::wait::{PATIENCE, until};
use loadline_testkit::{Link, LinkMode, RedisServer, unless_missing};
use loadline_toolkit::{
    Transient as _,
    deadline::Deadline,
    pool::{Pool, adapters::redis::RedisManager},
};
use redis::AsyncCommands as _;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

fn pool(by: SocketAddr, size: usize) -> Pool<RedisManager> {
    let manager = RedisManager::from_url(format!("redis://{by}/")).expect("a sound URL");
    Pool::builder(manager)
        .size(0, size)
        .overflow(0)
        .acquire_timeout(PATIENCE)
        .build()
        .expect("sound")
}

/// Whether so many clients wait in a blocking command.
async fn blocked(pool: &Pool<RedisManager>, clients: usize) -> bool {
    let mut conn = pool.acquire().await.expect("the server runs");
    let info: String =
        redis::cmd("INFO").arg("clients").query_async(&mut *conn).await.expect("it answers");
    info.contains(&format!("blocked_clients:{clients}\r\n"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocking_pop_holds_up_nobody_else_and_gets_what_comes() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let pool = pool(server.address(), 2);
    let popping = tokio::spawn({
        let pool = pool.clone();
        async move {
            let mut conn = pool.acquire().await.expect("the server runs");
            conn.blpop::<_, (String, i64)>("jobs", 0.0).await.expect("something comes")
        }
    });
    until("the pop waits", || blocked(&pool, 1)).await;
    let mut conn = pool.acquire().await.expect("the server runs");
    let _: () = conn.rpush("jobs", 7).await.expect("it works");
    assert_eq!(popping.await.expect("no panic"), ("jobs".to_owned(), 7));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pop_that_was_given_up_takes_nothing_from_the_list() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let pool = pool(server.address(), 2);
    let mut conn = pool.acquire().await.expect("the server runs");
    let late = conn.blpop::<_, (String, i64)>("jobs", 0.0);
    let error =
        Deadline::after(Duration::from_millis(50)).scope(late).await.expect_err("nothing comes");
    assert!(error.is_timeout() && error.is_transient(), "{error}");
    drop(conn);
    until("the server forgets the pop", || blocked(&pool, 0)).await;
    let mut conn = pool.acquire().await.expect("the server runs");
    let _: () = conn.rpush("jobs", 7).await.expect("it works");
    assert_eq!(conn.llen::<_, i64>("jobs").await.expect("it works"), 1);
    assert_eq!(pool.stats().broken, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_in_the_middle_of_an_answer_is_replaced() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let link = Link::to(server.address()).expect("a loopback port");
    let pool = pool(link.address(), 1);
    let mut conn = pool.acquire().await.expect("the server runs");
    let _: () = conn.set("long", "x".repeat(100_000)).await.expect("it works");
    link.set(LinkMode::CutAfter(50_000));
    let error = conn.get::<_, String>("long").await.expect_err("half of it is missing");
    assert!(error.is_transient(), "{error}");
    drop(conn);
    link.set(LinkMode::Pass);
    let mut conn = pool.acquire().await.expect("another one");
    assert_eq!(conn.get::<_, String>("long").await.expect("it works").len(), 100_000);
    assert_eq!(pool.stats().broken, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_answer_reaches_no_other_caller() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let link = Link::to(server.address()).expect("a loopback port");
    let pool = pool(link.address(), 1);
    let mut conn = pool.acquire().await.expect("the server runs");
    let _: () = conn.mset(&[("a", "mine"), ("b", "yours")]).await.expect("it works");
    link.set(LinkMode::Freeze);
    let dropped = tokio::time::timeout(Duration::from_millis(50), conn.get::<_, String>("a")).await;
    assert!(dropped.is_err());
    drop(conn);
    link.set(LinkMode::Pass);
    let mut conn = pool.acquire().await.expect("another one");
    assert_eq!(conn.get::<_, String>("b").await.expect("it works"), "yours");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_caller_finds_no_transaction_and_no_other_database() {
    let Some(server) = unless_missing(RedisServer::start()) else { return };
    let pool = pool(server.address(), 1);
    let mut conn = pool.acquire().await.expect("the server runs");
    redis::cmd("SELECT").arg(3).exec_async(&mut *conn).await.expect("it works");
    redis::cmd("WATCH").arg("a").exec_async(&mut *conn).await.expect("it works");
    redis::cmd("MULTI").exec_async(&mut *conn).await.expect("it works");
    redis::cmd("SET").arg("a").arg(1).exec_async(&mut *conn).await.expect("it is queued");
    drop(conn);
    let mut conn = pool.acquire().await.expect("the same one");
    let _: () = conn.set("a", 2).await.expect("it is not queued");
    assert_eq!(pool.stats().opened, 1);
    let info: String =
        redis::cmd("INFO").arg("keyspace").query_async(&mut *conn).await.expect("it answers");
    assert!(info.contains("db0:keys=1") && !info.contains("db3"), "{info}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pool_recovers_by_itself_from_a_killed_server() {
    let Some(mut server) = unless_missing(RedisServer::start()) else { return };
    let pool = pool(server.address(), 2);
    let mut held = pool.acquire().await.expect("the server runs");
    drop(pool.acquire().await.expect("the server runs"));
    server.kill();
    let error = held.get::<_, Option<String>>("a").await.expect_err("the server is gone");
    assert!(error.is_transient(), "{error}");
    drop(held);
    server.restart().expect("it comes back");
    let back = Instant::now();
    until("a command works", || async {
        let mut conn = pool.acquire().await.expect("it recovers by itself");
        conn.set::<_, _, ()>("a", 1).await.is_ok()
    })
    .await;
    eprintln!("killed: first command {:?} after the server answers", back.elapsed());
}
