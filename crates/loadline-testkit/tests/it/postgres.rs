//! The real PostgreSQL: what its handle promises about crashes, replicas and what is left behind.

use std::path::Path;

use loadline_testkit::postgres::{Cluster, ClusterOptions, StopMode};
use loadline_testkit::{unless_missing, wait_until};

#[test]
fn what_was_committed_outlives_a_crash() {
    let Some(mut cluster) = unless_missing(Cluster::start()) else { return };
    let url = cluster.url();
    cluster.sql("CREATE TABLE kept AS SELECT 7 AS number").unwrap();
    cluster.kill();
    assert!(cluster.sql("SELECT 1").is_err());
    cluster.restart().unwrap();
    assert_eq!(cluster.sql("SELECT number FROM kept").unwrap(), "7");
    assert_eq!(cluster.url(), url);
    cluster.stop(StopMode::Fast).unwrap();
    assert_eq!(cluster.pid(), None);
}

#[test]
fn settings_of_the_test_win_and_a_wrong_one_is_told() {
    let with = |name: &str, value: &str| ClusterOptions {
        settings: vec![(name.into(), value.into())],
        ..ClusterOptions::default()
    };
    let Some(cluster) = unless_missing(Cluster::start_with(&with("max_connections", "13"))) else {
        return;
    };
    assert_eq!(cluster.sql("SHOW max_connections").unwrap(), "13");
    let error = cluster.sql("SELECT nothing").unwrap_err().to_string();
    assert!(error.contains("column \"nothing\" does not exist"), "{error}");
    let error = Cluster::start_with(&with("no_such_setting", "1")).unwrap_err().to_string();
    assert!(error.contains("no_such_setting"), "{error}");
}

#[test]
fn a_paused_replica_shows_a_write_after_it_goes_on() {
    let Some(primary) = unless_missing(Cluster::start()) else { return };
    let replica = primary.replica().unwrap();
    primary.sql("CREATE TABLE seen (number int)").unwrap();
    replica.catch_up_with(&primary).unwrap();
    replica.pause_replay().unwrap();
    primary.sql("INSERT INTO seen VALUES (1)").unwrap();
    assert_eq!(replica.sql("SELECT count(*) FROM seen").unwrap(), "0");
    replica.resume_replay().unwrap();
    replica.catch_up_with(&primary).unwrap();
    assert_eq!(replica.sql("SELECT count(*) FROM seen").unwrap(), "1");
}

#[test]
fn nothing_is_left_when_the_handle_goes() {
    let Some(mut cluster) = unless_missing(Cluster::start()) else { return };
    let pid = cluster.pid().unwrap();
    let folder = std::fs::read_link(format!("/proc/{pid}/cwd")).unwrap();
    assert!(folder.join("PG_VERSION").exists());
    drop(cluster);
    assert!(wait_until(|| !Path::new(&format!("/proc/{pid}")).exists()));
    assert!(!folder.exists());
}
