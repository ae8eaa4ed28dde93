//! What is kept and what is withdrawn.

use loadline_postgres::index::{
    AdviseOptions, Change, Fate, ProveOptions, Withdrawal, Workload, advise, prove,
};
use loadline_postgres::session::Session;

use super::trial::{catalogue, cluster, is_kept, nobody, options, proof, proof_by, writing};
use crate::runtime::block_on;

const LOOKUP: &str = "SELECT * FROM events WHERE kind = 77";
const KIND: &str = "CREATE INDEX CONCURRENTLY ON events (kind)";

#[test]
fn an_index_that_helps_is_kept_and_nothing_remains() {
    let Some(cluster) = cluster() else { return };
    let before = catalogue(&cluster);
    let found = proof(&cluster, &[LOOKUP, "SELECT count(*) FROM events WHERE flag = 1"], &[KIND]);
    assert!(is_kept(&found.indexes[0].fate), "{found:#?}");
    assert!(found.indexes[0].size_bytes > 1_000_000);
    let Change::Measured { ratio, pairs } = &found.statements[0].change else {
        panic!("{found:#?}");
    };
    assert!(ratio.high < 0.5 && *pairs >= 3, "{found:#?}");
    assert_eq!(found.statements[1].change, Change::SamePlan);
    assert!(found.ratio.unwrap().high < 1.0 && found.after_s < found.before_s);
    assert_eq!(catalogue(&cluster), before);
}

#[test]
fn an_index_that_no_plan_uses_is_withdrawn_and_of_two_alike_one_is_kept() {
    let Some(cluster) = cluster() else { return };
    let indexes =
        [KIND, "CREATE INDEX ON events (note)", "CREATE INDEX named ON events (kind, at)"];
    let found = proof(&cluster, &[LOOKUP], &indexes);
    let fates: Vec<&Fate> = found.indexes.iter().map(|one| &one.fate).collect();
    assert_eq!(*fates[1], Fate::Withdrawn(Withdrawal::Unused));
    assert_eq!(u8::from(is_kept(fates[0])) + u8::from(is_kept(fates[2])), 1, "{found:#?}");
}

#[test]
fn what_is_kept_of_other_budgets_is_recommended_instead_and_can_be_made() {
    let Some(cluster) = cluster() else { return };
    let workload = Workload::once([LOOKUP, "SELECT at FROM events WHERE kind = 5 AND flag = 1"]);
    let (advice, proof) = block_on(async {
        let session = Session::connect(&cluster.url(), &writing()).await.unwrap();
        let nothing_fits = AdviseOptions { budget_bytes: 1.0, ..AdviseOptions::default() };
        let mut advice = advise(&session, &workload, &nothing_fits).await.unwrap();
        assert!(advice.create.is_empty(), "{advice:#?}");
        let options = ProveOptions { alternatives: true, ..options() };
        let proof = prove(&session, &workload, &advice, &options, &mut nobody).await.unwrap();
        advice.adopt(&proof);
        (advice, proof)
    });
    assert_eq!(advice.create.len(), proof.kept().count(), "{proof:#?}");
    assert!(!advice.create.is_empty(), "{proof:#?}");
    for one in &advice.create {
        assert!(one.size_bytes > 1_000_000.0);
        cluster.sql(&one.sql).unwrap();
        cluster.sql(&format!("DROP INDEX {}", one.name)).unwrap();
    }
}

/// The planner is told that pages cost nothing out of order, and takes the index for a hundred thousand rows, one by one in
/// random order, where it had read them in one go. Just-in-time compilation is off, since it takes longer than either
/// plan.
#[test]
fn an_index_that_slows_a_statement_is_withdrawn() {
    let Some(cluster) = cluster() else { return };
    for statement in [
        "CREATE TABLE scattered AS SELECT md5(i::text) AS key, repeat('z', 400) AS note FROM generate_series(1, 60000) i ORDER BY random()",
        "VACUUM ANALYZE scattered",
        "ALTER DATABASE postgres SET random_page_cost = 0",
        "ALTER DATABASE postgres SET cpu_index_tuple_cost = 0",
        "ALTER DATABASE postgres SET seq_page_cost = 1000",
        "ALTER DATABASE postgres SET enable_bitmapscan = off",
        "ALTER DATABASE postgres SET jit = off",
        "ALTER DATABASE postgres SET max_parallel_workers_per_gather = 0",
    ] {
        cluster.sql(statement).unwrap();
    }
    let text = "SELECT count(note) FROM scattered WHERE key > '1'";
    let index = "CREATE INDEX ON scattered (key)";
    let found = proof(&cluster, &[text], &[index]);
    let slows = matches!(
        found.indexes[0].fate,
        Fate::Withdrawn(Withdrawal::Slows { statement: 0, ratio }) if ratio > 1.1
    );
    assert!(slows, "{found:#?}");
    assert_eq!(found.statements[0].change, Change::SamePlan);
    let accepting = ProveOptions { accept_slower: true, ..options() };
    let accepted = block_on(proof_by(&cluster.url(), &[text], &[index], &accepting)).unwrap();
    assert!(!is_kept(&accepted.indexes[0].fate), "nobody misses it: {accepted:#?}");
}

