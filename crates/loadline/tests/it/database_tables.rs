//! `loadline db tables` and the disk of `loadline db config` against a real server.

use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::unless_missing;
use serde_json::Value;

use crate::program::Folder;

fn cluster() -> Option<Cluster> {
    let cluster = unless_missing(Cluster::start_with(&ClusterOptions::default()))?;
    let make = "\
CREATE TABLE \"order|s\" (id int PRIMARY KEY, v text); INSERT INTO \"order|s\" SELECT n, repeat('x', 100) FROM generate_series(1, 20000) n;
CREATE TABLE rests (id int PRIMARY KEY)";
    cluster.sql(make).unwrap();
    cluster.sql("VACUUM ANALYZE").unwrap();
    Some(cluster)
}

#[test]
fn growth_and_use_over_a_time_are_listed_in_every_format() {
    let Some(cluster) = cluster() else { return };
    let folder = Folder::new();
    let listed = |format: &str| {
        let url = cluster.url();
        let seen = folder.run(&["db", "tables", &url, "--over", "200ms", "--format", format]);
        assert_eq!(seen.code, Some(0), "{seen}");
        seen.stdout
    };
    let text = listed("text");
    assert!(text.contains("inserted/day") && text.contains("growth and use over "), "{text}");
    assert!(listed("markdown").contains("| public.order\\|s | "));
    assert!(listed("html").contains("Growth and use"));
    let document: Value = serde_json::from_str(&listed("json")).unwrap();
    let table = &document["tables"][0];
    assert_eq!(table["name"], "order|s");
    assert_eq!(table["growth"]["is_compared"], true);
    assert_eq!(table["growth"]["inserted_per_day"], 0.0);
    assert_eq!(table["use"]["heat"], "untouched");
    assert_eq!(table["waste"]["is_measured"], false);
}

#[test]
fn young_statistics_tell_no_growth() {
    let Some(cluster) = cluster() else { return };
    let seen = Folder::new().run(&["db", "tables", &cluster.url()]);
    assert!(seen.stdout.contains("too short a time to tell growth"), "{seen}");
}

#[test]
fn a_disk_that_was_told_goes_before_all_else() {
    let Some(cluster) = cluster() else { return };
    let folder = Folder::new();
    let url = cluster.url();
    let told = folder.run(&["db", "config", &url, "--disk", "nvme"]);
    assert!(told.stdout.contains("disk nvme, as told; workload"), "{told}");
    assert!(told.stdout.contains("effective_io_concurrency = 1000"), "{told}");
    let not_told = folder.run(&["db", "config", &url]);
    let is_said =
        ["as this system says in /sys", "track_io_timing = on lets the server measure it"]
            .iter()
            .any(|words| not_told.stdout.contains(words));
    assert!(is_said, "{not_told}");
}
