//! The database without HTTP: a full queue, a closed one, and files that are opened again.

use std::{
    fs,
    path::Path,
    sync::{Arc, mpsc},
};

use expect_test::{Expect, expect};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::{Database, DatabaseError, seed, users};

/// As many as may wait in `pool.rs`.
const QUEUE_MAX: usize = 1_024;

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn open(path: &Path) -> Result<Database, DatabaseError> {
    Database::open(Some(path.to_owned()), 1).map(|(database, _)| database)
}

fn check_refused(path: &Path, expected: &Expect) {
    let error = open(path).err().unwrap().to_string();
    expected.assert_eq(&error.replace(&path.display().to_string(), "[file]"));
}

/// Occupies the only reader until the sender goes.
async fn occupy(database: &Arc<Database>) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel();
    let (begin, begun) = oneshot::channel();
    let database = Arc::clone(database);
    tokio::spawn(async move {
        let work = move |_: &mut Connection| {
            begin.send(()).unwrap();
            released.recv().unwrap_err();
            Ok(())
        };
        database.readers.call(work).await
    });
    begun.await.unwrap();
    release
}

#[test]
fn the_seed_has_the_promised_rows() {
    let (database, _folder) = Database::open(None, 1).unwrap();
    let count = |connection: &mut Connection| {
        let counts = connection.query_row(
            "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM items), \
                    (SELECT count(*) FROM orders), (SELECT count(*) FROM items_search), \
                    (SELECT min(lines) FROM (SELECT count(*) AS lines FROM order_lines GROUP BY order_id)), \
                    (SELECT max(lines) FROM (SELECT count(*) AS lines FROM order_lines GROUP BY order_id))",
            [],
            |row| <[i64; 6]>::try_from((0..6).map(|i| row.get(i).unwrap()).collect::<Vec<_>>()).map_err(|_| rusqlite::Error::InvalidQuery),
        );
        Ok(counts?)
    };
    let counts = block_on(database.readers.call(count)).unwrap();
    assert_eq!(counts, [seed::USERS, seed::ITEMS, seed::ORDERS, seed::ITEMS, 1, 5]);
}

#[test]
fn a_full_queue_turns_work_away_and_takes_more_when_it_has_emptied() {
    let (database, _folder) = Database::open(None, 1).unwrap();
    let database = Arc::new(database);
    block_on(async {
        let release = occupy(&database).await;
        let mut calls = Vec::new();
        for _ in 0..=QUEUE_MAX {
            let database = Arc::clone(&database);
            calls.push(tokio::spawn(async move { database.readers.call(|_| Ok(())).await }));
        }
        let last = calls.pop().unwrap().await.unwrap();
        assert!(matches!(last, Err(DatabaseError::Busy { waiting: QUEUE_MAX })), "{last:?}");
        assert_eq!(database.active(), 1);
        drop(release);
        for call in calls {
            call.await.unwrap().unwrap();
        }
        database.readers.call(|_| Ok(())).await.unwrap();
    });
}

#[test]
fn a_closed_database_answers_those_who_wait_and_those_who_come_later() {
    let (database, _folder) = Database::open(None, 1).unwrap();
    let database = Arc::new(database);
    block_on(async {
        let release = occupy(&database).await;
        let waiting = {
            let database = Arc::clone(&database);
            tokio::spawn(async move { database.readers.call(|_| Ok(())).await })
        };
        tokio::task::yield_now().await;
        let closing = {
            let database = Arc::clone(&database);
            tokio::task::spawn_blocking(move || database.close())
        };
        let waited = waiting.await.unwrap();
        assert!(matches!(waited, Err(DatabaseError::Closed)), "{waited:?}");
        drop(release);
        closing.await.unwrap();
        let late = database.writer.call(|_| Ok(())).await;
        assert!(matches!(late, Err(DatabaseError::Closed)), "{late:?}");
    });
}

#[test]
fn a_reader_cannot_write() {
    let (database, _folder) = Database::open(None, 1).unwrap();
    let renamed = block_on(database.readers.call(|connection| users::rename(connection, 1, "X")));
    assert!(matches!(renamed, Err(DatabaseError::Query(_))));
}

#[test]
fn a_file_keeps_its_rows_when_it_is_opened_again() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("shop.db");
    let first = open(&path).unwrap();
    let renamed = block_on(first.writer.call(|connection| users::rename(connection, 7, "Seven")));
    assert!(renamed.unwrap().is_some());
    drop(first);
    let second = open(&path).unwrap();
    let user = block_on(second.readers.call(|connection| users::get(connection, 7))).unwrap();
    assert_eq!(user.unwrap().name, "Seven");
}

#[test]
fn the_database_of_another_program_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE notes (text TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    check_refused(
        &path,
        &expect!["open database [file]: it has schema version 0, the shop needs 1"],
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("letter.txt");
    let text = "Dear shop, ".repeat(200);
    fs::write(&path, &text).unwrap();
    check_refused(&path, &expect!["open database [file]"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}