#[test]
fn a_statement_that_ends_only_with_an_index_is_rescued() {
    let Some(cluster) = cluster() else { return };
    let text = "SELECT count(*) FROM events a WHERE a.id < 20000 \
                AND (SELECT count(*) FROM events b WHERE b.kind = a.kind AND b.at < a.at + 1) > 0";
    let options =
        ProveOptions { statement_time_max: std::time::Duration::from_secs(3), ..options() };
    let found = block_on(proof_by(&cluster.url(), &[text], &[KIND], &options)).unwrap();
    assert!(
        matches!(found.statements[0].change, Change::Rescued { at_most } if at_most < 1.0),
        "{found:#?}"
    );
    assert!(is_kept(&found.indexes[0].fate) && found.rescued == 1, "{found:#?}");
}

#[test]
fn hostile_names_stay_names() {
    let Some(cluster) = cluster() else { return };
    let text = "SELECT v FROM \"a\"\"; drop table events; --\" WHERE \"Odd \"\" key\" = 7";
    let index = "CREATE INDEX CONCURRENTLY \"b\"\" ON x; --\" ON \"a\"\"; drop table events; --\" (\"Odd \"\" key\")";
    let found = proof(&cluster, &[text], &[index]);
    assert!(is_kept(&found.indexes[0].fate), "{found:#?}");
    let two = "ON events (kind); DROP TABLE events";
    let found = proof(&cluster, &[LOOKUP], &[KIND, two]);
    let refused = matches!(found.indexes[1].fate, Fate::Withdrawn(Withdrawal::NotBuilt { .. }));
    assert!(refused, "{found:#?}");
    assert_eq!(cluster.sql("SELECT count(*) FROM events").unwrap(), "200000");
}

#[test]
fn what_cannot_be_run_is_said_and_changes_nothing() {
    let Some(cluster) = cluster() else { return };
    cluster.sql("CREATE TABLE log (n int); CREATE FUNCTION note() RETURNS int LANGUAGE sql AS 'INSERT INTO log VALUES (1) RETURNING n'").unwrap();
    let texts = [
        LOOKUP,
        "SELECT note() FROM events WHERE kind = 3",
        "DELETE FROM events WHERE kind = 5",
        "SELECT * FROM events WHERE kind = 9 FOR UPDATE",
        "SELECT 1 / (id - id) FROM events WHERE kind = 4",
        "SELEC 1",
    ];
    let found = proof(&cluster, &texts, &[KIND]);
    let change = |number: usize| &found.statements[number].change;
    assert!(matches!(change(1), Change::NotRun { why } if why.contains("note()")), "{found:#?}");
    for read in [0, 2, 3] {
        assert!(matches!(change(read), Change::Measured { .. }), "{read}: {found:#?}");
    }
    assert!(matches!(change(4), Change::NotRun { why } if why.contains("zero")), "{found:#?}");
    assert_eq!(found.skipped.values().sum::<usize>(), 1, "{:?}", found.skipped);
    assert_eq!(cluster.sql("SELECT count(*) FROM events").unwrap(), "200000");
    assert_eq!(cluster.sql("SELECT count(*) FROM log").unwrap(), "0");
}

#[test]
fn a_partitioned_table_is_proven_as_one() {
    let Some(cluster) = cluster() else { return };
    for statement in [
        "CREATE TABLE parted (k int, note text) PARTITION BY RANGE (k)",
        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10000)",
        "CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10000) TO (20000)",
        "INSERT INTO parted SELECT i % 20000, repeat('x', 60) FROM generate_series(1, 200000) i",
        "VACUUM ANALYZE",
    ] {
        cluster.sql(statement).unwrap();
    }
    let before = catalogue(&cluster);
    let found = proof(
        &cluster,
        &["SELECT * FROM parted WHERE k IN (7, 15000)"],
        &["CREATE INDEX ON parted (k)"],
    );
    assert!(is_kept(&found.indexes[0].fate), "{found:#?}");
    assert!(found.indexes[0].size_bytes > 1_000_000);
    assert_eq!(catalogue(&cluster), before);
}
