//! What is promised of a database: read beside a load test of a real service on a real server, from the server's own
//! statistics and from its log, and judged like everything else.

use std::path::{Path, PathBuf};

use expect_test::expect;
use loadline_testkit::postgres::{Cluster, ClusterOptions, PgBouncer};
use loadline_testkit::{AfterAnswer, CannedServer, OrdersService, unless_missing};
use serde_json::Value;

use crate::program::{Folder, Seen, check};

/// A server that counts statements and logs how long each took.
fn cluster() -> Option<Cluster> {
    let settings = [("log_min_duration_statement", "0"), ("log_line_prefix", "%m [%p] %q%u@%d ")];
    let cluster = unless_missing(Cluster::start_with(&ClusterOptions {
        preload: vec!["pg_stat_statements".into()],
        settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        ..ClusterOptions::default()
    }))?;
    cluster.sql("CREATE EXTENSION pg_stat_statements").unwrap();
    Some(cluster)
}

/// Its log stands beside its data.
fn log_of(cluster: &Cluster) -> PathBuf {
    let data = cluster.sql("SHOW data_directory").unwrap();
    Path::new(&data).with_file_name("log")
}

fn target() -> CannedServer {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_owned();
    CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap()
}

/// A run of one user, held against those sentences; gives what was said and the report.
fn run(folder: &Folder, target: &str, more: &[&str], sentences: &[&str]) -> (Seen, Value) {
    let mut arguments = vec!["run", target, "-q", "--users", "1", "--think", "20ms"];
    arguments.extend(["--out", "json=result.json"]);
    arguments.extend(more);
    arguments.extend(sentences.iter().flat_map(|sentence| ["-o", sentence]));
    let seen = folder.run(&arguments);
    let report = std::fs::read_to_string(folder.path("result.json"));
    let report = report.map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
    (seen, report)
}

/// The outcomes in the order of the sentences.
fn outcomes<'r>(report: &'r Value, sentences: &[&str]) -> Vec<&'r str> {
    let verdicts = report["verdicts"].as_array().unwrap();
    let outcome = |sentence: &&str| {
        let own = verdicts.iter().find(|verdict| verdict["objective"] == **sentence);
        own.map_or("", |verdict| verdict["outcome"].as_str().unwrap())
    };
    sentences.iter().map(outcome).collect()
}

