//! Indexes: too many, too few, broken.

use loadline_postgres::rules::{Limits, Severity};

use super::{checked, cluster, found, loud, only};

const ROWS: &str = "generate_series(1, 20000) n";

#[test]
fn twins_beginnings_and_unused_ones_are_named_once_each() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(&format!(
            "CREATE TABLE twin (id int PRIMARY KEY, a int); CREATE INDEX twin_a ON twin (a);
             CREATE INDEX twin_b ON twin (a); CREATE INDEX twin_down ON twin (a DESC, id);
             CREATE TABLE wide (id int PRIMARY KEY, a int, b int); CREATE INDEX wide_a ON wide (a);
             CREATE INDEX wide_a_b ON wide (a, b); CREATE INDEX wide_some ON wide (a) WHERE b > 5;
             INSERT INTO twin SELECT n, n FROM {ROWS}; INSERT INTO wide SELECT n, n, n FROM {ROWS};
             ANALYZE"
        ))
        .unwrap();
    cluster.sql("SET enable_seqscan = off; SELECT FROM twin WHERE a = 1; SELECT FROM wide WHERE a = 1 AND b > 5").unwrap();
    cluster.sql("SET enable_seqscan = off; SELECT a FROM wide WHERE a = 1 AND b = 1; SELECT a FROM twin ORDER BY a DESC, id LIMIT 3").unwrap();
    let check = checked(&cluster, &Limits::default());
    let twin = only(&check, "duplicate-index");
    assert!(
        twin.subject.starts_with("public.twin_") && twin.subject != "public.twin_down",
        "{twin:?}"
    );
    let beginning = only(&check, "prefix-index");
    assert_eq!(
        (beginning.severity, beginning.subject.as_str()),
        (Severity::Advice, "public.wide_a")
    );
    let unused: Vec<_> =
        found(&check, "unused-index").into_iter().map(|(_, subject)| subject).collect();
    assert!(
        !unused.contains(&"public.wide_a".to_owned()) && !unused.contains(&twin.subject),
        "{unused:?}"
    );
    // What is advised can be run as it stands, and then is no longer advised.
    for advice in check.advice.iter().filter(|advice| advice.severity > Severity::Note) {
        cluster.sql(advice.statement.as_ref().unwrap()).unwrap();
    }
    let again = checked(&cluster, &Limits::default());
    assert!(
        found(&again, "duplicate-index").is_empty() && found(&again, "prefix-index").is_empty(),
        "{:#?}",
        again.advice
    );
}

#[test]
fn an_index_that_nothing_uses_is_named_and_constraints_are_not() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(&format!(
            "CREATE TABLE u (id int PRIMARY KEY, a int UNIQUE, b int); CREATE INDEX u_b ON u (b);
             INSERT INTO u SELECT n, n, n FROM {ROWS}; ANALYZE"
        ))
        .unwrap();
    let check = checked(&cluster, &Limits::default());
    assert_eq!(found(&check, "unused-index"), [(Severity::Advice, "public.u_b".to_owned())]);
    assert_eq!(loud(&check), ["unused-index"]);
}

#[test]
fn hostile_names_are_quoted_in_what_is_to_be_run() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(
            r#"CREATE TABLE victim (id int PRIMARY KEY);
             CREATE SCHEMA "a""b"; CREATE TABLE "a""b"."x""; DROP TABLE victim; --" (id int PRIMARY KEY, "c'"" d" int);
             CREATE INDEX "i""; DROP TABLE victim; --" ON "a""b"."x""; DROP TABLE victim; --" ("c'"" d");
             CREATE INDEX "j'; DROP TABLE victim; --" ON "a""b"."x""; DROP TABLE victim; --" ("c'"" d")"#,
        )
        .unwrap();
    let check = checked(&cluster, &Limits::default());
    cluster.sql(only(&check, "duplicate-index").statement.as_ref().unwrap()).unwrap();
    assert_eq!(cluster.sql("SELECT count(*) FROM victim").unwrap(), "0");
    assert!(found(&checked(&cluster, &Limits::default()), "duplicate-index").is_empty());
}

#[test]
fn an_index_that_failed_to_build_is_named() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE TABLE broken (id int PRIMARY KEY, a int); INSERT INTO broken VALUES (1, 1), (2, 1)").unwrap();
    cluster.sql("CREATE UNIQUE INDEX CONCURRENTLY broken_a ON broken (a)").unwrap_err();
    let check = checked(&cluster, &Limits::default());
    assert_eq!(found(&check, "invalid-index"), [(Severity::Warning, "public.broken_a".to_owned())]);
    cluster.sql("DELETE FROM broken WHERE id = 2").unwrap();
    cluster.sql(only(&check, "invalid-index").statement.as_ref().unwrap()).unwrap();
    assert!(found(&checked(&cluster, &Limits::default()), "invalid-index").is_empty());
}

#[test]
fn a_table_read_whole_for_one_row_wants_an_index_and_a_report_does_not() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(&format!(
            "CREATE TABLE s (id int PRIMARY KEY, \"The Key\" int); INSERT INTO s SELECT n, n FROM {ROWS};
             CREATE TABLE r (id int PRIMARY KEY, v int); INSERT INTO r SELECT n, n FROM {ROWS}; ANALYZE"
        ))
        .unwrap();
    for value in 0..12 {
        cluster.sql(&format!("SELECT * FROM s WHERE \"The Key\" = {value}; SELECT sum(v) FROM r WHERE v > {value}")).unwrap();
    }
    let check = checked(&cluster, &Limits::default());
    assert_eq!(loud(&check), ["missing-index"], "{:#?}", check.advice);
    let advice = check.advice.iter().find(|advice| advice.severity > Severity::Note).unwrap();
    assert_eq!(
        advice.statement.as_deref(),
        Some(r#"CREATE INDEX CONCURRENTLY ON "public"."s" ("The Key");"#)
    );
}

#[test]
fn a_foreign_key_without_an_index_is_named_where_it_costs() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster
        .sql(&format!(
            "CREATE TABLE parent (id int PRIMARY KEY); INSERT INTO parent SELECT n FROM {ROWS};
             CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent, other_id int REFERENCES parent);
             CREATE INDEX child_other ON child (other_id, id);
             INSERT INTO child SELECT n, 1, 2 FROM {ROWS}; ANALYZE; DELETE FROM parent WHERE id > 19998"
        ))
        .unwrap();
    let check = checked(&cluster, &Limits::default());
    assert_eq!(
        found(&check, "foreign-key-index"),
        [(Severity::Advice, "public.child (parent_id)".to_owned())]
    );
    cluster.sql(only(&check, "foreign-key-index").statement.as_ref().unwrap()).unwrap();
    assert!(found(&checked(&cluster, &Limits::default()), "foreign-key-index").is_empty());
}
