//! The exhaustion error on a real PostgreSQL: planted faults are named rightly.

use crate::wait::{PATIENCE, until};
use loadline_testkit::{Link, LinkMode, postgres::Cluster, unless_missing};
use loadline_toolkit::deadline::Deadline;
use loadline_toolkit::pool::{
    Exhaustion, Pool, PoolBuilder, PoolError, Pooled, Verdict, adapters::postgres::PostgresManager,
};
use std::{net::SocketAddr, time::Duration};

fn builder(cluster: &Cluster, by: SocketAddr) -> PoolBuilder<PostgresManager> {
    let manager = PostgresManager::from_url(&cluster.url_by(by)).expect("a sound URL");
    Pool::builder(manager).size(0, 2).overflow(0).acquire_timeout(Duration::from_millis(300))
}

async fn exhaustion(pool: &Pool<PostgresManager>) -> Exhaustion {
    match pool.acquire().await {
        Err(PoolError::Exhausted(exhaustion)) => *exhaustion,
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("there was a connection left"),
    }
}

/// As many connections as there are, taken while the server answers, however busy the machine.
async fn take_both(pool: &Pool<PostgresManager>) -> [Pooled<PostgresManager>; 2] {
    let mut taken = Vec::new();
    while taken.len() < 2 {
        if let Ok(conn) = pool.acquire().await {
            taken.push(conn);
        }
    }
    taken.try_into().expect("two")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leak_is_named_with_the_line_that_took_the_connections() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let pool = builder(&cluster, cluster.address())
        .leak_after(Duration::from_millis(100))
        .build()
        .expect("sound");
    let mut leaked = take_both(&pool).await;
    for conn in &mut leaked {
        conn.query_one("SELECT 1", &[]).await.expect("it works");
    }
    let found = exhaustion(&pool).await;
    let Verdict::Leak { held, acquired_at } = found.verdict else { panic!("{found}") };
    assert_eq!((held, acquired_at.file()), (2, file!()));
    assert!(found.to_string().contains("last ran SELECT 1"), "{found}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_queries_are_named_with_their_text() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let pool = builder(&cluster, cluster.address())
        .leak_after(Duration::from_millis(100))
        .build()
        .expect("sound");
    let slow = take_both(&pool).await.map(|mut conn| {
        tokio::spawn(async move { conn.execute("SELECT pg_sleep(3600)", &[]).await.is_ok() })
    });
    until("both run", || async {
        let running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
        cluster.sql(running).expect("it answers") == "2"
    })
    .await;
    let found = exhaustion(&pool).await;
    assert!(matches!(found.verdict, Verdict::SlowQueries { .. }), "{found}");
    assert!(found.to_string().contains("running SELECT pg_sleep(3600)"), "{found}");
    for task in slow {
        task.abort();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_gone_is_named() {
    let Some(mut cluster) = unless_missing(Cluster::start()) else { return };
    let pool = builder(&cluster, cluster.address()).build().expect("sound");
    cluster.kill();
    let found = exhaustion(&pool).await;
    assert!(matches!(found.verdict, Verdict::ConnectFailing { attempts: 1.. }), "{found}");
    assert!(found.connect_failure.is_some(), "{found}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_says_nothing_is_named() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let link = Link::to(cluster.address()).expect("a loopback port");
    link.set(LinkMode::Freeze);
    let pool = builder(&cluster, link.address()).acquire_timeout(PATIENCE).build().expect("sound");
    let patient = tokio::spawn({
        let pool = pool.clone();
        async move { pool.acquire().await.is_ok() }
    });
    until("somebody else waits, too", || async { pool.stats().waiting == 1 }).await;
    let found = Deadline::after(Duration::from_millis(300)).scope(exhaustion(&pool)).await;
    assert!(matches!(found.verdict, Verdict::ConnectFailing { .. }), "{found}");
    link.set(LinkMode::Pass);
    assert!(patient.await.expect("no panic"), "who waited longer is served");
}
