//! The connection itself, on real files: SQLite needs no server. Pools of them are tested in tests/it.

use super::{SqliteConn, SqliteError, SqliteManager};
use crate::{deadline::Deadline, pool::Manager as _};
use std::{sync::mpsc, time::Duration};

/// Counts until it is interrupted.
const ENDLESS: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

struct Db {
    manager: SqliteManager,
    conn: SqliteConn,
    folder: tempfile::TempDir,
}

async fn open() -> Db {
    let folder = tempfile::tempdir().expect("a folder");
    let manager = SqliteManager::file(folder.path().join("test.db"));
    let mut conn = manager.connect().await.expect("a file can be made");
    conn.interact(|db| db.execute_batch("CREATE TABLE t (n INTEGER)"))
        .await
        .expect("a sound statement");
    Db { manager, conn, folder }
}

async fn count(conn: &mut SqliteConn) -> i64 {
    conn.interact(|db| db.query_row("SELECT count(*) FROM t", [], |row| row.get(0)))
        .await
        .expect("it works")
}

#[tokio::test]
async fn a_closure_ends_with_the_deadline_and_the_connection_works_on() {
    let Db { mut conn, folder: _folder, .. } = open().await;
    let endless = conn.interact(|db| db.query_row(ENDLESS, [], |row| row.get::<_, i64>(0)));
    let result = Deadline::after(Duration::from_millis(20)).scope(endless).await;
    assert!(matches!(result, Err(SqliteError::Deadline(_))), "{result:?}");
    assert!(conn.is_dirty());
    assert_eq!(count(&mut conn).await, 0);
    assert!(!conn.is_dirty());
}

#[tokio::test]
async fn a_dropped_closure_of_many_short_statements_ends() {
    let Db { manager, mut conn, folder: _folder } = open().await;
    let (begun_tx, begun) = mpsc::channel();
    let work = conn.interact(move |db| {
        loop {
            let _ = begun_tx.send(());
            db.query_row("SELECT 1", [], |_row| Ok(()))?;
        }
        #[expect(unreachable_code, reason = "it ends by an interrupt alone")]
        Ok(())
    });
    let work = tokio::time::timeout(Duration::from_millis(20), work).await;
    assert!(work.is_err());
    begun.recv().expect("it has begun");
    manager.reset(&mut conn).await.expect("the interrupt ends it");
    assert_eq!(count(&mut conn).await, 0);
}

#[tokio::test]
async fn an_open_transaction_is_rolled_back_by_the_reset() {
    let Db { manager, mut conn, folder: _folder } = open().await;
    conn.interact(|db| db.execute_batch("BEGIN; INSERT INTO t VALUES (1)"))
        .await
        .expect("it works");
    assert!(manager.needs_reset(&conn));
    manager.reset(&mut conn).await.expect("it works");
    assert!(!manager.needs_reset(&conn));
    assert_eq!(count(&mut conn).await, 0);
}

#[tokio::test]
async fn a_panic_is_told_and_breaks_the_connection() {
    let Db { manager, mut conn, folder: _folder } = open().await;
    let result: Result<(), _> = conn.interact(|_db| panic!("too much")).await;
    assert_eq!(result.expect_err("it panicked").to_string(), "the closure panicked: too much");
    assert!(manager.is_broken(&conn));
    assert!(matches!(manager.check(&mut conn).await, Err(SqliteError::Closed)));
}

#[tokio::test]
async fn a_reader_sees_what_was_written_and_writes_nothing() {
    let Db { manager, mut conn, folder: _folder } = open().await;
    conn.interact(|db| db.execute("INSERT INTO t VALUES (1)", [])).await.expect("it works");
    let mut reader = manager.read_only().connect().await.expect("the file exists");
    assert_eq!(count(&mut reader).await, 1);
    assert!(reader.interact(|db| db.execute("INSERT INTO t VALUES (2)", [])).await.is_err());
    let note = reader.last_statement().get().expect("noted");
    assert!(
        note.text.starts_with("interact at ") && note.text.contains("tests.rs:"),
        "{}",
        note.text
    );
}

#[tokio::test]
async fn a_missing_folder_is_an_error_of_the_connection() {
    let manager = SqliteManager::file("/nowhere/at/all.db");
    let error = manager.connect().await.expect_err("there is no such folder");
    assert!(!manager.is_transient(&error), "{error}");
}
