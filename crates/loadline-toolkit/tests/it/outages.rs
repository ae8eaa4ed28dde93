//! Servers that die, and wires that go dead: the pool comes back by itself, with all its permits. Times are printed, and
//! bounded by patience only.

use crate::wait::PATIENCE;
use loadline_testkit::{
    Link,
    postgres::{Cluster, ClusterOptions, StopMode},
    unless_missing,
};
use loadline_toolkit::pool::{
    Pool, Pooled,
    adapters::postgres::{PostgresConn, PostgresManager},
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

/// Connections on the wire that goes dead.
const MANY: usize = 100;

fn pool(
    cluster: &Cluster,
    by: SocketAddr,
    size: usize,
    release_timeout: Duration,
) -> Pool<PostgresManager> {
    let manager = PostgresManager::from_url(&cluster.url_by(by)).expect("a sound URL");
    Pool::builder(manager)
        .size(0, size)
        .overflow(0)
        .connects_at_once(16)
        .acquire_timeout(PATIENCE)
        .release_timeout(release_timeout)
        .build()
        .expect("sound settings")
}

/// All connections of the pool at once.
async fn all(pool: &Pool<PostgresManager>, size: usize) -> Vec<Pooled<PostgresManager>> {
    let mut held = Vec::with_capacity(size);
    for _ in 0..size {
        held.push(pool.acquire().await.expect("each permit is there"));
    }
    held
}

async fn works(conn: &mut PostgresConn) -> bool {
    conn.query_one("SELECT 1", &[]).await.is_ok()
}

/// Holds connections in use while the server goes, and measures from its return to the first statement that works and to
/// the last permit.
async fn dies_and_comes_back(stop: impl FnOnce(&mut Cluster), how: &str) {
    let Some(mut cluster) = unless_missing(Cluster::start()) else { return };
    let pool = pool(&cluster, cluster.address(), 4, Duration::from_secs(1));
    let mut held = all(&pool, 4).await;
    let busy = tokio::spawn({
        let mut conn = held.pop().expect("four");
        async move { conn.query("SELECT pg_sleep(3600)", &[]).await.is_err() }
    });
    drop(held.pop());

    stop(&mut cluster);
    assert!(busy.await.expect("no panic"), "the statement under way fails");
    for conn in &mut held {
        assert!(!works(conn).await, "a held connection is dead");
    }
    drop(held);
    // It waits while the server is away, and is served when it is back.
    let waiting = tokio::spawn({
        let pool = pool.clone();
        async move { pool.acquire().await.is_ok() }
    });
    cluster.restart().expect("it comes back");
    let back = Instant::now();
    assert!(waiting.await.expect("no panic"), "who waited meanwhile is served");
    let mut first = pool.acquire().await.expect("it recovers by itself");
    assert!(works(&mut first).await);
    let served = back.elapsed();
    drop(first);
    for conn in &mut all(&pool, 4).await {
        assert!(works(conn).await);
    }
    eprintln!(
        "{how}: first statement {served:?} after the server takes connections, all four {:?}",
        back.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pool_recovers_by_itself_from_a_killed_server() {
    dies_and_comes_back(Cluster::kill, "killed").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pool_recovers_by_itself_from_a_server_that_was_stopped() {
    dies_and_comes_back(|cluster| cluster.stop(StopMode::Fast).expect("it stops"), "stopped").await;
}

/// A server that has room for the sessions whose end it is never told of.
fn roomy() -> Option<Cluster> {
    let settings = vec![("max_connections".into(), "300".into())];
    unless_missing(Cluster::start_with(&ClusterOptions { settings, ..ClusterOptions::default() }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_silently_dead_sockets_give_their_permits_back() {
    let Some(cluster) = roomy() else { return };
    let link = Link::to(cluster.address()).expect("a loopback port");
    let release_timeout = Duration::from_secs(1);
    let pool = pool(&cluster, link.address(), MANY, release_timeout);
    let mut held = all(&pool, MANY).await;
    for conn in &mut held {
        // Something to undo: each release wants an answer.
        conn.batch_execute("SET work_mem = '1MB'").await.expect("it works");
    }

    link.silence();
    let dropped = Instant::now();
    drop(held);
    let in_release = dropped.elapsed();
    let again = all(&pool, MANY).await;
    eprintln!(
        "{MANY} dead sockets, release time-out {release_timeout:?}: dropping took {in_release:?}, \
         {MANY} working connections were out again after {:?}",
        dropped.elapsed()
    );
    assert_eq!(again.len(), MANY);
    assert_eq!(pool.stats().held, MANY);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn statements_on_dead_sockets_that_are_dropped_give_their_permits_back() {
    let Some(cluster) = roomy() else { return };
    let link = Link::to(cluster.address()).expect("a loopback port");
    let pool = pool(&cluster, link.address(), MANY, Duration::from_secs(1));
    let mut held = all(&pool, MANY).await;

    link.silence();
    let statements = held.iter_mut().map(|conn| conn.query_one("SELECT 1", &[]));
    let given_up = tokio::time::timeout(
        Duration::from_millis(200),
        futures_util::future::join_all(statements),
    )
    .await;
    assert!(given_up.is_err(), "a dead socket does not answer");
    let dropped = Instant::now();
    drop(held);
    let again = all(&pool, MANY).await;
    eprintln!(
        "{MANY} statements on dead sockets: {MANY} working connections after {:?}",
        dropped.elapsed()
    );
    assert_eq!(again.len(), MANY);
}
