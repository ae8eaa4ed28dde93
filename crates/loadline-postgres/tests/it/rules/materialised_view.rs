//! Sums that are asked for again and again.

use loadline_postgres::rules::{Limits, Severity};

use super::{checked, cluster, found, loud, only};

const SALES: &str = "\
CREATE SCHEMA \"the shop\"; CREATE TABLE \"the shop\".\"Sales; --\" (id int PRIMARY KEY, region int, v int, note text);
INSERT INTO \"the shop\".\"Sales; --\" SELECT n, n % 20, n, repeat('x', 100) FROM generate_series(1, 400000) n;
CREATE TABLE \"the shop\".\"Sales; --_summary\" (id int PRIMARY KEY); ANALYZE; SELECT pg_stat_statements_reset()";

const REPORT: &str = "SELECT region, sum(v) FROM \"the shop\".\"Sales; --\" WHERE note <> '' GROUP BY region ORDER BY 2 LIMIT 5;";
const ONE_REGION: &str = "SELECT avg(v) FROM \"the shop\".\"Sales; --\" s WHERE s.region = 7;";

#[test]
fn a_sum_over_a_table_that_rests_is_named_with_a_view_that_can_be_made() {
    let Some(cluster) = cluster(&[("max_parallel_workers_per_gather", "0")]) else { return };
    cluster.sql(SALES).unwrap();
    cluster.sql(&ONE_REGION.repeat(60)).unwrap();
    let check = checked(&cluster, &Limits::default());
    assert_eq!(loud(&check), ["materialised-view"], "{:#?}", check.advice);
    let advice = only(&check, "materialised-view");
    assert_eq!(advice.severity, Severity::Advice);
    assert!(advice.evidence.starts_with("60 calls of "), "{advice:?}");
    cluster.sql(advice.statement.as_ref().unwrap()).unwrap();
    let made = "SELECT count(*) FROM \"the shop\".\"Sales; --_summary_2\" WHERE region = 7";
    assert_eq!(cluster.sql(made).unwrap(), "1", "{advice:?}");
}

#[test]
fn a_condition_whose_value_nobody_knows_is_described_without_a_statement() {
    let Some(cluster) = cluster(&[("max_parallel_workers_per_gather", "0")]) else { return };
    cluster.sql(SALES).unwrap();
    cluster.sql(&REPORT.repeat(60)).unwrap();
    let check = checked(&cluster, &Limits::default());
    let advice = only(&check, "materialised-view");
    assert!(advice.statement.is_none() && advice.next_step.contains("stand for $1"), "{advice:?}");
    // Whoever writes to the table as often as it is summed up has no use for a view.
    let write = "UPDATE \"the shop\".\"Sales; --\" SET v = v + 1 WHERE id = 5;";
    cluster.sql(&write.repeat(10)).unwrap();
    assert!(found(&checked(&cluster, &Limits::default()), "materialised-view").is_empty());
}

#[test]
fn a_sum_that_is_seldom_asked_for_is_none_of_it() {
    let Some(cluster) = cluster(&[("max_parallel_workers_per_gather", "0")]) else { return };
    cluster.sql(SALES).unwrap();
    cluster.sql(&REPORT.repeat(20)).unwrap();
    assert!(found(&checked(&cluster, &Limits::default()), "materialised-view").is_empty());
}
