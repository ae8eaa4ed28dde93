//! Stores that cannot be used: exit 104, what to do, and the file stays as it is.

use expect_test::{Expect, expect};
use loadline_testkit::{AfterAnswer, CannedServer};

use crate::program::{Folder, check};

/// A look at the store whose file has this content.
fn check_store(content: &[u8], expected: &Expect) {
    let folder = Folder::with("store/loadline.db", content);
    check(&folder, &["history", "--store", "store"], expected);
    assert_eq!(std::fs::read(folder.path("store/loadline.db")).unwrap(), content);
}

/// A database of SQLite as one finds it, with the fields of its head that matter here.
fn database(application: u32, version: u32) -> Vec<u8> {
    let mut page = vec![0; 4096];
    page[..16].copy_from_slice(b"SQLite format 3\0");
    page[16..24].copy_from_slice(&[0x10, 0, 1, 1, 0, 64, 32, 32]);
    page[24..32].copy_from_slice(&[0, 0, 0, 1, 0, 0, 0, 1]);
    page[44..48].copy_from_slice(&4_u32.to_be_bytes());
    page[56..60].copy_from_slice(&1_u32.to_be_bytes());
    page[60..64].copy_from_slice(&version.to_be_bytes());
    page[68..72].copy_from_slice(&application.to_be_bytes());
    page[92..96].copy_from_slice(&1_u32.to_be_bytes());
    page[100..108].copy_from_slice(&[13, 0, 0, 0, 0, 0x10, 0, 0]);
    page
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    check_store(
        &[0xA5; 4096],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to open store/loadline.db: it is not a Loadline store
        hint: move it away, `mv store/loadline.db store/loadline.db.old`; a new store is then made in its place
    "#]],
    );
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    check_store(
        &database(0x0BAD_CAFE, 1),
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to open store/loadline.db: it is not a Loadline store
        hint: move it away, `mv store/loadline.db store/loadline.db.old`; a new store is then made in its place
    "#]],
    );
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    let folder = Folder::new();
    // Any store that Loadline made tells what it marks its own with.
    folder.run(&["try", "--scale", "0.001"]);
    let own = std::fs::read(folder.path(".loadline/loadline.db")).unwrap();
    let application = u32::from_be_bytes(own[68..72].try_into().unwrap());
    check_store(
        &database(application, 99),
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to open store/loadline.db: its format has version 99, known are versions up to 3
        hint: use a newer Loadline, or another folder with --store
    "#]],
    );
}

#[test]
fn a_store_with_a_damaged_page_says_so() {
    let folder = Folder::new();
    folder.run(&["try", "--scale", "0.001"]);
    let mut content = std::fs::read(folder.path(".loadline/loadline.db")).unwrap();
    content[4096..].fill(0xA5);
    folder.write(".loadline/loadline.db", &content);
    check(
        &folder,
        &["history"],
        &expect![[r#"
            exit 104
            --- stderr
            error: failed to read .loadline/loadline.db: the file is damaged: database disk image is malformed
            hint: move it away, `mv .loadline/loadline.db .loadline/loadline.db.old`; a new store is then made in its place; `sqlite3 .loadline/loadline.db.old .recover` may save what is left
        "#]],
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::with("file", "");
    check(
        &folder,
        &["run", &server.url("/"), "--store", "file/store"],
        &expect![[r#"
            exit 104
            --- stderr
            error: failed to create the folder file/store: File exists (os error 17)
            hint: choose a folder that may be written with --store
        "#]],
    );
    check(
        &folder,
        &["history", "--store", "file"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to create the folder file: File exists (os error 17)
        hint: choose a folder that may be written with --store
    "#]],
    );
}

#[test]
fn looking_makes_no_store() {
    let folder = Folder::new();
    check(
        &folder,
        &["history"],
        &expect![[r#"
        exit 0
        --- stderr
        no runs yet; `loadline try` makes one
    "#]],
    );
    check(
        &folder,
        &["show"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to find the run `last`
        hint: `loadline history` lists the runs; `last` and `last~1` work too
    "#]],
    );
    assert_eq!(folder.names(), [""; 0]);
}
