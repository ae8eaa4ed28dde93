//! Ways to ask for traffic, each seen from the server's side.

use expect_test::expect;
use loadline_testkit::{AfterAnswer, CannedServer};
use serde_json::Value;

use crate::program::Folder;

/// Runs against a server with one answer; what the server saw and the result.
fn run(path: &str, arguments: &[&str]) -> (Vec<String>, Value) {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::new();
    let basic = ["run", &server.url(path), "-q", "--out", "json=result.json"];
    let seen = folder.run(&[&basic[..], arguments].concat());
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    let heads = server.request_heads().into_iter();
    let heads = heads.map(|head| String::from_utf8(head).unwrap()).collect();
    (heads, serde_json::from_str(&folder.read("result.json")).unwrap())
}

fn total(json: &Value) -> u64 {
    json["requests"]["total"].as_u64().unwrap()
}

#[test]
fn iterations_are_shared_by_the_users() {
    let (heads, json) = run("/", &["--iterations", "100", "--users", "3"]);
    assert_eq!((heads.len(), total(&json)), (100, 100));
}

#[test]
fn iterations_are_done_by_each_user() {
    let (heads, json) = run("/", &["--iterations-each", "7", "--users", "3"]);
    assert_eq!((heads.len(), total(&json)), (21, 21));
}

#[test]
fn a_url_may_hold_values_to_fill_in() {
    let (heads, json) = run("/items/{{random 1 10}}", &["--iterations", "30"]);
    let paths: std::collections::BTreeSet<_> =
        heads.iter().map(|head| head.lines().next()).collect();
    assert!((2..=10).contains(&paths.len()), "{paths:?}");
    assert!(json.to_string().contains("\"/items/{{random 1 10}}\""), "one name for all of them");
}

#[test]
fn a_request_has_its_method_headers_and_body() {
    let request = ["-X", "PUT", "-H", "Accept: text/html", "--body", "hello"];
    let (heads, _) =
        run("/notes", &[&request[..], &["--iterations", "1", "--users", "1"]].concat());
    assert!(heads[0].starts_with("PUT /notes HTTP/1.1\r\n"), "{heads:?}");
    assert!(heads[0].to_lowercase().contains("\r\naccept: text/html\r\n"), "{heads:?}");
    assert!(heads[0].to_lowercase().contains("\r\ncontent-length: 5\r\n"), "{heads:?}");
}

#[test]
fn more_threads_than_users_do_no_harm() {
    let (_, json) = run("/", &["--threads", "64", "--users", "3", "--iterations", "9"]);
    assert_eq!(total(&json), 9);
}

#[test]
fn random_arrivals_and_pacing_can_be_asked_for() {
    let (_, json) = run("/", &["--rate", "50/s", "--for", "400ms", "--poisson"]);
    assert_eq!(json["run"]["traffic"], "50/s for 400ms, poisson");
    let (_, json) = run("/", &["--users", "2", "--think", "pacing 100ms", "--for", "400ms"]);
    assert!((2..=10).contains(&total(&json)), "{}", total(&json));
    let command = json["run"]["command"].as_str().unwrap();
    assert!(command.contains("--think 'pacing 100ms'"), "can be typed again: {command}");
}

#[test]
fn stages_shorter_than_a_second_are_driven() {
    let (_, json) = run("/", &["--test", "spike", "--scale", "0.0005", "--users", "4"]);
    assert_eq!(json["run"]["traffic"], "users 5ms to 4, 150ms at 4, 5ms to 0");
}

#[test]
fn smaller_stages_still_have_whole_users() {
    let arguments = ["--test", "stress", "--users", "3", "--scale", "0.0001", "--think", "5ms"];
    let (_, json) = run("/", &arguments);
    let traffic = json["run"]["traffic"].as_str().unwrap();
    assert!(traffic.starts_with("users 12ms to 1, 30ms at 1, 12ms to 2,"), "{traffic}");
}

#[test]
fn a_warm_up_as_long_as_the_test_is_refused() {
    let folder = Folder::new();
    let seen = folder.run(&["run", "http://127.0.0.1:9", "--for", "1s", "--warm-up", "5s"]);
    expect![[r#"
        exit 2
        --- stderr
        error: the warm-up of 5s leaves nothing of the test `run`, which takes 1s
        hint: shorten the warm-up, or make the test longer with `--for`
    "#]]
    .assert_eq(&seen.to_string());
}

#[test]
fn a_test_that_sends_no_request_has_measured_nothing() {
    let folder = Folder::new();
    let server =
        CannedServer::start("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", AfterAnswer::KeepAlive)
            .unwrap();
    let flow = "flows: { idle: { tasks: [ { do: [ { wait: 1ms } ] } ] } }";
    let tests = "tests: { one: { users: 1, iterations: 1 } }";
    folder.write("loadline.yaml", format!("target: {}\n{flow}\n{tests}\n", server.url("/")));
    let seen = folder.run(&["run", "loadline.yaml", "--quiet"]);
    assert_eq!(seen.code, Some(110), "{seen}");
    assert!(seen.stdout.contains("nothing was measured"), "{seen}");
}
