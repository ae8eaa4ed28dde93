//! PgBouncer, the real one, before a private cluster: its pools are read, and a session is not opened through it.

use std::process::{Child, Command, Stdio};

use loadline_postgres::rules::facts::{Facts, read_pools};
use loadline_postgres::rules::{Limits, check};
use loadline_postgres::session::{Session, SessionError, SessionOptions};
use loadline_testkit::postgres::{Cluster, PgBouncer};
use loadline_testkit::unless_missing;

use crate::runtime::block_on;

fn psql(url: &str, statement: &str) -> Child {
    let mut command = Command::new("psql");
    command.args(["-X", "-q", "-c", statement, url]).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn clients_that_wait_for_a_connection_are_found() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let Some(pooler) = unless_missing(PgBouncer::start(&cluster)) else { return };
    let mut clients: Vec<Child> =
        (0..3).map(|_| psql(&pooler.url("postgres"), "SELECT pg_sleep(600)")).collect();
    block_on(async {
        let options = SessionOptions::default();
        let mut pools = Vec::new();
        while pools
            .iter()
            .map(|pool: &loadline_postgres::rules::facts::Pool| pool.waiting_clients)
            .sum::<i64>()
            != 2
        {
            pools = read_pools(&pooler.url("pgbouncer"), &options).await.unwrap();
        }
        let session = Session::connect(&cluster.url(), &options).await.unwrap();
        let mut facts = Facts::gather(&session, None).await.unwrap();
        let limits = Limits { pool_wait_s: 0.0, ..Limits::default() };
        let silent = check(&facts, &limits);
        assert!(silent.advice.iter().all(|advice| advice.rule != "pool-waits"));
        facts.pools = pools;
        let check = check(&facts, &limits);
        let advice = check.advice.iter().find(|advice| advice.rule == "pool-waits").unwrap();
        assert!(advice.evidence.starts_with("2 clients wait"), "{advice:?}");
    });
    for client in &mut clients {
        let _ = client.kill();
        let _ = client.wait();
    }
}

#[test]
fn a_session_through_a_pooler_is_refused_rather_than_leaving_its_limits_to_others() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let Some(pooler) = unless_missing(PgBouncer::start(&cluster)) else { return };
    block_on(async {
        let refused = Session::connect(&pooler.url("postgres"), &SessionOptions::default())
            .await
            .unwrap_err();
        assert!(matches!(refused, SessionError::Pooler { .. }), "{refused:?}");
        assert!(refused.hint().unwrap().contains("past the pooler"));
    });
}
