//! The choice of indexes against a real planner with HypoPG, and without it.

use loadline_postgres::index::{
    Advice, AdviseOptions, Basis, Built, SkipReason, Workload, WorkloadStatement, advise, build,
};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::Cluster;
use loadline_testkit::unless_missing;

use crate::runtime::block_on;

const TABLES: &str = "\
CREATE TABLE people (id int PRIMARY KEY, city text NOT NULL, born date NOT NULL, note text NOT NULL);
INSERT INTO people SELECT i, 'city ' || i % 500, DATE '1950-01-01' + i % 20000, repeat('x', 80)
FROM generate_series(1, 60000) i;
CREATE TABLE \"a; \"\"b\" (\"Key\" int, v int);
INSERT INTO \"a; \"\"b\" SELECT i % 3000, i FROM generate_series(1, 60000) i;
VACUUM ANALYZE";

fn cluster(hypopg: bool) -> Option<Cluster> {
    let cluster = unless_missing(Cluster::start())?;
    for statement in TABLES.split(";\n") {
        cluster.sql(statement).unwrap();
    }
    if hypopg {
        let is_there = "EXISTS (SELECT FROM pg_available_extensions WHERE name = 'hypopg')";
        if !cluster.offers("HypoPG", is_there) {
            return None;
        }
        cluster.sql("CREATE EXTENSION hypopg").unwrap();
    }
    Some(cluster)
}

fn advice(cluster: &Cluster, texts: &[&str]) -> Advice {
    advice_by(&cluster.url(), texts)
}

fn advice_by(url: &str, texts: &[&str]) -> Advice {
    let statement = |text: &&str| WorkloadStatement::new(*text, 10.0);
    let workload =
        Workload { statements: texts.iter().map(statement).collect(), writes_share: 0.0 };
    block_on(async {
        let session = Session::connect(url, &SessionOptions::default()).await.unwrap();
        advise(&session, &workload, &AdviseOptions::default()).await.unwrap()
    })
}

#[test]
fn an_index_that_is_missing_is_found_and_nothing_is_created() {
    let Some(cluster) = cluster(true) else { return };
    let found = advice(
        &cluster,
        &[
            "SELECT * FROM people WHERE city = $1",
            "SELECT v FROM \"a; \"\"b\" WHERE \"Key\" = 7",
            "SELECT * FROM people; DROP TABLE people",
            "SELECT nothing FROM people WHERE city = 'x'",
        ],
    );
    assert!(matches!(found.basis, Basis::HypoPg { .. }));
    let sql: Vec<&str> = found.create.iter().map(|one| &one.sql[..]).collect();
    assert_eq!(sql.len(), 2, "{sql:#?}");
    assert!(sql.iter().any(|one| one.contains(".people (city")), "{sql:#?}");
    assert!(sql.iter().any(|one| one.contains("\"a; \"\"b\" (\"Key\"")), "{sql:#?}");
    assert!(found.cost_after < found.cost_before / 10.0);
    assert_eq!(found.skipped[&SkipReason::Unreadable], 1);
    assert_eq!(found.skipped[&SkipReason::NotPlanned], 1);
    let indexes =
        cluster.sql("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'").unwrap();
    assert_eq!(indexes, "1");
    // What was advised is SQL that the server takes.
    for one in sql {
        cluster.sql(one).unwrap();
    }
    assert!(advice(&cluster, &["SELECT * FROM people WHERE city = $1"]).create.is_empty());
}

#[test]
fn without_the_extension_the_advice_is_an_estimate_and_says_so() {
    let Some(cluster) = cluster(false) else { return };
    let found = advice(&cluster, &["SELECT * FROM people WHERE city = 'city 7'"]);
    assert_eq!(found.basis, Basis::Estimate);
    assert!(found.create[0].sql.contains("people (city"), "{:?}", found.create);
}

#[test]
fn a_look_up_that_is_quick_wants_nothing() {
    let Some(cluster) = cluster(true) else { return };
    let quick =
        ["SELECT note FROM people WHERE id = $1", "UPDATE people SET note = $1 WHERE id = $2"];
    let found = advice(&cluster, &quick);
    assert!(found.create.is_empty(), "{:#?}", found.create);
    cluster.sql("ALTER TABLE people DROP CONSTRAINT people_pkey").unwrap();
    let found = advice(&cluster, &quick);
    let [only] = &found.create[..] else { panic!("{:#?}", found.create) };
    assert_eq!((&only.made_of[..], only.key.as_deref()), ("(\"id\")", Some("id")));
    assert_eq!(only.statements.len(), 2);
    assert!(!found.was_cut);
}

