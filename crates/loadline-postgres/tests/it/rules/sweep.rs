//! Servers in a bad way, and names and texts that nobody expects: a check ends with what it could see, or with words.

use std::sync::atomic::{AtomicBool, Ordering};

use loadline_postgres::rules::facts::Facts;
use loadline_postgres::rules::{Check, Limits, check};
use loadline_postgres::session::{Session, SessionError, SessionOptions};
use loadline_testkit::postgres::StopMode;

use super::{cluster, settled};
use crate::runtime::block_on;

fn gathered(url: &str) -> Result<Facts, SessionError> {
    block_on(async {
        let session = Session::connect(url, &SessionOptions::default()).await?;
        Facts::gather(&session, None).await
    })
}

fn judged(url: &str) -> Check {
    check(&gathered(url).unwrap(), &Limits::default())
}

/// Checks again and again while something happens to the server, until that has ended; each result.
fn checked_during(url: &str, happening: impl FnOnce() + Send) -> Vec<Result<Facts, SessionError>> {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            happening();
            is_over.store(true, Ordering::SeqCst);
        });
        let mut results = Vec::new();
        while !is_over.load(Ordering::SeqCst) {
            results.push(gathered(url));
        }
        results
    })
}

#[test]
fn a_server_that_restarts_or_crashes_under_a_check_is_lost_or_not_ready() {
    let Some(mut cluster) = cluster(&[]) else { return };
    let url = cluster.url();
    let results = checked_during(&url, || {
        for _ in 0..3 {
            cluster.restart().unwrap();
            cluster.kill();
            cluster.restart().unwrap();
        }
    });
    for error in results.iter().filter_map(|result| result.as_ref().err()) {
        assert!(error.is_passing() && error.hint().is_some(), "{error:?}");
    }
    assert!(gathered(&url).is_ok(), "it is back");
    let open = block_on(Session::connect(&url, &SessionOptions::default())).unwrap();
    cluster.stop(StopMode::Immediate).unwrap();
    let lost = block_on(Facts::gather(&open, None)).unwrap_err();
    assert!(matches!(lost, SessionError::Lost { .. }), "{lost:?}");
}

#[test]
fn statistics_that_are_reset_and_tables_that_come_and_go_stop_no_check() {
    let Some(cluster) = cluster(&[]) else { return };
    let results = checked_during(&cluster.url(), || {
        for round in 0..15 {
            let many = |what: &dyn Fn(usize) -> String| (0..20).map(what).collect::<String>();
            cluster
                .sql(&many(&|n| format!("CREATE TABLE t{n} (id bigserial PRIMARY KEY, v text);")))
                .unwrap();
            cluster.sql("SELECT pg_stat_statements_reset(), pg_stat_reset()").unwrap();
            cluster.sql(&many(&|n| format!("SELECT {round} AS a{n} FROM t{n};"))).unwrap();
            cluster.sql(&many(&|n| format!("DROP TABLE t{n};"))).unwrap();
        }
    });
    assert!(!results.is_empty());
    for result in results {
        if let Err(error) = result {
            panic!("{error}: {}", cluster.log());
        }
    }
}

#[test]
fn a_table_that_is_being_dropped_with_its_sequence_is_not_waited_for() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE TABLE going (id bigserial PRIMARY KEY)").unwrap();
    block_on(async {
        let options = SessionOptions { can_write: true, ..SessionOptions::default() };
        let holder = Session::connect(&cluster.url(), &options).await.unwrap();
        holder.simple("BEGIN; DROP TABLE going").await.unwrap();
        let quick = SessionOptions {
            lock_timeout: std::time::Duration::from_millis(50),
            ..SessionOptions::default()
        };
        let session = Session::connect(&cluster.url(), &quick).await.unwrap();
        let facts = Facts::gather(&session, None).await.unwrap();
        assert!(facts.are_sizes_estimates && facts.sequences[0].last.is_none());
    });
}

#[test]
fn a_time_limit_that_is_hit_is_said() {
    let Some(cluster) = cluster(&[]) else { return };
    let make = "DO $$ BEGIN FOR i IN 1..300 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY)', i); END LOOP; END $$";
    cluster.sql(make).unwrap();
    let options = SessionOptions {
        statement_timeout: std::time::Duration::from_millis(1),
        ..SessionOptions::default()
    };
    let result = block_on(async {
        let session = Session::connect(&cluster.url(), &options).await?;
        Facts::gather(&session, None).await
    });
    // A fast machine may do all of it in time.
    if let Err(error) = result {
        assert!(matches!(error, SessionError::TimedOut { .. }), "{error:?}");
        assert!(error.hint().unwrap().contains("--timeout"));
    }
}

