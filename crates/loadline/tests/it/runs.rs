//! Kept runs: the list, and each of them again.

use expect_test::expect;
use loadline_testkit::{AfterAnswer, CannedServer};

use crate::program::{Folder, check};

/// A folder with two runs in its store: one that kept its promise, one that broke one.
fn two_runs() -> Folder {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::new();
    let run = |arguments: &[&str]| {
        let basic = ["run", &server.url("/"), "-q", "--users", "1"];
        folder.run(&[&basic[..], arguments].concat())
    };
    run(&["--iterations", "4"]);
    run(&["--iterations", "9", "-o", "http p95 < 1ns"]);
    folder
}

#[test]
fn the_newest_run_is_listed_first() {
    let folder = two_runs();
    let seen = folder.run(&["history"]).stdout.replace(", not to be trusted", "");
    let columns = |line: &str| line.split("  ").filter(|cell| !cell.is_empty()).count();
    let lines: Vec<&str> = seen.lines().collect();
    assert_eq!(lines.len(), 3, "{seen}");
    assert!(lines.iter().all(|line| columns(line) == 6), "{seen}");
    assert!(lines[1].contains("completed") && lines[1].contains("1 met, 1 missed"), "{seen}");
    assert!(lines[2].contains("completed") && lines[2].contains("1 met  "), "{seen}");
    assert_eq!(folder.run(&["history", "-n", "1"]).stdout.lines().count(), 2);
}

#[test]
fn a_run_is_shown_again_as_it_was_printed() {
    let folder = two_runs();
    let id = folder.run(&["history", "-n", "1"]).stdout.lines().nth(1).unwrap().to_owned();
    let id = id.split(' ').next().unwrap();
    let last = folder.run(&["show"]);
    assert_eq!(last.code, Some(0), "showing a run judges no pipeline");
    assert!(last.stdout.contains("9 of 9 requests succeeded"), "{last}");
    assert!(last.stdout.contains("✗ http p95 < 1ns"), "{last}");
    assert_eq!(folder.run(&["show", id]).stdout, last.stdout);
    assert_eq!(folder.run(&["show", "last"]).stdout, last.stdout);
    let before = folder.run(&["show", "last~1"]);
    assert!(before.stdout.contains("4 of 4 requests succeeded"), "{before}");
}

#[test]
fn a_run_that_is_not_there_is_answered_with_where_to_look() {
    let folder = two_runs();
    check(
        &folder,
        &["show", "last~2"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to find the run `last~2`
        hint: `loadline history` lists the runs; `last` and `last~1` work too
    "#]],
    );
    check(
        &folder,
        &["show", "2"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to find the run `2`: several begin like that
        hint: one of RUN-ID, RUN-ID
    "#]],
    );
    check(
        &folder,
        &["show", "nothing"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to find the run `nothing`
        hint: `loadline history` lists the runs; `last` and `last~1` work too
    "#]],
    );
}
