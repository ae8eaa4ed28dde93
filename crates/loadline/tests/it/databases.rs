//! `loadline db` from outside: help, what it says where no server answers, and findings from a real one.

use expect_test::{expect, expect_file};
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::unless_missing;

use crate::program::{Folder, check};

fn cluster() -> Option<Cluster> {
    let options = ClusterOptions {
        preload: vec!["pg_stat_statements".into()],
        durable: true,
        ..ClusterOptions::default()
    };
    unless_missing(Cluster::start_with(&options))
}

#[test]
fn its_subcommands_explain_themselves() {
    let folder = Folder::new();
    let pages =
        ["", "check", "slow", "indexes", "tables", "config", "explain", "log", "spans", "watch"]
            .map(|name| {
                let arguments: Vec<&str> =
                    ["db", name, "--help"].into_iter().filter(|part| !part.is_empty()).collect();
                format!("$ loadline {}\n{}\n", arguments.join(" "), folder.run(&arguments))
            });
    expect_file!["snapshots/help_db.txt"].assert_eq(&pages.concat());
}

#[test]
fn a_connection_string_that_is_none_is_a_usage_error() {
    check(
        &Folder::new(),
        &["db", "check", "mysql://me:secret@db/app"],
        &expect![[r#"
        exit 2
        --- stderr
        error: failed to read the connection string: `mysql://` is not PostgreSQL's
        hint: a URL reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE`
    "#]],
    );
}

#[test]
fn a_server_that_is_not_there_is_no_measurement() {
    let folder = Folder::new();
    let seen = folder.run(&["db", "check", "postgres://me@127.0.0.1:1/app"]);
    assert_eq!(seen.code, Some(110), "{seen}");
    assert!(seen.stderr.starts_with("error: failed to connect to 127.0.0.1:1"), "{seen}");
    assert!(seen.stderr.contains("hint: "), "{seen}");
}

#[test]
fn findings_are_printed_with_what_could_not_be_seen() {
    let Some(cluster) = cluster() else { return };
    cluster
        .sql("CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX t_a ON t (a); CREATE INDEX t_b ON t (a)")
        .unwrap();
    let folder = Folder::new();
    let seen = folder.run(&["db", "check", &cluster.url(), "--fail-on", "advice"]);
    assert_eq!(seen.code, Some(99), "{seen}");
    assert!(
        seen.stdout
            .contains("advice: public.t_b does what public.t_a does already [duplicate-index]"),
        "{seen}"
    );
    assert!(seen.stdout.contains("CREATE EXTENSION pg_stat_statements;"), "{seen}");
    let json = folder.run(&["db", "check", &cluster.url(), "--format", "json"]);
    assert_eq!(json.code, Some(0), "{json}");
    let document: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(document["findings"][0]["statement"], "DROP INDEX CONCURRENTLY \"public\".\"t_b\";");
    assert_eq!(document["not_seen"][0]["rules"][0], "slow-statement");
}

#[test]
fn statements_tables_and_the_pulse_are_listed() {
    let Some(cluster) = cluster() else { return };
    cluster
        .sql("CREATE EXTENSION pg_stat_statements; CREATE TABLE t (id int PRIMARY KEY)")
        .unwrap();
    cluster.sql("INSERT INTO t SELECT generate_series(1, 500)").unwrap();
    let folder = Folder::new();
    let slow = folder.run(&["db", "slow", &cluster.url(), "--by", "rows", "-n", "1"]);
    assert!(slow.stdout.contains("INSERT INTO t SELECT generate_series($1, $2)"), "{slow}");
    let tables = folder.run(&["db", "tables", &cluster.url()]);
    assert!(tables.stdout.contains("public.t"), "{tables}");
    let watch = folder.run(&["db", "watch", &cluster.url(), "--every", "100ms", "--times", "2"]);
    assert_eq!((watch.code, watch.stdout.lines().count()), (Some(0), 3), "{watch}");
}

#[test]
fn settings_are_recommended_and_changed_only_when_told_to() {
    let Some(cluster) = cluster() else { return };
    let folder = Folder::new();
    let machine = ["--memory", "16GiB", "--cores", "8", "--disk", "ssd", "--workload", "web"];
    let url = cluster.url();
    let run = |more: &[&str]| folder.run(&[&["db", "config", &url], &machine[..], more].concat());
    let sql = run(&["--format", "sql"]);
    assert!(sql.stdout.contains("ALTER SYSTEM SET random_page_cost = '1.1';"), "{sql}");
    assert_eq!(cluster.sql("SHOW random_page_cost").unwrap(), "4");
    let applied = run(&["--apply"]);
    assert_eq!(applied.code, Some(0), "{applied}");
    assert!(
        applied.stderr.contains("running: ALTER SYSTEM SET random_page_cost = '1.1';"),
        "{applied}"
    );
    assert!(applied.stderr.contains("after a restart: "), "{applied}");
    assert_eq!(
        cluster.sql("SELECT pg_sleep(0); SHOW effective_cache_size").unwrap().lines().last(),
        Some("12GB")
    );
}

#[test]
fn a_terminal_does_not_obey_what_a_table_is_called() {
    let Some(cluster) = cluster() else { return };
    cluster.sql("CREATE TABLE \"a\u{1b}[31m\nb\" (id int)").unwrap();
    let folder = Folder::new();
    for subcommand in ["check", "tables"] {
        let seen = folder.run(&["db", subcommand, &cluster.url()]);
        assert!(seen.stdout.contains("public.a\u{fffd}[31m\u{fffd}b"), "{seen}");
        assert!(!seen.stdout.contains('\u{1b}'), "{seen}");
    }
}
