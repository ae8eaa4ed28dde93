//! Tables: keys, dead rows, waste, statistics, age, size.

use loadline_postgres::rules::{Limits, Severity};

use super::{checked, cluster, found, only};

#[test]
fn a_changing_table_without_a_key_is_named_and_one_that_only_grows_is_a_note() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE changing (a int); INSERT INTO changing SELECT generate_series(1, 200); UPDATE changing SET a = a + 1;
             CREATE TABLE growing (a int); INSERT INTO growing SELECT generate_series(1, 200)",
        )
        .unwrap();
    let mut found = found(&checked(&cluster, &Limits::default()), "missing-primary-key");
    found.sort();
    assert_eq!(
        found,
        [
            (Severity::Note, "public.growing".to_owned()),
            (Severity::Advice, "public.changing".to_owned())
        ]
    );
}

#[test]
fn a_sequence_near_the_end_of_its_column_is_named() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE few (id smallserial PRIMARY KEY); SELECT setval('few_id_seq', 32000);
             CREATE TABLE many (id bigserial PRIMARY KEY); SELECT setval('many_id_seq', 32000);
             CREATE SEQUENCE wide; CREATE TABLE narrow (id int PRIMARY KEY DEFAULT nextval('wide'));
             ALTER SEQUENCE wide OWNED BY narrow.id; SELECT setval('wide', 1900000000)",
        )
        .unwrap();
    let mut found = found(&checked(&cluster, &Limits::default()), "sequence-end");
    found.sort();
    assert_eq!(
        found,
        [
            (Severity::Warning, "public.wide".to_owned()),
            (Severity::Critical, "public.few_id_seq".to_owned())
        ]
    );
}

#[test]
fn dead_rows_that_nobody_removes_are_named() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE d (id int PRIMARY KEY, v int) WITH (autovacuum_enabled = off);
             INSERT INTO d SELECT n, n FROM generate_series(1, 60000) n; ANALYZE d; UPDATE d SET v = v + 1",
        )
        .unwrap();
    let check = checked(&cluster, &Limits::default());
    let advice = only(&check, "dead-rows");
    assert_eq!((advice.severity, advice.subject.as_str()), (Severity::Advice, "public.d"));
    assert!(advice.evidence.contains("switched off for this table"), "{advice:?}");
    cluster.sql("VACUUM d").unwrap();
    assert!(found(&checked(&cluster, &Limits::default()), "dead-rows").is_empty());
}

#[test]
fn wasted_room_is_estimated_and_full_tables_are_left_alone() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE holes (id int PRIMARY KEY, v text) WITH (autovacuum_enabled = off);
             INSERT INTO holes SELECT n, repeat('x', 100) FROM generate_series(1, 50000) n;
             CREATE TABLE dense (a bool, id int PRIMARY KEY, b bool, c bigint, v text);
             INSERT INTO dense SELECT true, n, false, n, repeat('x', n % 90) FROM generate_series(1, 50000) n;
             DELETE FROM holes WHERE id % 10 <> 0",
        )
        .unwrap();
    cluster.sql("VACUUM ANALYZE").unwrap();
    let limits = Limits { bloat_bytes_min: 1 << 20, ..Limits::default() };
    let check = checked(&cluster, &limits);
    assert_eq!(found(&check, "bloat"), [(Severity::Advice, "public.holes".to_owned())]);
    cluster.sql(only(&check, "bloat").statement.as_ref().unwrap()).unwrap();
    assert!(found(&checked(&cluster, &limits), "bloat").is_empty());
}

#[test]
fn a_table_that_was_never_analyzed_is_named_once_nobody_will() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE g (id int PRIMARY KEY) WITH (autovacuum_enabled = off);
             INSERT INTO g SELECT generate_series(1, 20000)",
        )
        .unwrap();
    let check = checked(&cluster, &Limits::default());
    assert_eq!(found(&check, "stale-statistics"), [(Severity::Advice, "public.g".to_owned())]);
    cluster.sql(only(&check, "stale-statistics").statement.as_ref().unwrap()).unwrap();
    assert!(found(&checked(&cluster, &Limits::default()), "stale-statistics").is_empty());
}

#[test]
fn age_and_size_are_named_from_their_limits_on() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz NOT NULL);
             INSERT INTO events SELECT n, now() FROM generate_series(1, 20000) n",
        )
        .unwrap();
    let usual = checked(&cluster, &Limits::default());
    assert!(found(&usual, "wraparound").is_empty() && found(&usual, "partition").is_empty());
    let strict = Limits { wraparound_age: 1, partition_bytes: 1 << 16, ..Limits::default() };
    let check = checked(&cluster, &strict);
    assert!(
        found(&check, "wraparound").contains(&(Severity::Warning, "database postgres".to_owned())),
        "{check:#?}"
    );
    assert_eq!(found(&check, "partition"), [(Severity::Note, "public.events".to_owned())]);
}

#[test]
fn a_locked_table_stops_nothing() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE TABLE held (id int PRIMARY KEY)").unwrap();
    crate::runtime::block_on(async {
        use loadline_postgres::session::{Session, SessionOptions};
        let options = SessionOptions { can_write: true, ..SessionOptions::default() };
        let holder = Session::connect(&cluster.url(), &options).await.unwrap();
        holder.simple("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE").await.unwrap();
        let quick = SessionOptions {
            lock_timeout: std::time::Duration::from_millis(50),
            ..SessionOptions::default()
        };
        let session = Session::connect(&cluster.url(), &quick).await.unwrap();
        let facts = loadline_postgres::rules::facts::Facts::gather(&session, None).await.unwrap();
        assert!(facts.are_sizes_estimates);
        assert!(facts.tables.iter().any(|table| table.name == "held"));
    });
}