#[test]
fn names_without_a_schema_are_found_where_the_application_looks() {
    let Some(cluster) = cluster(true) else { return };
    let tables = r#"CREATE SCHEMA "App ""1";
        CREATE TABLE "App ""1".visits (who int, at timestamptz);
        INSERT INTO "App ""1".visits SELECT i % 9000, now() FROM generate_series(1, 60000) i;
        ANALYZE"#;
    cluster.sql(tables).unwrap();
    let found = advice(&cluster, &["SELECT at FROM visits WHERE who = ANY($1)"]);
    let [only] = &found.create[..] else { panic!("{found:#?}") };
    assert!(only.sql.contains(r#"ON "App ""1".visits (who"#), "{}", only.sql);
    assert_eq!(found.unknown_names, 0);
}

#[test]
fn a_partitioned_table_gets_an_index_for_each_part_and_one_that_takes_them_over() {
    let Some(cluster) = cluster(true) else { return };
    let tables = "CREATE TABLE events (at int NOT NULL, device int) PARTITION BY RANGE (at);
        CREATE TABLE events_a PARTITION OF events FOR VALUES FROM (0) TO (50000);
        CREATE TABLE events_b PARTITION OF events FOR VALUES FROM (50000) TO (100000);
        INSERT INTO events SELECT i, i % 7000 FROM generate_series(1, 99999) i;
        ANALYZE events_a; ANALYZE events_b";
    cluster.sql(tables).unwrap();
    let texts = ["SELECT max(at) FROM events WHERE device = $1"];
    let found = advice(&cluster, &texts);
    let [only] = &found.create[..] else { panic!("{found:#?}") };
    assert_eq!(only.creation.len(), 3, "{only:#?}");
    for statement in &only.creation {
        cluster.sql(statement).unwrap();
    }
    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    assert_eq!(cluster.sql(invalid).unwrap(), "0");
    assert!(advice(&cluster, &texts).create.is_empty());
}

#[test]
fn what_the_role_may_not_read_or_had_better_not_run_is_left_out_and_said() {
    let Some(cluster) = cluster(true) else { return };
    let roles = "CREATE ROLE watcher LOGIN; GRANT pg_monitor TO watcher; CREATE ROLE mallory;
        GRANT CREATE ON SCHEMA public TO mallory; SET ROLE mallory;
        CREATE FUNCTION trap() RETURNS int STABLE LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''ran''; END';
        RESET ROLE";
    cluster.sql(roles).unwrap();
    let texts =
        ["SELECT * FROM people WHERE city = $1", r#"SELECT v FROM "a; ""b" WHERE v = trap()"#];
    let by_owner = advice(&cluster, &texts);
    assert_eq!(by_owner.create.len(), 1, "{by_owner:#?}");
    assert_eq!(by_owner.skipped[&SkipReason::ForeignFunction], 1);
    let url = cluster.url().replacen("postgres@", "watcher@", 1);
    let by_watcher = advice_by(&url, &texts[..1]);
    assert_eq!(by_watcher.skipped[&SkipReason::Forbidden], 1);
    assert_eq!(by_watcher.unreadable, ["public.people"]);
    cluster.sql("GRANT pg_read_all_data TO watcher").unwrap();
    assert_eq!(advice_by(&url, &texts[..1]).create.len(), 1);
}

#[test]
fn what_a_failed_build_leaves_is_named_and_dropped() {
    let Some(cluster) = cluster(true) else { return };
    let found = advice(&cluster, &["SELECT * FROM people WHERE city = $1"]);
    let options = SessionOptions { can_write: true, ..SessionOptions::default() };
    let built = |recommended| {
        block_on(async {
            let session = Session::connect(&cluster.url(), &options).await.unwrap();
            build(&session, recommended, &mut |_| ()).await.unwrap()
        })
    };
    let mut broken = found.create[0].clone();
    let name = broken.name.clone();
    broken.creation = vec![format!("CREATE INDEX CONCURRENTLY {name} ON people ((1 / (id - 1)))")];
    let Built::Failed { error, remainder } = built(&broken) else { panic!("it was built") };
    assert!(error.to_string().contains("division by zero"), "{error}");
    let remainder = remainder.unwrap();
    assert_eq!(remainder.name, format!("public.{name}"));
    assert!(remainder.dropped.is_ok(), "{remainder:?}");
    assert!(matches!(built(&found.create[0]), Built::Done { size_bytes: 1.., .. }));
    // The name is taken now, and what has it is not ours to drop.
    let Built::Failed { remainder, .. } = built(&found.create[0]) else { panic!("built twice") };
    assert!(remainder.is_none());
    let valid = format!("SELECT indisvalid FROM pg_index WHERE indexrelid = '{name}'::regclass");
    assert_eq!(cluster.sql(&valid).unwrap(), "t");
}
