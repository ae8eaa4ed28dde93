//! Replicas that are behind, and slots that keep the log for nobody.

use loadline_postgres::rules::{Limits, Severity};

use super::{checked, cluster, found, only};

#[test]
fn a_replica_that_is_behind_is_named_from_both_sides() {
    let Some(cluster) = cluster(&[]) else { return };
    let replica = cluster.replica().unwrap();
    // A replica knows how old what it shows is from the first transaction on.
    cluster.sql("CREATE TABLE r (id int PRIMARY KEY)").unwrap();
    replica.catch_up_with(&cluster).unwrap();
    let close = Limits { lag_bytes: 1 << 20, lag_s: 0.0, ..Limits::default() };
    assert!(found(&checked(&cluster, &Limits::default()), "replication-lag").is_empty());
    replica.pause_replay().unwrap();
    cluster.sql("INSERT INTO r SELECT generate_series(1, 50000)").unwrap();
    // The primary hears of it with the replica's next message.
    while found(&checked(&cluster, &close), "replication-lag").is_empty() {}
    while found(&checked(&replica, &close), "replication-lag").is_empty() {}
    let check = checked(&replica, &close);
    assert_eq!(only(&check, "replication-lag").subject, "this replica");
    replica.resume_replay().unwrap();
    replica.catch_up_with(&cluster).unwrap();
    assert!(found(&checked(&replica, &Limits::default()), "replication-lag").is_empty());
}

#[test]
fn a_slot_without_a_reader_is_named() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql("SELECT pg_create_physical_replication_slot('left behind' || '_', true)")
        .unwrap_err();
    cluster.sql("SELECT pg_create_physical_replication_slot('left_behind', true)").unwrap();
    cluster
        .sql("CREATE TABLE r (id int PRIMARY KEY); INSERT INTO r SELECT generate_series(1, 50000)")
        .unwrap();
    let limits = Limits { slot_bytes: 1 << 20, ..Limits::default() };
    let check = checked(&cluster, &limits);
    assert_eq!(
        found(&check, "replication-slot"),
        [(Severity::Warning, "slot left_behind".to_owned())]
    );
    cluster.sql(only(&check, "replication-slot").statement.as_ref().unwrap()).unwrap();
    assert!(found(&checked(&cluster, &limits), "replication-slot").is_empty());
}
