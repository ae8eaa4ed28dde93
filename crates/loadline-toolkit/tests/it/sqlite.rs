//! The SQLite adapter in a pool: many writers on one file, and what becomes of a closure that is too long.

use loadline_toolkit::{
    deadline::Deadline,
    pool::{
        Pool,
        adapters::sqlite::{SqliteError, SqliteManager},
    },
};
use std::{path::PathBuf, time::Duration};

fn pool(file: &PathBuf, size: usize) -> Pool<SqliteManager> {
    Pool::builder(SqliteManager::file(file))
        .size(0, size)
        .overflow(0)
        .acquire_timeout(crate::wait::PATIENCE)
        .build()
        .expect("sound settings")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_of_several_connections_lose_nothing_to_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = pool(&folder.path().join("shop.db"), 4);
    let mut conn = pool.acquire().await.expect("a file can be made");
    conn.interact(|db| {
        db.execute_batch("CREATE TABLE stock (n INTEGER); INSERT INTO stock VALUES (0)")
    })
    .await
    .expect("it works");
    drop(conn);
    let writers = (0..64).map(|_| {
        let pool = pool.clone();
        tokio::spawn(async move {
            let mut conn = pool.acquire().await.expect("there are some");
            conn.interact(|db| {
                let transaction = db.transaction()?;
                let n: i64 = transaction.query_row("SELECT n FROM stock", [], |row| row.get(0))?;
                transaction.execute("UPDATE stock SET n = ?1", [n + 1])?;
                transaction.commit()
            })
            .await
        })
    });
    for writer in futures_util::future::join_all(writers).await {
        writer.expect("no panic").expect("each waits for its turn");
    }
    let mut conn = pool.acquire().await.expect("there are some");
    let n: i64 = conn
        .interact(|db| db.query_row("SELECT n FROM stock", [], |row| row.get(0)))
        .await
        .expect("it works");
    assert_eq!(n, 64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closure_that_is_too_long_gives_its_connection_back() {
    const ENDLESS: &str =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let folder = tempfile::tempdir().expect("a folder");
    let pool = pool(&folder.path().join("shop.db"), 1);
    let mut conn = pool.acquire().await.expect("a file can be made");
    let endless = conn.interact(|db| db.query_row(ENDLESS, [], |row| row.get::<_, i64>(0)));
    let result = Deadline::after(Duration::from_millis(20)).scope(endless).await;
    assert!(matches!(result, Err(SqliteError::Deadline(_))), "{result:?}");
    drop(conn);
    let mut conn = pool.acquire().await.expect("the same one");
    let one: i64 =
        conn.interact(|db| db.query_row("SELECT 1", [], |row| row.get(0))).await.expect("it works");
    assert_eq!((one, pool.stats().opened), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_costs_one_connection_and_no_permit() {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = pool(&folder.path().join("shop.db"), 1);
    let mut conn = pool.acquire().await.expect("a file can be made");
    let result: Result<(), _> = conn.interact(|_db| panic!("too much")).await;
    assert!(matches!(result, Err(SqliteError::Panicked { .. })), "{result:?}");
    drop(conn);
    let mut conn = pool.acquire().await.expect("another one");
    conn.interact(|db| db.execute_batch("CREATE TABLE t (n)")).await.expect("it works");
    assert_eq!(pool.stats().opened, 2);
}
