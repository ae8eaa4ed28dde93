//! What goes wrong inside SQLite, made to happen: a full disk, a file that must not be written, a lock
//! that stays, versions that are not today's. And the ids of runs.

use std::time::Duration;

use expect_test::{Expect, expect};
use loadline_core::window::{Aggregate, SeriesKey, Window};
use tempfile::TempDir;

use crate::*;

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

fn begun(store: &mut Store) -> RunId {
    let new = NewRun {
        name: "load".to_owned(),
        target: "http://127.0.0.1:8080".to_owned(),
        started_ms: 1_795_224_774_000,
        description: RunDescription::default(),
    };
    store.create_run(&new).unwrap()
}

fn window(start_ms: i64) -> Window {
    let mut window = Window::new(start_ms, 1_000);
    let metric = "a metric whose name fills a good part of a page".repeat(40);
    window.series.insert(SeriesKey::bare(metric), Aggregate::Counter(1.0));
    window
}

/// The error as a person sees it, with the folder left out.
fn check(folder: &TempDir, error: &StoreError, expected: &Expect) {
    let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    let said = format!("failed to {error}{hint}");
    expected.assert_eq(&said.replace(&*folder.path().to_string_lossy(), "FOLDER"));
}

fn pragma(store: &Store, name: &str, value: i64) {
    store.file.connection.pragma_update(None, name, value).unwrap();
}

#[test]
fn a_full_disk_is_named_and_what_was_stored_stays() {
    let (folder, mut store) = store();
    let run = begun(&mut store);
    pragma(&store, "max_page_count", 20);
    let stored = |store: &mut Store, place: i64| store.append(&run, &window(place * 1_000));
    let failed = (0..40).find_map(|place| stored(&mut store, place).err()).unwrap();
    let kept = store.windows(&run).map(Result::unwrap).count();
    assert!(kept > 5, "{kept}");
    check(
        &folder,
        &failed,
        &expect![[r#"
            failed to write FOLDER/loadline.db: the disk is full
            hint: make room; what was stored before is safe and can be shown"#]],
    );
    pragma(&store, "max_page_count", 1_000);
    stored(&mut store, 40).unwrap();
}

#[test]
fn a_file_that_must_not_be_written_is_named() {
    let (folder, mut store) = store();
    let run = begun(&mut store);
    pragma(&store, "query_only", 1);
    check(
        &folder,
        &store.append(&run, &window(0)).unwrap_err(),
        &expect![[r#"
            failed to write FOLDER/loadline.db: it is read-only
            hint: choose a folder that may be written with --store"#]],
    );
}

#[test]
fn a_lock_that_stays_is_waited_for_and_then_named() {
    let (folder, mut store) = store();
    let run = begun(&mut store);
    let other = Store::open(folder.path()).unwrap();
    other.file.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.file.connection.busy_timeout(Duration::from_millis(1)).unwrap();
    check(
        &folder,
        &store.append(&run, &window(0)).unwrap_err(),
        &expect![[r#"
            failed to write FOLDER/loadline.db: another process holds it
            hint: try again when the other process is done, or use another folder with --store"#]],
    );
    other.file.connection.execute_batch("COMMIT").unwrap();
    store.append(&run, &window(0)).unwrap();
}

#[test]
fn a_newer_version_is_refused_and_left_alone() {
    let (folder, store) = store();
    pragma(&store, "user_version", 4);
    drop(store);
    let before = std::fs::read(folder.path().join(FILE_NAME)).unwrap();
    check(
        &folder,
        &Store::open(folder.path()).unwrap_err(),
        &expect![[r#"
            failed to open FOLDER/loadline.db: its format has version 4, known are versions up to 3
            hint: use a newer Loadline, or another folder with --store"#]],
    );
    assert_eq!(std::fs::read(folder.path().join(FILE_NAME)).unwrap(), before);
}

#[test]
fn an_older_version_takes_the_steps_it_lacks_once() {
    let (_folder, mut store) = store();
    let run = begun(&mut store);
    let steps = [schema::MIGRATIONS, &["ALTER TABLE runs ADD COLUMN note TEXT"]].concat();
    schema::migrate(&mut store.file, &steps).unwrap();
    schema::migrate(&mut store.file, &steps).unwrap();
    let version = |name| {
        let read = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        store.file.connection.pragma_query_value(None, name, read).unwrap()
    };
    assert_eq!(version("user_version"), 4);
    assert_eq!(store.find("last").unwrap().id, run);
}

#[test]
fn a_step_that_fails_leaves_the_version_before_it() {
    let (_folder, mut store) = store();
    begun(&mut store);
    let steps = [schema::MIGRATIONS, &["DROP TABLE verdicts; DROP TABLE nothing"]].concat();
    schema::migrate(&mut store.file, &steps).unwrap_err();
    schema::examine(&store.file).unwrap();
    assert!(store.find("last").unwrap().verdicts.is_empty());
}

#[test]
fn a_damaged_window_is_named_and_the_others_are_read() {
    let (folder, mut store) = store();
    let run = begun(&mut store);
    for start_ms in [0, 1_000, 2_000] {
        store.append(&run, &window(start_ms)).unwrap();
    }
    let damage =
        "UPDATE windows SET body = CAST(substr(body, 1, 30) || x'00' || substr(body, 32) AS BLOB)
        WHERE start_ms = 1000";
    assert_eq!(store.file.connection.execute(damage, ()).unwrap(), 1);
    let read: Vec<_> = store.windows(&run).collect();
    let starts = read.iter().map(|window| window.as_ref().ok().map(|window| window.start_ms));
    assert_eq!(starts.collect::<Vec<_>>(), [Some(0), None, Some(2_000)]);
    let error = read[1].as_ref().unwrap_err();
    let source = std::error::Error::source(error).unwrap();
    assert_eq!(source.to_string(), "the window's checksum does not match");
    check(
        &folder,
        error,
        &expect![[r#"
            failed to read the run 20261121-013254-load-2xc0: its window at 1000 is damaged
            hint: the other windows of the run can be read"#]],
    );
}

#[test]
fn ids_are_made_of_the_start_and_the_plain_part_of_the_name() {
    let check = |name: &str, expected: &str| {
        let id = RunId::new("20261121-013254", 0, name, 0).to_string();
        let (plain, suffix) = id.rsplit_once('-').unwrap();
        assert_eq!(plain, format!("20261121-013254-{expected}"), "{name}");
        assert_eq!(suffix.len(), 4, "{id}");
    };
    check("load", "load");
    check("Ünder  Load / 3!", "nder-load-3");
    check("../../etc/passwd", "etc-passwd");
    check("早い", "run");
    check(&"long".repeat(20), "longlonglonglonglonglong");
}

#[test]
fn attempts_lead_to_different_ids() {
    let ids: std::collections::BTreeSet<RunId> =
        (0..64).map(|attempt| RunId::new("20261121-013254", 0, "load", attempt)).collect();
    assert!(ids.len() > 60, "{}", ids.len());
}
