//! Two kept runs side by side.

use expect_test::expect;
use loadline_testkit::{AfterAnswer, CannedServer};

use crate::program::{Folder, check};

/// A folder with two runs of one test: the first was answered well, the second not at all well.
fn worse() -> Folder {
    let folder = Folder::new();
    for status in ["200 OK", "500 Internal Server Error"] {
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n\r\nok");
        let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
        let url = server.url("/");
        folder.run(&["run", &url, "-q", "-u", "1", "-i", "20", "-o", "http errors < 50%"]);
    }
    folder
}

#[test]
fn a_lost_objective_fails_the_command_only_when_asked() {
    let folder = worse();
    let seen = folder.run(&["compare"]);
    assert_eq!(seen.code, Some(0), "{seen}");
    assert!(seen.stdout.contains("✗ B misses 1 objective that A met"), "{seen}");
    assert!(seen.stdout.contains("too little to tell"), "{seen}");
    let failed = folder.run(&["compare", "last~1", "last", "--fail-on-regression"]);
    assert_eq!((failed.code, failed.stdout), (Some(99), seen.stdout));
    let improved = folder.run(&["compare", "last", "last~1", "--fail-on-regression"]);
    assert_eq!(improved.code, Some(0), "{improved}");
}

#[test]
fn a_comparison_leaves_as_files() {
    let folder = worse();
    let outs = ["--out", "json=c.json", "--out", "markdown=c.md", "--out", "text=c.txt"];
    let seen = folder.run(&[&["compare"][..], &outs].concat());
    assert_eq!(seen.stderr, "written: c.json\nwritten: c.md\nwritten: c.txt\n");
    assert!(folder.read("c.json").starts_with("{\n  \"schema\": \"loadline.comparison/1\",\n"));
    let markdown = folder.read("c.md");
    assert!(markdown.starts_with("### ❌ B misses 1 objective that A met\n"), "{markdown}");
    assert_eq!(folder.read("c.txt"), seen.stdout);
}

#[test]
fn a_run_held_against_itself_says_so() {
    let folder = worse();
    let seen = folder.run(&["compare", "last", "last"]);
    assert!(seen.stdout.contains("! both are the same run"), "{seen}");
}

#[test]
fn a_run_that_is_not_there_is_named() {
    check(
        &Folder::new(),
        &["compare", "a", "b"],
        &expect![[r#"
            exit 104
            --- stderr
            error: failed to find the run `a`
            hint: `loadline history` lists the runs; `last` and `last~1` work too
        "#]],
    );
    check(
        &worse(),
        &["compare", "last", "last", "--out", "pdf=x"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'pdf=x' for '--out <KIND=PATH>': no such kind; kinds: json, markdown, text

        For more information, try '--help'.
    "#]],
    );
}
