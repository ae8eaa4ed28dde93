//! `loadline db indexes` from outside: the choice as text, for programs and as a page, what is created when told to, and
//! what it says where it cannot choose.

use expect_test::expect;
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::unless_missing;

use crate::program::{Folder, check};

const TABLES: &str = "\
CREATE EXTENSION pg_stat_statements; CREATE EXTENSION hypopg;
CREATE TABLE people (id int PRIMARY KEY, city int NOT NULL, note text NOT NULL);
INSERT INTO people SELECT i, i % 3000, repeat(md5(i::text), 4) FROM generate_series(1, 60000) i;
CREATE INDEX people_again ON people (id);
VACUUM ANALYZE";

/// A server with the extensions; without them the test is skipped, and `cargo xtask test` installs them.
fn cluster() -> Option<Cluster> {
    let options = ClusterOptions {
        preload: vec!["pg_stat_statements".into()],
        durable: true,
        ..ClusterOptions::default()
    };
    let cluster = unless_missing(Cluster::start_with(&options))?;
    for statement in TABLES.split(";\n").flat_map(|line| line.split("; ")) {
        if cluster.sql(statement).is_err() && statement.contains("hypopg") {
            return None;
        }
    }
    Some(cluster)
}

#[test]
fn what_to_create_and_to_drop_is_said_once_and_created_when_told_to() {
    let Some(cluster) = cluster() else { return };
    let folder = Folder::new();
    let queries = folder.path("queries.sql");
    let text = "-- calls: 500\nSELECT note FROM people WHERE city = 7;\nSELECT note FROM people WHERE id = 7;\nVACUUM people;\nSELECT 1 FROM nobody;";
    folder.write("queries.sql", text);
    let (url, queries) = (cluster.url(), queries.display().to_string());
    let run = |more: &[&str]| {
        folder.run(&[&["db", "indexes", &url, "--queries", &queries], more].concat())
    };
    let text = run(&[]);
    assert_eq!(text.code, Some(0), "{text}");
    // The first two lines name the server and the file; figures differ with the server's version.
    let shown: Vec<String> = text
        .stdout
        .lines()
        .skip(2)
        .map(|line| line.replace(char::is_numeric, "N"))
        .map(|line| {
            line.split_once("NN candidates").map_or(line.clone(), |(head, _)| head.to_owned())
        })
        .filter(|line| {
            line.contains("index") || line.contains("left out") || line.contains("measured")
        })
        .collect();
    expect![[r#"
        the planner's estimate, not measured: HypoPG N.N.N, N plans, N candidates; `--prove copy` builds them on a copy and measures
        create N index, NNN KB of the N.N GB allowed: the planner's cost of the workload falls from N,NNN,NNN to NN,NNN, N.N% of what it was
        warning: public.people lacks an index on (city) [recommended-index]
          gain      NN% of what the workload costs without it, not measured: `loadline db indexes --prove copy` measures
        advice: public.people_again does what public.people_pkey does already [duplicate-index]
        left out: N read no rows; N name no table of this database"#]].assert_eq(&shown.join("\n"));
    let json = run(&["--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(document["is_measured"], false);
    assert_eq!(document["create"][0]["table"], "people");
    assert!(document["cost_after"].as_f64() < document["cost_before"].as_f64());
    let page = run(&["--format", "html"]);
    assert!(
        page.stdout.contains("not measured") && page.stdout.contains("people_city_idx"),
        "{page}"
    );
    assert_eq!(
        cluster.sql("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'").unwrap(),
        "2"
    );
    let applied = run(&["--apply"]);
    assert_eq!(applied.code, Some(0), "{applied}");
    assert!(
        applied.stderr.contains("running: CREATE INDEX CONCURRENTLY people_city_idx ON "),
        "{applied}"
    );
    let valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'people_city_idx'::regclass";
    assert_eq!(cluster.sql(valid).unwrap(), "t");
    let again = run(&["--apply"]);
    assert!(again.stdout.contains("no index to create"), "{again}");
}

#[test]
fn a_check_names_an_index_once_with_what_it_explains() {
    let Some(cluster) = cluster() else { return };
    for city in 0..20 {
        cluster.sql(&format!("SELECT note FROM people WHERE city = {city}")).unwrap();
    }
    let folder = Folder::new();
    let seen = folder.run(&["db", "check", &cluster.url(), "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&seen.stdout).unwrap();
    let rules = |name: &str| {
        let findings = document["findings"].as_array().unwrap().iter();
        findings.filter(|finding| finding["rule"] == name).count()
    };
    assert_eq!((rules("recommended-index"), rules("missing-index")), (1, 0), "{seen}");
    let choice = folder.run(&["db", "indexes", &cluster.url()]);
    assert!(choice.stdout.contains("people_city_idx"), "{choice}");
    assert!(choice.stdout.contains("SELECT note FROM people WHERE city = $1"), "{choice}");
}

#[test]
fn without_statements_it_says_where_to_get_some() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let folder = Folder::new();
    check(
        &folder,
        &["db", "indexes", &cluster.url()],
        &expect![[r#"
        exit 2
        --- stderr
        error: this database has no statistics of statements
        hint: name a workload with `--queries PATH` or `--log FILE`, or load pg_stat_statements (shared_preload_libraries, then restart) and CREATE EXTENSION pg_stat_statements
    "#]],
    );
    check(
        &folder,
        &["db", "indexes", &cluster.url(), "--queries", "missing.sql"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read missing.sql: No such file or directory (os error 2)
        hint: name a file of SQL statements or a folder of .sql files
    "#]],
    );
    folder.write("empty.sql", "-- nothing\n");
    let empty = folder.run(&["db", "indexes", &cluster.url(), "--queries", "empty.sql"]);
    assert!(empty.stderr.contains("empty.sql: there is no statement in it"), "{empty}");
    folder.write("own.sql", "SELECT 1");
    let none = folder.run(&["db", "indexes", &cluster.url(), "--queries", "own.sql"]);
    assert!(none.stdout.contains("an estimate from statistics, unverified"), "{none}");
    assert!(none.stdout.contains("no index to create: no statement takes part"), "{none}");
    assert!(none.stdout.contains("hypopg"), "{none}");
}

/// HypoPG knows no GIN, so that the planner cannot be asked: only building it tells.
#[test]
fn an_index_that_no_planner_can_judge_is_proven_and_created() {
    let Some(cluster) = cluster() else { return };
    cluster.sql("CREATE TABLE docs AS SELECT i AS id, jsonb_build_object('k', i % 5000, 'note', repeat(md5(i::text), 4)) AS body FROM generate_series(1, 60000) i").unwrap();
    cluster.sql("VACUUM ANALYZE docs").unwrap();
    let folder = Folder::new();
    folder.write("queries.sql", "SELECT id FROM docs WHERE body @> '{\"k\": 77}'");
    let url = cluster.url();
    let proven = folder.run(&[
        "db",
        "indexes",
        &url,
        "--queries",
        "queries.sql",
        "--prove",
        "here",
        "--alternatives",
        "--apply",
    ]);
    assert_eq!(proven.code, Some(0), "{proven}");
    assert!(proven.stdout.contains("kept: saves "), "{proven}");
    assert!(proven.stdout.contains("measured: it saves "), "{proven}");
    assert!(proven.stdout.contains("found by the proof, not by the planner"), "{proven}");
    let created = "running: CREATE INDEX CONCURRENTLY docs_body_idx ON \"public\".docs USING gin";
    assert!(proven.stderr.contains(created), "{proven}");
    let valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'docs_body_idx'::regclass";
    assert_eq!(cluster.sql(valid).unwrap(), "t");
}