#[test]
fn means_come_from_statistics_and_percentiles_from_the_log() {
    let Some(cluster) = cluster() else { return };
    let (service, folder) = (OrdersService::start(&cluster).unwrap(), Folder::new());
    let (url, log) = (cluster.url(), log_of(&cluster));
    let watched = ["--for", "5s", "--postgres", &url, "--postgres-log", log.to_str().unwrap()];
    let sentences = [
        "sql avg < 10s where class = simple",
        "sql p95 < 10s where class = simple",
        "sql p95 < 1ns where class = simple",
        "sql rate > 1/s",
        "connections < 80%",
        "connections max >= 1",
        "cache hits > 1%",
        "transactions > 1/s",
        "sql_errors count < 1",
        "watch_lost < 1%",
        "sql p95 < 10s where class = bulk",
    ];
    let (seen, report) = run(&folder, &service.url("/order?id=1"), &watched, &sentences);
    assert!(matches!(seen.code, Some(99 | 110)), "{seen}");
    let expected =
        ["met", "met", "missed", "met", "met", "met", "met", "met", "met", "met", "unknown"];
    assert_eq!(outcomes(&report, &sentences), expected, "{seen}");
    let kinds: Vec<&str> = report["watched"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|series| series["labels"]["class"] == "simple")
        .map(|series| series["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["p95", "rate", "level"], "sql, sql_calls, sql_mean");
    let again = folder.run(&["show", "last", "--out", "json=again.json"]);
    assert_eq!(again.code, Some(0), "{again}");
    let again: Value = serde_json::from_str(&folder.read("again.json")).unwrap();
    assert_eq!(again["verdicts"], report["verdicts"], "a kept run is judged alike");
}

#[test]
fn percentiles_without_a_log_are_unknown_and_the_run_says_what_would_give_them() {
    let Some(cluster) = cluster() else { return };
    let (server, folder) = (target(), Folder::new());
    let sentences = ["sql p95 < 100ms where class = simple"];
    let watched = ["--for", "2s", "--postgres", &cluster.url()];
    let (seen, report) = run(&folder, &server.url("/"), &watched, &sentences);
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    assert_eq!(outcomes(&report, &sentences), ["unknown"]);
    assert!(
        seen.stderr.contains(
            "hint: `sql p95 < 100ms where class = simple`: `--postgres-log FILE` reads the times"
        ),
        "{seen}"
    );
}

#[test]
fn a_log_of_slow_statements_alone_has_no_percentiles() {
    let Some(cluster) = cluster() else { return };
    cluster.sql("ALTER SYSTEM SET log_min_duration_statement = '250ms'").unwrap();
    cluster.sql("SELECT pg_reload_conf()").unwrap();
    let (server, folder, log) = (target(), Folder::new(), log_of(&cluster));
    // The command line of a cluster wins over its files.
    let url = format!("{}?options=-c%20log_min_duration_statement%3D250", cluster.url());
    let watched = ["--for", "2s", "--postgres", &url, "--postgres-log", log.to_str().unwrap()];
    let sentences = ["sql p95 < 100ms"];
    let (seen, report) = run(&folder, &server.url("/"), &watched, &sentences);
    assert_eq!(outcomes(&report, &sentences), ["unknown"], "{seen}");
    assert!(seen.stderr.contains("logs statements of 250 ms and more alone"), "{seen}");
}

#[test]
fn a_server_that_cannot_be_read_is_said_before_the_load_begins() {
    let Some(cluster) = cluster() else { return };
    let (folder, server) = (Folder::new(), target());
    check(
        &folder,
        &["run", &server.url("/"), "--postgres", "postgres://me:secret@127.0.0.1:1/app"],
        &expect![[r#"
            exit 110
            --- stderr
            error: failed to connect to 127.0.0.1:1: Connection refused (os error 111)
            hint: check that the server runs, listens on that address (`listen_addresses`), and that no firewall is between
        "#]],
    );
    let hba = cluster.sql("SHOW hba_file").unwrap();
    cluster
        .sql("SET password_encryption = 'scram-sha-256'; CREATE ROLE keeper LOGIN PASSWORD 'right'")
        .unwrap();
    let rules =
        "host all keeper 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n";
    std::fs::write(hba, rules).unwrap();
    cluster.sql("SELECT pg_reload_conf()").unwrap();
    let wrong = cluster.url().replacen("postgres@", "keeper:wrong@", 1);
    let seen = folder.run(&["run", &server.url("/"), "--postgres", &wrong]);
    assert_eq!(seen.code, Some(104), "{seen}");
    assert!(seen.stderr.contains("failed to log in to 127.0.0.1:"), "{seen}");
    let missing = folder.run(&["run", &server.url("/"), "--postgres-log", "missing.log"]);
    assert_eq!(missing.code, Some(104), "{missing}");
    assert!(folder.names().is_empty(), "nothing was begun");
    assert_eq!(server.request_heads().len(), 0, "nothing was sent");
}

#[test]
fn without_pg_stat_statements_the_other_figures_still_come() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let (server, folder) = (target(), Folder::new());
    let sentences = ["sql avg < 10ms", "connections < 80%"];
    let watched = ["--for", "3s", "--postgres", &cluster.url()];
    let (seen, report) = run(&folder, &server.url("/"), &watched, &sentences);
    assert_eq!(outcomes(&report, &sentences), ["unknown", "met"], "{seen}");
    let said = seen.stderr.matches("not seen: which statements take the time").count();
    assert_eq!(said, 1, "{seen}");
}

#[test]
fn a_pool_that_clients_wait_for_is_full() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let Some(pooler) = unless_missing(PgBouncer::start(&cluster)) else { return };
    let (server, folder) = (target(), Folder::new());
    let mut psql = std::process::Command::new("psql");
    psql.args(["-X", "-q", "-c", "SELECT pg_sleep(600)", &pooler.url("postgres")]);
    let mut clients = [psql.spawn().unwrap(), psql.spawn().unwrap()];
    let sentences = ["pool < 80%"];
    let watched = ["--for", "4s", "--pgbouncer", &pooler.url("pgbouncer")];
    let (seen, report) = run(&folder, &server.url("/"), &watched, &sentences);
    clients.iter_mut().for_each(|client| {
        let _ = client.kill();
        let _ = client.wait();
    });
    assert_eq!(outcomes(&report, &sentences), ["missed"], "{seen}");
}

#[test]
fn a_restart_in_the_middle_is_told_and_survived() {
    let Some(mut cluster) = cluster() else { return };
    let (server, folder) = (target(), Folder::new());
    let url = cluster.url().replacen("postgres@", "postgres:secret@", 1);
    let target = server.url("/");
    let mut arguments = vec!["run", &target, "--users", "1", "--think", "20ms", "--for", "1m"];
    arguments.extend(["--postgres", &url, "--out", "json=result.json"]);
    arguments.extend(["-o", "connections < 80%"]);
    let mut running = folder.start(&arguments);
    running.wait_for("    1s  users 1");
    cluster.restart().unwrap();
    running.wait_for("is tried again each second");
    running.wait_for("is read again");
    running.wait_for("connections ");
    running.send(rustix::process::Signal::INT);
    let seen = running.end();
    assert_eq!(seen.code, Some(105), "{seen}");
    let report: Value = serde_json::from_str(&folder.read("result.json")).unwrap();
    assert_eq!(outcomes(&report, &["connections < 80%"]), ["met"], "{seen}");
    assert!(!folder.read("result.json").contains("secret"), "the command is kept without it");
}

#[test]
fn a_replica_that_stands_still_falls_behind() {
    let Some(cluster) = cluster() else { return };
    let replica = cluster.replica().unwrap();
    let (server, folder) = (target(), Folder::new());
    cluster.sql("CREATE TABLE t (id int)").unwrap();
    replica.catch_up_with(&cluster).unwrap();
    let sentences = ["lag max < 1s", "lag < 1h"];
    let watched = ["--for", "5s", "--postgres", &cluster.url()];
    let (seen, report) = run(&folder, &server.url("/"), &watched, &sentences);
    assert_eq!(outcomes(&report, &sentences), ["met", "met"], "{seen}");
    replica.pause_replay().unwrap();
    cluster.sql("INSERT INTO t SELECT generate_series(1, 1000)").unwrap();
    let (seen, report) = run(&folder, &server.url("/"), &watched, &sentences);
    assert_eq!(outcomes(&report, &sentences), ["missed", "met"], "{seen}");
    let watched = ["--for", "3s", "--postgres", &replica.url()];
    let (seen, report) = run(&folder, &server.url("/"), &watched, &sentences);
    assert_eq!(outcomes(&report, &sentences), ["missed", "met"], "the replica's own word: {seen}");
}

#[test]
fn a_script_is_held_against_its_database() {
    let Some(cluster) = cluster() else { return };
    let service = OrdersService::start(&cluster).unwrap();
    let script = format!(
        "import http from 'k6/http';\nexport const options = {{ vus: 1, duration: '3s' }};\n\
         export default () => {{ http.get('{}'); }};\n",
        service.url("/order?id=1")
    );
    let folder = Folder::with("script.js", script);
    let url = cluster.url();
    let run = |sentence| folder.run(&["run", "script.js", "--postgres", &url, "-o", sentence]);
    let (met, missed) = (run("sql avg < 10s"), run("sql avg < 1ns"));
    assert_eq!(met.code, Some(0), "{met}");
    assert_eq!(missed.code, Some(99), "{missed}");
}

#[test]
fn a_log_is_judged_after_the_fact() {
    let Some(cluster) = cluster() else { return };
    cluster.sql("CREATE TABLE t (id int); INSERT INTO t VALUES (1)").unwrap();
    (0..3).for_each(|_| drop(cluster.sql("SELECT * FROM t WHERE id = 1").unwrap()));
    let (folder, log) = (Folder::new(), log_of(&cluster));
    let judge = |sentence| folder.run(&["db", "log", log.to_str().unwrap(), "-o", sentence]);
    let met = judge("sql p95 < 1h where class = simple");
    assert_eq!(met.code, Some(0), "{met}");
    assert!(met.stdout.contains("✓ met"), "{met}");
    let missed = judge("sql max < 1ns where class = simple");
    assert_eq!(missed.code, Some(99), "{missed}");
    let unknown = judge("sql p95 < 1h where class = bulk");
    assert_eq!(unknown.code, Some(99), "{unknown}");
    assert!(unknown.stderr.contains("hint: "), "{unknown}");
    let wrong = judge("sql p95 <");
    assert_eq!(wrong.code, Some(2), "{wrong}");
}

#[test]
fn a_statement_for_each_row_is_named_with_its_endpoint() {
    let Some(cluster) = cluster() else { return };
    let service = OrdersService::start(&cluster).unwrap();
    let file = format!(
        "service: orders\ntarget: http://{}\nflows:\n  mix:\n    think: 0s..60ms\n    tasks:\n      \
         - do: [ {{ get: \"/orders?limit={{{{random 1 30}}}}\", name: /orders }} ]\n      \
         - do: [ {{ get: \"/orders-eager?limit={{{{random 1 30}}}}\", name: /orders-eager }} ]\n      \
         - do: [ {{ get: /dashboard }} ]\n\
         tests:\n  mixed: {{ flow: mix, users: 4, for: 24s }}\n",
        service.address()
    );
    let folder = Folder::with("loadline.yaml", file);
    let arguments = ["run", "loadline.yaml", "-q", "--postgres", &cluster.url()];
    let seen = folder
        .run(&[&arguments[..], &["--out", "json=result.json", "--out", "html=r.html"]].concat());
    assert!(matches!(seen.code, Some(0 | 110)), "{seen}");
    let report: Value = serde_json::from_str(&folder.read("result.json")).unwrap();
    let found = report["advice"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{seen}\n{found:?}");
    let symptom = found[0]["symptom"].as_str().unwrap();
    assert!(symptom.starts_with("GET /orders: "), "{symptom}");
    assert!(seen.stdout.contains("Found under load"), "{seen}");
    assert!(folder.read("r.html").contains("id=\"advice\""));
    let again = folder.run(&["show", "last"]);
    assert!(again.stdout.contains(symptom.split(": ").next().unwrap()), "{again}");
}
