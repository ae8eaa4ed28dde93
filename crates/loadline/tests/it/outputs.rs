//! What a run prints and writes: plain lines, quiet, colours, reports.

use loadline_testkit::{AfterAnswer, CannedServer};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::program::Folder;

fn server() -> CannedServer {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap()
}

fn json(folder: &Folder, name: &str) -> Value {
    serde_json::from_str(&folder.read(name)).unwrap()
}

#[test]
fn without_a_terminal_the_live_view_is_plain_lines() {
    let server = server();
    let folder = Folder::new();
    let url = server.url("/");
    let seen = folder.run(&["run", &url, "--users", "1", "--think", "50ms", "--for", "1100ms"]);
    let lines: Vec<&str> = seen.stderr.lines().collect();
    assert_eq!(lines[0], format!("run  1 user for 1.1s on {url}, think 50ms"));
    let first = lines[1];
    for word in ["1s  users 1  rate ", "  errors 0%  p50 ", "  p95 ", "  p99 "] {
        assert!(first.contains(word), "no `{word}` in `{first}`");
    }
    assert!(!seen.to_string().contains('\u{1b}'), "no colours, no cursor: {seen}");
}

#[test]
fn quiet_prints_the_summary_and_nothing_else() {
    let server = server();
    let folder = Folder::new();
    let seen = folder.run(&["run", &server.url("/"), "--quiet", "--iterations", "3"]);
    assert_eq!(seen.stderr, "");
    assert!(seen.stdout.contains("3 of 3 requests succeeded"), "{seen}");
}

#[test]
fn reports_are_written_whole() {
    let server = server();
    let folder = Folder::with("result.json", "what was there before");
    let url = server.url("/items?page=2");
    let outs =
        ["--out", "json=result.json", "--out", "html=report.html", "--out", "text=summary.txt"];
    let seen = folder.run(&[&["run", &url, "-q", "--iterations", "7"], &outs[..]].concat());
    let written = "written: result.json\nwritten: report.html\nwritten: summary.txt\n";
    assert_eq!(seen.stderr, written);
    let json = json(&folder, "result.json");
    assert_eq!(json["requests"]["total"], 7);
    assert_eq!(json["run"]["target"], Value::from(url));
    assert!(json["trust"]["trustworthy"].is_boolean() && json["generator"].is_object());
    assert!(folder.read("report.html").trim_end().ends_with("</html>"));
    assert!(folder.read("summary.txt").contains("7 of 7 requests succeeded"));
    let names = [".loadline", "report.html", "result.json", "summary.txt"];
    assert_eq!(folder.names(), names, "no half a file is left");
}

#[test]
fn a_report_may_go_to_a_pipe() {
    let server = server();
    let folder = Folder::new();
    let run = ["run", &server.url("/"), "-q", "--iterations", "3", "--out", "json=/dev/stdout"];
    let seen = folder.run(&run);
    let start = seen.stdout.find("{\n").or(seen.stdout.find('{')).unwrap();
    let json: Value = serde_json::from_str(&seen.stdout[start..]).unwrap();
    assert_eq!(json["requests"]["total"], 3);
}

#[test]
fn all_runs_six_tests_and_writes_six_files_of_each_kind() {
    let server = server();
    let folder = Folder::new();
    let url = server.url("/");
    let short = ["--scale", "0.0001", "--users", "3", "--think", "10ms", "-q"];
    let outs = ["--out", "json=r.json", "--out", "text=r.txt"];
    let seen = folder.run(&[&["run", &url, "--test", "all"], &short[..], &outs[..]].concat());
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    for name in ["smoke", "load", "stress", "spike", "volume", "endurance"] {
        let json = json(&folder, &format!("r-{name}.json"));
        assert_eq!(json["run"]["name"], name);
        assert!(folder.path(&format!("r-{name}.txt")).exists());
    }
    assert_eq!(folder.run(&["history"]).stdout.lines().count(), 7);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let mut command = folder.command(&["standards", "show", "muppet"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
}
