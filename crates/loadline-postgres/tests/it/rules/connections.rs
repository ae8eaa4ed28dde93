//! Connections: open transactions, forgotten sessions, locks, a full house.

use loadline_postgres::rules::{Limits, Severity};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::Cluster;

use super::{checked, cluster, found, only};
use crate::runtime::block_on;

/// Limits that anything reaches at once.
fn at_once() -> Limits {
    Limits {
        idle_in_transaction_s: 0.0,
        idle_s: 0.0,
        blocked_s: 0.0,
        prepared_s: 0.0,
        ..Limits::default()
    }
}

async fn session(cluster: &Cluster) -> Session {
    let options = SessionOptions {
        can_write: true,
        lock_timeout: std::time::Duration::ZERO,
        ..SessionOptions::default()
    };
    Session::connect(&cluster.url(), &options).await.unwrap()
}

#[test]
fn an_open_transaction_and_who_waits_for_it_are_one_finding() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE TABLE l (id int PRIMARY KEY); INSERT INTO l VALUES (1)").unwrap();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (holder, waiter) =
        runtime.block_on(async { (session(&cluster).await, session(&cluster).await) });
    runtime.block_on(holder.simple("BEGIN; UPDATE l SET id = 2")).unwrap();
    let pid = waiter.pid();
    let waiting =
        runtime.spawn(async move { waiter.simple("UPDATE l SET id = 3").await.map(drop) });
    let waits = format!("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = {pid}");
    while cluster.sql(&waits).unwrap() != "t" {}
    let check = checked(&cluster, &at_once());
    let advice = only(&check, "idle-in-transaction");
    assert_eq!(advice.severity, Severity::Warning);
    assert!(advice.evidence.contains("1 sessions wait for its locks"), "{advice:?}");
    assert!(advice.evidence.contains("UPDATE l SET id = 2"), "{advice:?}");
    assert!(found(&check, "blocked-session").is_empty(), "{:#?}", check.advice);
    // The holder works on: then whoever waits for it is the finding.
    let sleeping =
        runtime.spawn(async move { holder.simple("SELECT pg_sleep(600)").await.map(drop) });
    while cluster.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'").unwrap() != "1" {}
    assert_eq!(found(&checked(&cluster, &at_once()), "blocked-session").len(), 1);
    sleeping.abort();
    waiting.abort();
}

#[test]
fn a_transaction_that_just_rests_is_no_finding_yet() {
    let Some(cluster) = cluster(&[]) else { return };
    block_on(async {
        let open = session(&cluster).await;
        open.simple("BEGIN; SELECT 1").await.unwrap();
        let limits = Limits { idle_in_transaction_s: 3_600.0, ..Limits::default() };
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        let facts = loadline_postgres::rules::facts::Facts::gather(&session, None).await.unwrap();
        assert!(
            found(&loadline_postgres::rules::check(&facts, &limits), "idle-in-transaction")
                .is_empty()
        );
    });
}

#[test]
fn forgotten_sessions_are_named_with_their_last_statement() {
    let Some(cluster) = cluster(&[]) else { return };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let mut open = Vec::new();
    for _ in 0..20 {
        let session = runtime.block_on(session(&cluster));
        runtime.block_on(session.query("SELECT 'the leak'", &[])).unwrap();
        open.push(session);
    }
    let check = checked(&cluster, &at_once());
    let advice = only(&check, "idle-sessions");
    assert_eq!(advice.severity, Severity::Advice);
    assert!(
        advice.symptom.contains("20 connections") && advice.evidence.contains("the leak"),
        "{advice:?}"
    );
    assert!(found(&checked(&cluster, &Limits::default()), "idle-sessions").is_empty());
}

#[test]
fn a_server_nearly_out_of_connections_is_named() {
    let Some(cluster) = cluster(&[("max_connections", "10"), ("max_wal_senders", "0")]) else {
        return;
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let open: Vec<_> = (0..7).map(|_| runtime.block_on(session(&cluster))).collect();
    let check = checked(&cluster, &Limits::default());
    assert_eq!(
        found(&check, "connections-used"),
        [(Severity::Warning, "max_connections".to_owned())]
    );
    drop(open);
}

#[test]
fn a_prepared_transaction_that_nobody_finished_is_named() {
    let Some(cluster) = cluster(&[("max_prepared_transactions", "2")]) else { return };
    cluster.sql("CREATE TABLE p (id int PRIMARY KEY)").unwrap();
    cluster.sql("BEGIN; INSERT INTO p VALUES (1); PREPARE TRANSACTION 'it''s lost'").unwrap();
    let check = checked(&cluster, &at_once());
    cluster.sql(only(&check, "prepared-transaction").statement.as_ref().unwrap()).unwrap();
    assert!(found(&checked(&cluster, &at_once()), "prepared-transaction").is_empty());
}