#[test]
fn texts_of_ten_megabytes_are_cut() {
    let Some(cluster) = cluster(&[]) else { return };
    for number in 0..3 {
        let text = format!("SELECT 1 AS a{number} /* {} */ WHERE true", "long ".repeat(2 << 20));
        cluster.sql_file(&text).unwrap();
    }
    let facts = gathered(&cluster.url()).unwrap();
    let longest = facts.statements.unwrap().iter().map(|one| one.text.len()).max().unwrap();
    assert_eq!(longest, 10_000);
}

#[test]
fn text_of_other_encodings_stops_no_check() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0").unwrap();
    cluster.sql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0").unwrap();
    let psql = |database: &str, encoding: &str, statement: &str| {
        let url = format!("{}{database}", cluster.url().trim_end_matches("postgres"));
        let mut bytes = cluster.command("psql");
        bytes.env("PGCLIENTENCODING", encoding).args(["-X", "-q", &url, "-f", "-"]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("statement");
        let latin: Vec<u8> = statement.chars().map(|c| c as u8).collect();
        std::fs::write(&path, latin).unwrap();
        bytes.stdin(std::fs::File::open(&path).unwrap());
        assert!(bytes.status().unwrap().success());
    };
    for (database, encoding) in [("ascii", "SQL_ASCII"), ("latin", "LATIN1")] {
        psql(
            database,
            encoding,
            "CREATE EXTENSION pg_stat_statements; CREATE TABLE \"gr\u{f6}\u{df}e\" (\"\u{e4}\" int); SELECT \"\u{e4}\" AS \"\u{ff}\" FROM \"gr\u{f6}\u{df}e\"",
        );
    }
    for database in ["postgres", "ascii", "latin"] {
        let url = format!("{}{database}", cluster.url().trim_end_matches("postgres"));
        let facts = gathered(&url).unwrap_or_else(|error| panic!("{database}: {error}"));
        if database != "postgres" {
            assert_eq!(facts.tables.len(), 1, "{database}");
            assert!(facts.tables[0].name.starts_with("gr"), "{database}");
        }
        assert!(!check(&facts, &Limits::default()).has_findings());
        assert_eq!(facts.reading.are_texts_unreadable, database == "postgres");
    }
}

#[test]
fn names_of_roles_databases_and_applications_stay_names() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE victim (id int PRIMARY KEY);
             CREATE ROLE \"r'; DROP TABLE victim; --\"\"\" LOGIN IN ROLE pg_monitor",
        )
        .unwrap();
    cluster.sql("CREATE DATABASE \"d'; DROP TABLE victim; --\"\"\"").unwrap();
    let encoded = |name: &str| name.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let url = cluster
        .url()
        .replacen("postgres@", &format!("{}@", encoded("r'; DROP TABLE victim; --\"")), 1)
        .replacen("/postgres", &format!("/{}", encoded("d'; DROP TABLE victim; --\"")), 1);
    let named = format!("{url}?application_name={}", encoded("a\u{1b}[31m\n\u{7}"));
    for url in [url, named] {
        let check = judged(&url);
        assert!(
            check.hidden.iter().any(|hidden| hidden.remedy
                == "GRANT pg_read_all_data TO \"r'; DROP TABLE victim; --\"\"\";"
                || cluster.version() < 14),
            "{check:#?}"
        );
    }
    assert_eq!(cluster.sql("SELECT count(*) FROM victim").unwrap(), "0");
}

#[test]
fn the_rights_of_a_monitor_are_enough_for_all_but_columns() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql("CREATE ROLE watcher LOGIN IN ROLE pg_monitor; CREATE TABLE t (id serial PRIMARY KEY, v int); INSERT INTO t (v) VALUES (1)")
        .unwrap();
    settled(&cluster);
    let url = cluster.url().replacen("postgres@", "watcher@", 1);
    let facts = gathered(&url).unwrap();
    assert!(
        facts.statements.as_ref().unwrap().iter().any(|one| one.text.contains("INSERT INTO t"))
    );
    let check = check(&facts, &Limits::default());
    let whats: Vec<&str> = check.hidden.iter().map(|hidden| hidden.what.as_str()).collect();
    assert_eq!(
        whats,
        [
            "statistics of columns of tables that the role may not read",
            "the server's memory, processors and disk"
        ]
    );
    cluster.sql("GRANT SELECT ON t TO watcher").unwrap();
    assert_eq!(judged(&url).hidden.len(), 1, "a role that may read what is there lacks nothing");
}

#[test]
fn a_replica_is_checked_as_a_primary_is() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE TABLE t (id serial PRIMARY KEY)").unwrap();
    let replica = cluster.replica().unwrap();
    replica.catch_up_with(&cluster).unwrap();
    let facts = gathered(&replica.url()).unwrap();
    assert!(facts.sight.is_replica && facts.tables.len() == 1);
    assert!(!check(&facts, &Limits::default()).has_findings());
}
