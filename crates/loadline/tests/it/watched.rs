//! What is watched beside the load: verdicts on it, mistakes in naming it, and secrets that stay secret.

use std::process;

use expect_test::expect;
use loadline_testkit::{AfterAnswer, CannedServer};
use serde_json::Value;

use crate::program::{Folder, check};

const PAGE: &str = "# TYPE orders_total counter\norders_total 5\nmy_queue_depth 42\n\
                    hikaricp_connections_active 18\nhikaricp_connections_max 20\n";

/// A server whose every answer is a page of metrics, so that it can be both target and page.
fn service() -> CannedServer {
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{PAGE}", PAGE.len());
    CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap()
}

/// The outcome of each objective by its sentence.
fn outcomes(json: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let verdicts = json["verdicts"].as_array().unwrap().iter();
    verdicts.map(|verdict| (text(&verdict["objective"]), text(&verdict["outcome"]))).collect()
}

#[test]
fn the_machine_a_process_and_a_page_get_verdicts() {
    let (server, folder) = (service(), Folder::new());
    let (page, pid) = (server.url("/metrics"), process::id().to_string());
    let objectives = [
        ("cpu avg < 10000%", "met"),
        ("memory max < 80%", "met"),
        ("memory < 900GB", "met"),
        ("memory growth < 1000%", "met"),
        ("pool < 80%", "missed"),
        ("my_queue_depth max < 100", "met"),
        ("orders_total rate < 1/s", "met"),
        ("host_cpu max <= 100%", "met"),
        ("process_open_files max < 100000", "met"),
        ("watch_lost < 1%", "met"),
    ];
    let mut arguments = vec!["run", "-q", "--users", "1", "--think", "10ms", "--for", "4s"];
    let target = server.url("/");
    arguments.extend([&*target, "--host", "--pid", &pid, "--scrape", &page]);
    arguments.extend(["--out", "json=result.json"]);
    arguments.extend(objectives.iter().flat_map(|(sentence, _)| ["-o", sentence]));
    let seen = folder.run(&arguments);
    assert!(matches!(seen.code, Some(99 | 110)), "{seen}");
    assert!(!seen.stderr.contains("warning"), "{seen}");
    let json: Value = serde_json::from_str(&folder.read("result.json")).unwrap();
    let outcomes = outcomes(&json);
    for (sentence, expected) in objectives {
        let outcome = outcomes.iter().find(|(other, _)| other == sentence);
        assert_eq!(outcome.map(|(_, outcome)| &**outcome), Some(expected), "{sentence}: {seen}");
    }
}

#[test]
fn credentials_of_a_page_are_nowhere_in_what_is_kept_or_shown() {
    let (server, folder) = (service(), Folder::new());
    let page = server.url("/metrics").replace("http://", "http://ann:s3cret@");
    let target = server.url("/");
    let seen = folder.run(&[
        "run",
        &target,
        "--iterations",
        "5",
        "--scrape",
        &page,
        "--out",
        "json=result.json",
        "-q",
    ]);
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    let kept = std::fs::read_dir(folder.path(".loadline")).unwrap();
    let mut kept: Vec<_> =
        kept.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
    kept.extend([seen.stdout.into_bytes(), seen.stderr.into_bytes()]);
    kept.push(folder.read("result.json").into_bytes());
    let holds = |bytes: &Vec<u8>| bytes.windows(6).any(|part| part == b"s3cret");
    assert!(!kept.iter().any(holds));
    let head = String::from_utf8(server.request_heads().remove(0)).unwrap();
    assert!(head.contains("authorization: Basic "), "{head}");
}

#[test]
fn what_cannot_be_watched_is_said_before_the_test_begins() {
    let folder = Folder::new();
    let target = "http://127.0.0.1:9/";
    check(
        &folder,
        &["run", target, "--pid", "4194305"],
        &expect![[r#"
        exit 2
        --- stderr
        error: failed to watch process 4194305: there is no process with that number
        hint: the process must run on this machine before the test begins; its name works too
    "#]],
    );
    check(
        &folder,
        &["run", target, "--process", "no-such-program-anywhere"],
        &expect![[r#"
        exit 2
        --- stderr
        error: failed to watch process `no-such-program-anywhere`: no process has that name
        hint: the name is that of the program, as `ps -eo comm` shows it
    "#]],
    );
    check(
        &folder,
        &["run", target, "--scrape", "ann:s3cret@127.0.0.1:9/metrics"],
        &expect![[r#"
            exit 2
            --- stderr
            error: failed to read the page of metrics `127.0.0.1:9/metrics`: it is not a URL
            hint: a page reads like `http://127.0.0.1:9090/metrics`
        "#]],
    );
    check(
        &folder,
        &["run", target, "--scrape", "http://127.0.0.1:9/metrics"],
        &expect![[r#"
        exit 110
        --- stderr
        error: failed to read the page of metrics http://127.0.0.1:9/metrics: connection refused
        hint: check that the service is up; its page must answer with Prometheus text or OpenMetrics
    "#]],
    );
    assert!(folder.names().is_empty(), "nothing was begun");
}

#[test]
fn an_objective_that_nothing_reads_says_which_argument_would() {
    let (server, folder) = (service(), Folder::new());
    let target = server.url("/");
    let asked = ["cpu avg < 70%", "network < 1GB/s", "pool < 80%"];
    let mut arguments = vec!["run", &*target, "--iterations", "5", "-q"];
    arguments.extend(asked.iter().flat_map(|sentence| ["-o", sentence]));
    let hints = |seen: crate::program::Seen| {
        let hints = seen.stderr.lines().filter_map(|line| line.strip_prefix("hint: "));
        hints.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        hints(folder.run(&arguments)),
        [
            "`cpu avg < 70%`: `--process NAME` or `--pid N` reads it of a process, `--host` of the machine",
            "`network < 1GB/s`: `--host` reads it, where the machine tells it",
            "`pool < 80%`: `--pgbouncer URL` reads it of a PgBouncer, `--scrape URL` from a page of metrics that has it",
        ]
    );
    let pid = process::id().to_string();
    let of_host = "cpu avg < 70% where source = host";
    let of_another = "memory < 80% where source = pid:1";
    let arguments = ["run", &target, "--users", "1", "--think", "10ms", "--for", "2s", "-q"];
    let watching = ["--pid", &pid, "-o", of_host, "-o", of_another];
    assert_eq!(
        hints(folder.run(&[&arguments[..], &watching].concat())),
        [
            format!("`{of_host}`: beside a process the machine's own figure is `host_cpu`"),
            format!("`{of_another}`: source was one of pid:{pid}"),
        ]
    );
}
