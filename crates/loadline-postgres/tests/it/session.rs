//! What a session may do, and what it says when it cannot.

use std::time::Duration;

use loadline_postgres::session::{Cells as _, Presence, Session, SessionError, SessionOptions};
use loadline_testkit::postgres::{Cluster, ClusterOptions, StopMode};
use loadline_testkit::unless_missing;

use crate::runtime::block_on;

fn with_statements() -> Option<Cluster> {
    let options =
        ClusterOptions { preload: vec!["pg_stat_statements".into()], ..ClusterOptions::default() };
    unless_missing(Cluster::start_with(&options))
}

async fn connect(url: &str) -> Result<Session, SessionError> {
    Session::connect(url, &SessionOptions::default()).await
}

#[test]
fn it_changes_nothing_and_stops_in_time() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    block_on(async {
        let options = SessionOptions {
            statement_timeout: Duration::from_millis(50),
            ..SessionOptions::default()
        };
        let session = Session::connect(&cluster.url(), &options).await.unwrap();
        let refused = session.execute("CREATE TABLE t ()", &[]).await.unwrap_err();
        assert!(matches!(refused, SessionError::ReadOnly { .. }), "{refused}");
        let late = session.query("SELECT pg_sleep(20)", &[]).await.unwrap_err();
        assert!(matches!(late, SessionError::TimedOut { .. }), "{late}");
        let two = session.query("SELECT 1; SELECT 2", &[]).await.unwrap_err();
        assert!(matches!(two, SessionError::Statement { .. }), "{two}");
        let name = session
            .query_one("SELECT current_setting('application_name') AS name", &[])
            .await
            .unwrap();
        assert_eq!(name.text("name").unwrap(), "loadline");
    });
}

#[test]
fn it_knows_its_rights_and_extensions() {
    let Some(cluster) = with_statements() else { return };
    cluster.sql("CREATE ROLE watcher LOGIN IN ROLE pg_monitor; CREATE ROLE nobody LOGIN").unwrap();
    let by = |role: &str| cluster.url().replacen("postgres@", &format!("{role}@"), 1);
    block_on(async {
        let before = connect(&cluster.url()).await.unwrap();
        assert!(before.sight().is_superuser && before.sight().reads_all_data);
        assert_eq!(before.sight().statements, Presence::NotCreated);
        cluster.sql("CREATE EXTENSION pg_stat_statements").unwrap();
        let watcher = connect(&by("watcher")).await.unwrap();
        let sight = watcher.sight();
        assert!(!sight.is_superuser && sight.sees_statistics && !sight.reads_all_data);
        assert!(sight.statements.ready().unwrap().number() >= (1, 6));
        assert!(!connect(&by("nobody")).await.unwrap().sight().sees_statistics);
    });
}

#[test]
fn an_extension_without_its_library_is_told_apart() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    cluster.sql("CREATE EXTENSION pg_stat_statements").unwrap();
    block_on(async {
        let session = connect(&cluster.url()).await.unwrap();
        assert_eq!(session.sight().statements, Presence::NotLoaded);
    });
}

#[test]
fn each_failure_to_connect_has_words_of_its_own() {
    let Some(mut cluster) = unless_missing(Cluster::start()) else { return };
    block_on(async {
        let url = cluster.url();
        let missing = connect(&url.replace("/postgres", "/no-such")).await.unwrap_err();
        assert!(missing.to_string().contains("no-such"), "{missing}");
        let role = connect(&url.replacen("postgres@", "stranger@", 1)).await.unwrap_err();
        assert!(matches!(role, SessionError::Login { .. }), "{role}");
        let tls = connect(&format!("{url}?sslmode=require")).await.unwrap_err();
        assert!(matches!(tls, SessionError::Tls { .. }), "{tls:?}");
        cluster.stop(StopMode::Fast).unwrap();
        let gone = connect(&url).await.unwrap_err();
        assert!(matches!(gone, SessionError::Unreachable { .. }) && gone.is_passing(), "{gone}");
        assert!(gone.hint().is_some());
    });
}

#[test]
fn a_wrong_password_is_a_matter_of_the_login() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let hba = cluster.sql("SHOW hba_file").unwrap();
    cluster
        .sql("SET password_encryption = 'scram-sha-256'; CREATE ROLE keeper LOGIN PASSWORD 'right'")
        .unwrap();
    let rules =
        "host all keeper 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n";
    std::fs::write(hba, rules).unwrap();
    cluster.sql("SELECT pg_reload_conf()").unwrap();
    let with =
        |password: &str| cluster.url().replacen("postgres@", &format!("keeper{password}@"), 1);
    block_on(async {
        // The reload reaches the postmaster a moment after the statement returns.
        while connect(&with(":wrong")).await.is_ok() {
            tokio::task::yield_now().await;
        }
        for url in [with(":wrong"), with("")] {
            let error = connect(&url).await.unwrap_err();
            assert!(matches!(error, SessionError::Login { .. }), "{error:?}");
            assert!(!error.to_string().contains("wrong@"), "{error}");
        }
        let options =
            SessionOptions { password: Some("right".to_owned()), ..SessionOptions::default() };
        assert!(Session::connect(&with(""), &options).await.is_ok());
    });
}

#[test]
fn a_restart_is_survived_by_connecting_anew() {
    let Some(mut cluster) = unless_missing(Cluster::start()) else { return };
    block_on(async {
        let mut session = connect(&cluster.url()).await.unwrap();
        cluster.restart().unwrap();
        let lost = session.query("SELECT 1", &[]).await.unwrap_err();
        assert!(matches!(lost, SessionError::Lost { .. }), "{lost:?}");
        session.reconnect().await.unwrap();
        assert!(session.query("SELECT 1", &[]).await.is_ok());
    });
}

#[test]
fn text_that_is_no_utf8_is_shown_as_far_as_it_can_be() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    cluster.sql("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0").unwrap();
    block_on(async {
        let options =
            SessionOptions { database: Some("ascii".to_owned()), ..SessionOptions::default() };
        let session = Session::connect(&cluster.url(), &options).await.unwrap();
        let row = session
            .query_one(r"SELECT convert_from('\xff61'::bytea, 'SQL_ASCII') AS text", &[])
            .await;
        assert_eq!(row.unwrap().text("text").unwrap(), "\u{fffd}a");
    });
}
