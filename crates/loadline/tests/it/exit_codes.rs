//! What a run ends with: 0, 99, 110, each for its reason. 2 and 104 are in `arguments` and `files`, 105 is in
//! `interrupted`.

use std::time::Duration;

use loadline_testkit::{AfterAnswer, CannedServer, Law, LawServer};

use crate::program::{Folder, Seen};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const BROKEN: &str = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n";

/// A short run against a server with one answer, with figures that can be trusted.
fn run(answer: &str, arguments: &[&str]) -> Seen {
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let url = server.url("/");
    let users = ["--users", "1", "--threads", "1", "--iterations", "5", "--think", "30ms"];
    Folder::new().run_trusted(&[&["run", &url, "--quiet"], &users[..], arguments].concat())
}

#[track_caller]
fn check(seen: &Seen, code: i32, line: &str) {
    assert_eq!(seen.code, Some(code), "{seen}");
    assert!(seen.stdout.lines().any(|l| l.trim() == line), "no line `{line}` in\n{seen}");
}

#[test]
fn a_run_that_keeps_its_promises_ends_with_0() {
    check(&run(OK, &["-o", "http p95 < 1m"]), 0, "✓ all 2 objectives met");
    check(&run(OK, &[]), 0, "✓ the objective was met");
}

#[test]
fn a_missed_objective_ends_with_99() {
    check(&run(OK, &["-o", "http p95 < 1ns"]), 99, "✗ 1 of 2 objectives missed");
}

#[test]
fn an_objective_that_was_asked_for_and_not_measured_ends_with_99_and_a_hint() {
    let seen = run(OK, &["-o", "http p95 < 1m where class = search"]);
    check(&seen, 99, "✗ 1 objective asked for could not be judged, 1 met");
    let hint = "hint: `http p95 < 1m where class = search`: requests get their class from `classes:` \
                in the service's file\n";
    assert_eq!(seen.stderr, hint);
}

#[test]
fn a_misspelt_metric_is_said_before_the_run() {
    let seen = run(OK, &["-o", "htp p95 < 1m"]);
    assert_eq!(seen.code, Some(99));
    let warning =
        "warning: `htp` in `htp p95 < 1m` is no metric of a load test; did you mean `http`?\n";
    assert_eq!(seen.stderr, warning);
}

#[test]
fn rows_of_a_pack_that_a_test_cannot_measure_fail_nothing() {
    check(&run(OK, &["--standards", "tech-stack"]), 0, "✓ all 2 objectives met, 2 not measured");
}

#[test]
fn a_run_without_one_good_answer_ends_with_99() {
    let seen = run(BROKEN, &["-o", "http p95 < 1m"]);
    assert_eq!(seen.code, Some(99), "{seen}");
    assert!(seen.stdout.contains("✗ http errors < 100%"), "{seen}");
    assert!(seen.stdout.contains("unknown: every request failed"), "{seen}");
    assert!(!seen.stdout.contains('✓'), "nothing is met: {seen}");
}

#[test]
fn dropped_arrivals_end_with_110() {
    let server = LawServer::start(Law::Constant(Duration::from_millis(200)), 1).unwrap();
    let limits = ["--max-users", "1", "--max-late", "1"];
    let basic = ["run", &server.url("/"), "--quiet", "--rate", "500/s", "--for", "500ms"];
    let seen = Folder::new().run(&[&basic[..], &limits].concat());
    assert_eq!(seen.code, Some(110), "{seen}");
    assert!(seen.stdout.contains("arrivals were dropped"), "{seen}");
}

#[test]
fn a_generator_without_open_files_warns_and_ends_with_110() {
    let server = CannedServer::start(OK, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::new();
    let line = "ulimit -n 100 && exec \"$0\" run \"$1\" --quiet --users 200 --iterations-each 1";
    let binary = env!("CARGO_BIN_EXE_loadline");
    let url = server.url("/");
    let mut shell = std::process::Command::new("sh");
    let output = shell.args(["-c", line, binary, &url]).current_dir(folder.path("")).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(110));
    let warning = "warning: 200 connections need 328 open files, and only 100 are allowed: some will fail; \
                   `ulimit -n 328` allows more, `--connections` needs fewer\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), warning);
}
