//! Windows that go out while a test runs: to a file, and to a real Prometheus. Where that is not installed its
//! test fails with the name of the package.

use loadline_testkit::{AfterAnswer, CannedServer, Law, LawServer, Prometheus};
use serde_json::Value;

use crate::program::Folder;

const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

#[test]
fn each_second_is_a_line_that_can_be_imported_again() {
    let server = CannedServer::start(ANSWER, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::new();
    let url = server.url("/");
    let arguments =
        ["run", &url, "--rate", "50/s", "--for", "2s", "-q", "--out", "ndjson=windows.ndjson"];
    let seen = folder.run(&arguments);
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    let text = folder.read("windows.ndjson");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["schema"], "loadline.windows/1");
    assert_eq!(lines.last().unwrap()["end"]["ending"], "completed");
    let imported = folder.run(&["import", "windows.ndjson", "--out", "json=again.json"]);
    assert!(matches!(imported.code, Some(0 | 110)), "{imported}");
    let again: Value = serde_json::from_str(&folder.read("again.json")).unwrap();
    assert_eq!(again["requests"]["total"], 100);
}

#[test]
fn a_receiver_that_is_not_there_is_said_before_the_test() {
    let server = CannedServer::start(ANSWER, AfterAnswer::KeepAlive).unwrap();
    let folder = Folder::new();
    let url = server.url("/");
    let out = "prometheus=http://user:word@127.0.0.1:9/api/v1/write";
    let seen = folder.run(&["run", &url, "--for", "1s", "-q", "--out", out]);
    assert_eq!(seen.code, Some(2), "{seen}");
    assert!(seen.stderr.contains("cannot write to http://127.0.0.1:9/api/v1/write"), "{seen}");
    assert!(!seen.stderr.contains("word"), "{seen}");
}

#[test]
fn a_quantile_in_prometheus_is_the_one_of_the_report() {
    let prometheus = Prometheus::start().unwrap();
    let law = Law::LogNormal { median: std::time::Duration::from_millis(4), sigma: 0.5 };
    let server = LawServer::start(law, 3).unwrap();
    let folder = Folder::new();
    let (url, out) = (server.url("/"), format!("prometheus={}", prometheus.write_url()));
    let arguments = ["run", &url, "--rate", "400/s", "--for", "4s", "-q", "--out", &out];
    let seen = folder.run(&[&arguments[..], &["--out", "json=result.json"]].concat());
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    let report: Value = serde_json::from_str(&folder.read("result.json")).unwrap();
    let own = report["latency"]["overall"]["response"]["p95_seconds"].as_f64().unwrap();
    let query = "histogram_quantile(0.95,sum(loadline_http_response_time_seconds))";
    let answer: Value = serde_json::from_str(&prometheus.query(query).unwrap()).unwrap();
    let theirs = answer["data"]["result"][0]["value"][1].as_str().unwrap().parse::<f64>().unwrap();
    assert!((theirs / own - 1.0).abs() < 0.01, "{theirs} there, {own} here");
}
