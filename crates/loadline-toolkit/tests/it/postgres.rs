//! The PostgreSQL adapter in a pool: what is given up stops on the server, and nothing is left for the next caller.

use crate::wait::until;
use loadline_testkit::{postgres::Cluster, unless_missing};
use loadline_toolkit::{
    Transient as _,
    deadline::Deadline,
    pool::{
        Pool,
        adapters::postgres::{PostgresError, PostgresManager},
    },
};
use std::time::Duration;

/// A pool of one connection: whatever the first caller leaves behind, the second one finds.
fn pool_of_one(cluster: &Cluster) -> Pool<PostgresManager> {
    let manager = PostgresManager::from_url(&cluster.url()).expect("a sound URL");
    Pool::builder(manager)
        .size(1, 1)
        .overflow(0)
        .acquire_timeout(crate::wait::PATIENCE)
        .build()
        .expect("sound")
}

async fn backend(pool: &Pool<PostgresManager>) -> i32 {
    let mut conn = pool.acquire().await.expect("the server runs");
    conn.query_one("SELECT pg_backend_pid()", &[]).await.expect("it works").get(0)
}

async fn until_nothing_sleeps(cluster: &Cluster) {
    let sleeping = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'";
    until("the statement stops on the server", || async {
        cluster.sql(sleeping).expect("it answers") == "0"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deadline_stops_a_statement_on_the_server_and_the_connection_serves_on() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let pool = pool_of_one(&cluster);
    let before = backend(&pool).await;

    let mut conn = pool.acquire().await.expect("the server runs");
    let sleep = conn.execute("SELECT pg_sleep(3600)", &[]);
    let error =
        Deadline::after(Duration::from_millis(100)).scope(sleep).await.expect_err("it is too long");
    assert!(matches!(error, PostgresError::Deadline(_)), "{error}");
    let one: i32 = conn.query_one("SELECT 1", &[]).await.expect("the same holder goes on").get(0);
    assert_eq!(one, 1);
    drop(conn);

    until_nothing_sleeps(&cluster).await;
    assert_eq!(backend(&pool).await, before, "the connection is the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_statement_stops_on_the_server_before_the_next_caller() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let pool = pool_of_one(&cluster);
    let before = backend(&pool).await;

    let mut conn = pool.acquire().await.expect("the server runs");
    let sleep = conn.execute("SELECT pg_sleep(3600)", &[]);
    assert!(tokio::time::timeout(Duration::from_millis(100), sleep).await.is_err());
    drop(conn);
    assert_eq!(
        backend(&pool).await,
        before,
        "the next caller has the same connection, and no answer to the sleep"
    );
    until_nothing_sleeps(&cluster).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_when_the_deadline_is_over() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let pool = pool_of_one(&cluster);
    let mut conn = pool.acquire().await.expect("the server runs");
    let late =
        Deadline::after(Duration::ZERO).scope(conn.execute("CREATE TABLE late ()", &[])).await;
    assert!(matches!(late, Err(PostgresError::Deadline(_))));
    assert_eq!(cluster.sql("SELECT to_regclass('late') IS NULL").expect("it answers"), "t");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_lasts_when_committed_and_is_undone_when_dropped() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    cluster.sql("CREATE TABLE item (id int PRIMARY KEY)").expect("it works");
    let pool = pool_of_one(&cluster);

    let mut conn = pool.acquire().await.expect("the server runs");
    let mut kept = conn.transaction().await.expect("it begins");
    kept.execute("INSERT INTO item VALUES ($1)", &[&1_i32]).await.expect("it works");
    kept.commit().await.expect("it lasts");

    let mut dropped = conn.transaction().await.expect("it begins");
    dropped.execute("INSERT INTO item VALUES ($1)", &[&2_i32]).await.expect("it works");
    drop(dropped);
    // Within the same hold, and after it.
    let count: i64 =
        conn.query_one("SELECT count(*) FROM item", &[]).await.expect("it works").get(0);
    assert_eq!(count, 1);

    let mut failed = conn.transaction().await.expect("it begins");
    let error = failed
        .execute("INSERT INTO item VALUES ($1)", &[&1_i32])
        .await
        .expect_err("it is there already");
    assert!(!error.is_transient(), "{error}");
    drop(failed);
    drop(conn);
    assert_eq!(cluster.sql("SELECT count(*) FROM item").expect("it answers"), "1");
    backend(&pool).await;
    assert!(!cluster.log().contains("WARNING"), "{}", cluster.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_caller_finds_no_settings_and_no_open_transaction_of_the_last_one() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    cluster.sql("CREATE TABLE item (id int)").expect("it works");
    let pool = pool_of_one(&cluster);
    let before = backend(&pool).await;
    let usual = cluster.sql("SHOW work_mem").expect("it answers");

    let mut conn = pool.acquire().await.expect("the server runs");
    conn.batch_execute("SET work_mem = '77MB'; CREATE TEMP TABLE mine (); LISTEN news")
        .await
        .expect("it works");
    conn.batch_execute("BEGIN; INSERT INTO item VALUES (1)").await.expect("it works");
    drop(conn);

    let mut conn = pool.acquire().await.expect("the server runs");
    let own = "SELECT current_setting('work_mem'), to_regclass('mine') IS NULL, \
               (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM item), pg_backend_pid()";
    let row = conn.query_one(own, &[]).await.expect("it works");
    assert_eq!(row.get::<_, String>(0), usual);
    assert!(row.get::<_, bool>(1), "no temporary table");
    assert_eq!((row.get::<_, i64>(2), row.get::<_, i64>(3), row.get::<_, i32>(4)), (0, 0, before));
    assert!(!cluster.log().contains("WARNING"), "{}", cluster.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_prepared_before_its_table_was_altered_works_on() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    cluster.sql("CREATE TABLE item AS SELECT 1 AS id").expect("it works");
    let pool = pool_of_one(&cluster);
    let mut conn = pool.acquire().await.expect("the server runs");
    assert_eq!(conn.query_one("SELECT * FROM item", &[]).await.expect("it works").len(), 1);
    cluster.sql("ALTER TABLE item ADD COLUMN name text").expect("it works");
    assert_eq!(
        conn.query_one("SELECT * FROM item", &[]).await.expect("it is prepared again").len(),
        2
    );
    conn.run("DEALLOCATE", |client| Box::pin(client.batch_execute("DEALLOCATE ALL")))
        .await
        .expect("it works");
    drop(conn);
    let mut conn = pool.acquire().await.expect("the server runs");
    assert_eq!(
        conn.query_one("SELECT * FROM item", &[]).await.expect("it is prepared again").len(),
        2
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_counted_before_they_are_given() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let pool = pool_of_one(&cluster);
    let mut conn = pool.acquire().await.expect("the server runs");
    let two = "SELECT * FROM (VALUES (1), (2)) AS two";
    assert!(matches!(conn.query_one(two, &[]).await, Err(PostgresError::RowCount { rows: 2, .. })));
    assert!(matches!(conn.query_opt(two, &[]).await, Err(PostgresError::RowCount { rows: 2, .. })));
    let none = "SELECT 1 WHERE false";
    assert!(matches!(
        conn.query_one(none, &[]).await,
        Err(PostgresError::RowCount { rows: 0, .. })
    ));
    assert!(matches!(conn.query_opt(none, &[]).await, Ok(None)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_futures_go_to_other_threads() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let pool = pool_of_one(&cluster);
    let elsewhere = tokio::spawn(async move {
        let mut conn = pool.acquire().await.expect("the server runs");
        let mut transaction = conn.transaction().await.expect("it begins");
        transaction.batch_execute("SELECT 1").await.expect("it works");
        transaction.rollback().await.expect("it ends");
        conn.run("COPY", |client| Box::pin(client.batch_execute("SELECT 2")))
            .await
            .expect("it works");
    });
    elsewhere.await.expect("no panic");
}
