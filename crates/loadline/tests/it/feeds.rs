//! Rows of data and variables, from the user's side: what is wrong is shown before a request is sent, and a
//! feed that runs out is an ending that is said.

use expect_test::{Expect, expect};
use loadline_testkit::{AfterAnswer, CannedServer};

use crate::program::Folder;

const FLOW: &str = r#"
target: TARGET
feeds: { people: { file: people.csv, at_end: stop } }
flows: { one: { tasks: [ { do: [ { get: "/{{people.name}}" } ] } ] } }
tests: { load: { flow: one, users: 1, for: 10m } }
"#;

/// A folder with that flow and these rows.
fn folder(target: &str, rows: &str) -> Folder {
    let folder = Folder::new();
    folder.write("loadline.yaml", FLOW.replace("TARGET", target));
    folder.write("people.csv", rows);
    folder
}

fn check(folder: &Folder, expected: &Expect) {
    expected.assert_eq(&folder.run(&["run", "loadline.yaml"]).to_string());
}

#[test]
fn a_broken_row_is_shown_with_its_line_and_where_the_file_is_named() {
    let folder = folder("http://127.0.0.1:9", "email,name\na,Ann\nb\n");
    check(
        &folder,
        &expect![[r#"
        exit 104
        --- stderr
        error: read people.csv, line 3: the row has 1 value, and the first line names 2
         --> loadline.yaml:3:26
          |
        3 | feeds: { people: { file: people.csv, at_end: stop } }
          |                          ^^^^^^^^^^

        error: loadline.yaml has 1 mistake
    "#]],
    );
}

#[test]
fn an_unknown_column_and_a_missing_variable_are_told_with_what_helps() {
    let folder = folder("http://127.0.0.1:9", "email,mame\na,Ann\n");
    check(
        &folder,
        &expect![[r#"
        exit 104
        --- stderr
        error: the feed `people` has no column `name`
        hint: it has: email, mame
    "#]],
    );
    folder.write(
        "loadline.yaml",
        FLOW.replace("people.name", "secret LOADLINE_TEST_UNSET")
            .replace("TARGET", "http://127.0.0.1:9"),
    );
    check(
        &folder,
        &expect![[r#"
        exit 104
        --- stderr
        error: the environment variable `LOADLINE_TEST_UNSET` is not set, and `{{secret LOADLINE_TEST_UNSET}}` needs it
        hint: set it for this command: `LOADLINE_TEST_UNSET=… loadline run …`
    "#]],
    );
}

#[test]
fn a_feed_that_runs_out_ends_the_run_and_is_said() {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let folder = folder(&server.url(""), "email,name\na,Ann\nb,Bo\n");
    let seen = folder.run(&["run", "loadline.yaml", "-q"]);
    // Trusted or not: how it ended is the same on a busy machine.
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    let note = "the feed `people` ran out after its 2 rows, so users left before the end";
    assert!(seen.to_string().contains(note), "{seen}");
    assert_eq!(server.served(), 2);
}
