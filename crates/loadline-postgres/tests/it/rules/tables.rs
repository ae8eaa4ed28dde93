//! Tables: keys, dead rows, waste, statistics, age, size.

use loadline_postgres::rules::facts::{Facts, Growth, Heat, TableReading, uses};
use loadline_postgres::rules::{Limits, Severity};
use loadline_postgres::session::{Session, SessionOptions};

use super::{checked, cluster, found, only, settled};

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
fn an_old_database_is_named_from_its_limit_on() {
    let Some(cluster) = cluster(&[]) else { return };
    assert!(found(&checked(&cluster, &Limits::default()), "wraparound").is_empty());
    let check = checked(&cluster, &Limits { wraparound_age: 1, ..Limits::default() });
    assert!(
        found(&check, "wraparound").contains(&(Severity::Warning, "database postgres".to_owned())),
        "{check:#?}"
    );
}

#[test]
fn parts_are_advised_where_statements_go_by_time_and_not_for_size_alone() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE \"the events\" (id bigint PRIMARY KEY, at timestamptz NOT NULL);
             INSERT INTO \"the events\" SELECT n, now() - n * interval '1 s' FROM generate_series(1, 20000) n;
             SELECT count(*) FROM \"the events\" WHERE id > 5",
        )
        .unwrap();
    let strict = Limits { partition_bytes: 1 << 16, ..Limits::default() };
    assert!(found(&checked(&cluster, &Limits::default()), "partition").is_empty());
    assert!(found(&checked(&cluster, &strict), "partition").is_empty());
    cluster
        .sql(&"SELECT count(*) FROM \"the events\" WHERE at > now() - interval '1 h';".repeat(9))
        .unwrap();
    let read = checked(&cluster, &strict);
    assert_eq!(found(&read, "partition"), [(Severity::Note, "public.the events".to_owned())]);
    cluster.sql("DELETE FROM \"the events\" WHERE at < now() - interval '4 h'").unwrap();
    let cleared = checked(&cluster, &strict);
    let advice = only(&cleared, "partition");
    assert_eq!(advice.severity, Severity::Advice);
    assert!(advice.evidence.contains("deleting 5,6"), "{advice:?}");
    cluster.sql(advice.statement.as_ref().unwrap()).unwrap();
}

#[test]
fn waste_is_measured_where_the_extension_is_there() {
    let Some(cluster) = cluster(&[]) else { return };
    let is_there = "EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pgstattuple')";
    if !cluster.offers("extension pgstattuple", is_there) {
        return;
    }
    cluster
        .sql(
            "CREATE EXTENSION pgstattuple; CREATE ROLE watcher LOGIN IN ROLE pg_monitor;
             CREATE TABLE \"h'; \"\"oles\" (id int PRIMARY KEY, v text) WITH (autovacuum_enabled = off);
             INSERT INTO \"h'; \"\"oles\" SELECT n, repeat('x', 700) FROM generate_series(1, 40000) n;
             DELETE FROM \"h'; \"\"oles\" WHERE id % 10 <> 0",
        )
        .unwrap();
    cluster.sql("VACUUM ANALYZE").unwrap();
    let limits = Limits { bloat_bytes_min: 1 << 20, ..Limits::default() };
    let check = checked(&cluster, &limits);
    let advice = only(&check, "bloat");
    assert!(advice.evidence.ends_with("measured by pgstattuple"), "{advice:?}");
    // Whoever may measure sees it without the right to read the rows.
    let url = cluster.url().replacen("postgres@", "watcher@", 1);
    crate::runtime::block_on(async {
        let session = Session::connect(&url, &SessionOptions::default()).await.unwrap();
        let mut facts = Facts::gather(&session, None).await.unwrap();
        assert!(facts.tables[0].waste.is_none());
        facts.measure_waste(&session, |_| true).await.unwrap();
        assert!(facts.tables[0].waste.unwrap().share() > 0.8, "{:?}", facts.tables[0]);
    });
}

#[test]
fn growth_is_what_two_readings_differ_by() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            "CREATE TABLE grows (id int PRIMARY KEY); INSERT INTO grows SELECT generate_series(1, 10000);
             CREATE TABLE rests (id int PRIMARY KEY); INSERT INTO rests VALUES (1); ANALYZE",
        )
        .unwrap();
    settled(&cluster);
    crate::runtime::block_on(async {
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        let earlier = TableReading::read(&session).await.unwrap();
        cluster.sql("INSERT INTO grows SELECT generate_series(10001, 15000); DELETE FROM grows WHERE id <= 1000").unwrap();
        settled(&cluster);
        let later = TableReading::read(&session).await.unwrap();
        assert!(later.at_s > earlier.at_s);
        let change = |name: &str| {
            let find = |reading: &TableReading| {
                reading.tables.iter().find(|table| table.name == name).unwrap().clone()
            };
            find(&later).since(&find(&earlier))
        };
        let changes = [change("grows"), change("rests")];
        assert_eq!((changes[0].inserted, changes[0].deleted), (5_000, 1_000));
        let growth = Growth::between(&changes[0], 0, 3_600.0).unwrap();
        assert_eq!(growth.inserted_per_day, 120_000.0);
        assert_eq!(growth.doubles_in_days, Some(10_000.0 / 96_000.0));
        let heats = uses(&changes).into_iter().map(|one| one.heat).collect::<Vec<_>>();
        assert_eq!(heats, [Heat::Hot, Heat::Untouched]);
    });
}

#[test]
fn a_locked_table_stops_nothing() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE TABLE held (id int PRIMARY KEY)").unwrap();
    crate::runtime::block_on(async {
        let options = SessionOptions { can_write: true, ..SessionOptions::default() };
        let holder = Session::connect(&cluster.url(), &options).await.unwrap();
        holder.simple("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE").await.unwrap();
        let quick = SessionOptions {
            lock_timeout: std::time::Duration::from_millis(50),
            ..SessionOptions::default()
        };
        let session = Session::connect(&cluster.url(), &quick).await.unwrap();
        let facts = Facts::gather(&session, None).await.unwrap();
        assert!(facts.are_sizes_estimates);
        assert!(facts.tables.iter().any(|table| table.name == "held"));
    });
}
