//! Settings: too little memory for sorts, forced checkpoints, switches.

use loadline_postgres::rules::facts::{Disk, DiskReads, Machine};
use loadline_postgres::rules::{Limits, Severity};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::Cluster;
use loadline_testkit::unless_missing;

use super::{checked, checked_on, cluster, found, loud, only, settled};

#[test]
fn sorts_that_spill_want_more_memory() {
    let Some(cluster) = cluster(&[("work_mem", "64kB")]) else { return };
    cluster.sql("CREATE TABLE w (id int PRIMARY KEY, v text); INSERT INTO w SELECT n, md5(n::text) FROM generate_series(1, 20000) n").unwrap();
    for _ in 0..3 {
        cluster.sql("SELECT v FROM w ORDER BY v OFFSET 19999").unwrap();
    }
    let check = checked(&cluster, &Limits::default());
    let advice = only(&check, "work-mem");
    assert_eq!(advice.severity, Severity::Warning);
    assert!(advice.evidence.contains("SELECT v FROM w ORDER BY v"), "{advice:?}");
    for statement in advice.statement.as_ref().unwrap().split_inclusive(';') {
        assert!(statement.contains("MB") || statement.contains("reload"), "{statement}");
    }
}

#[test]
fn switches_that_endanger_data_are_named() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let mut found = found(&checked(&cluster, &Limits::default()), "unsafe-setting");
    found.sort();
    assert_eq!(
        found,
        [
            (Severity::Critical, "fsync".to_owned()),
            (Severity::Critical, "full_page_writes".to_owned())
        ]
    );
}

#[test]
fn checkpoints_that_come_too_soon_are_named() {
    let Some(cluster) = cluster(&[]) else { return };
    for _ in 0..12 {
        cluster.sql("SELECT pg_switch_wal()").unwrap();
        cluster.sql("CHECKPOINT").unwrap();
    }
    let check = checked(&cluster, &Limits::default());
    assert_eq!(found(&check, "checkpoints"), [(Severity::Advice, "max_wal_size".to_owned())]);
}

#[test]
fn pages_that_are_seldom_in_memory_are_a_note() {
    let Some(cluster) = cluster(&[("shared_buffers", "128kB")]) else { return };
    cluster
        .sql(
            "CREATE TABLE c (id int PRIMARY KEY, v text); INSERT INTO c SELECT n, repeat('x', 700) FROM generate_series(1, 30000) n;
             SET max_parallel_workers_per_gather = 0; DO $$ BEGIN FOR i IN 1..40 LOOP PERFORM count(*) FROM c; END LOOP; END $$",
        )
        .unwrap();
    let check = checked(&cluster, &Limits::default());
    assert_eq!(found(&check, "cache-hits"), [(Severity::Note, "database postgres".to_owned())]);
}

#[test]
fn a_known_machine_shows_what_differs() {
    let Some(cluster) = cluster(&[]) else { return };
    let machine = Machine { memory_bytes: 16 << 30, cores: 8, disk: Some(Disk::Ssd) };
    let check = checked_on(&cluster, &Limits::default(), Some(machine));
    let advice = only(&check, "settings-differ");
    assert!(
        advice.severity == Severity::Note && advice.evidence.contains("shared_buffers"),
        "{advice:?}"
    );
    assert_eq!(loud(&check), [""; 0], "{:#?}", check.advice);
}

#[test]
fn the_server_itself_times_its_disk_where_that_is_on() {
    let Some(cluster) = cluster(&[("shared_buffers", "128kB"), ("track_io_timing", "on")]) else {
        return;
    };
    cluster
        .sql(
            "CREATE TABLE c (id int PRIMARY KEY, v text); INSERT INTO c SELECT n, repeat('x', 700) FROM generate_series(1, 20000) n;
             SET enable_seqscan = off; DO $$ BEGIN FOR i IN 1..12000 LOOP PERFORM v FROM c WHERE id = 1 + i * 7919 % 20000; END LOOP; END $$",
        )
        .unwrap();
    settled(&cluster);
    let timed = |url: String| {
        crate::runtime::block_on(async {
            let session = Session::connect(&url, &SessionOptions::default()).await.unwrap();
            DiskReads::read(&session).await.unwrap()
        })
    };
    let reads = timed(cluster.url()).unwrap();
    assert!(reads.reads > 10_000 && reads.mean_ms > 0.0, "{reads:?}");
    cluster.sql("ALTER DATABASE postgres SET track_io_timing = off").unwrap();
    assert_eq!(timed(cluster.url()), None);
}
