//! Statistics of statements from a real server.

use std::collections::HashMap;

use loadline_postgres::session::{Session, SessionOptions};
use loadline_postgres::statements::{StatementOrder, StatementReader, between};
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::unless_missing;

use crate::runtime::block_on;

fn cluster() -> Option<Cluster> {
    let options =
        ClusterOptions { preload: vec!["pg_stat_statements".into()], ..ClusterOptions::default() };
    let cluster = unless_missing(Cluster::start_with(&options))?;
    cluster.sql("CREATE EXTENSION pg_stat_statements; CREATE TABLE t (id int)").unwrap();
    Some(cluster)
}

#[test]
fn a_difference_counts_what_ran_between_and_nothing_of_ours() {
    let Some(cluster) = cluster() else { return };
    block_on(async {
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        let mut reader = StatementReader::new(&session).unwrap();
        let mut first = reader.read(&session).await.unwrap();
        reader.fill(&session, &mut first).await.unwrap();
        for value in 1..=3 {
            cluster.sql(&format!("INSERT INTO t VALUES ({value})")).unwrap();
        }
        let mut second = reader.read(&session).await.unwrap();
        let mut statements = reader.fill(&session, &mut second).await.unwrap();
        assert!(
            statements.iter().all(|statement| !statement.text.contains("pg_stat_statements(")),
            "{statements:?}"
        );
        StatementOrder::Rows.sort(&mut statements);
        let between = between(&first, &second);
        let text = |id: &i64| reader.texts().get(id).map(ToString::to_string).unwrap_or_default();
        let calls: HashMap<String, i64> = between
            .counters
            .iter()
            .map(|(key, counters)| (text(&key.query_id), counters.calls))
            .collect();
        assert_eq!(calls.get("INSERT INTO t VALUES ($1)"), Some(&3), "{calls:?}");
        assert!(!between.was_reset && (second.began_s.is_some() || cluster.version() < 14));
    });
}

#[test]
fn a_reset_in_the_middle_is_noticed() {
    let Some(cluster) = cluster() else { return };
    block_on(async {
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        let mut reader = StatementReader::new(&session).unwrap();
        let first = reader.read(&session).await.unwrap();
        cluster.sql("SELECT pg_stat_statements_reset()").unwrap();
        cluster.sql("INSERT INTO t VALUES (1)").unwrap();
        let second = reader.read(&session).await.unwrap();
        assert!(between(&first, &second).was_reset);
    });
}
