//! Files and folders that are no stores: each is named, says what to do, and stays as it is.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use loadline_store::{FILE_NAME, Store};
use tempfile::TempDir;

use crate::sample;

/// Opening fails with these words, and the file is afterwards what it was before.
fn check(folder: &TempDir, store: &Path, expected: &Expect) {
    let file = store.join(FILE_NAME);
    let before = fs::read(&file).ok();
    let error = Store::open(store).unwrap_err();
    let said = format!("failed to {error}\nhint: {}", error.hint().unwrap_or_default());
    expected.assert_eq(&said.replace(&*folder.path().to_string_lossy(), "FOLDER"));
    assert_eq!(fs::read(&file).ok(), before);
}

#[test]
fn a_file_of_anything_is_not_a_store() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NAME), "a shopping list\n".repeat(500)).unwrap();
    check(
        &folder,
        folder.path(),
        &expect![[r#"
            failed to open FOLDER/loadline.db: it is not a Loadline store
            hint: move it away, `mv FOLDER/loadline.db FOLDER/loadline.db.old`; a new store is then made in its place"#]],
    );
}

#[test]
fn a_database_of_somebody_else_is_not_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    other.execute_batch("CREATE TABLE shopping (item TEXT)").unwrap();
    drop(other);
    check(
        &folder,
        folder.path(),
        &expect![[r#"
            failed to open FOLDER/loadline.db: it is not a Loadline store
            hint: move it away, `mv FOLDER/loadline.db FOLDER/loadline.db.old`; a new store is then made in its place"#]],
    );
}

#[test]
fn a_store_with_pages_gone_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    sample::write(&mut store);
    drop(store);
    let file = folder.path().join(FILE_NAME);
    let mut bytes = fs::read(&file).unwrap();
    bytes[100..4_096].fill(0xa5);
    fs::write(&file, bytes).unwrap();
    check(
        &folder,
        folder.path(),
        &expect![[r#"
            failed to read FOLDER/loadline.db: the file is damaged
            hint: move it away, `mv FOLDER/loadline.db FOLDER/loadline.db.old`; a new store is then made in its place; `sqlite3 FOLDER/loadline.db.old .recover` may save what is left"#]],
    );
}

#[test]
fn a_file_where_the_folder_should_be_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("taken");
    fs::write(&place, "").unwrap();
    check(
        &folder,
        &place,
        &expect![[r#"
            failed to create the folder FOLDER/taken
            hint: choose a folder that may be written with --store"#]],
    );
}

#[test]
fn a_folder_where_the_file_should_be_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(FILE_NAME)).unwrap();
    check(
        &folder,
        folder.path(),
        &expect![[r#"
            failed to open FOLDER/loadline.db
            hint: check that FOLDER/loadline.db is a file and may be read and written"#]],
    );
}

#[test]
fn a_new_folder_keeps_itself_out_of_repositories_and_an_old_one_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("deep/er/.loadline");
    Store::open(&new).unwrap();
    assert_eq!(fs::read_to_string(new.join(".gitignore")).unwrap(), "*\n");
    Store::open(folder.path()).unwrap();
    assert!(!folder.path().join(".gitignore").exists());
}
