//! Nothing remains, however a proof ends: its client gone, its session ended, its server killed.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use loadline_postgres::index::{ProveStep, Workload, prove_indexes};
use loadline_postgres::session::Session;
use loadline_testkit::postgres::Cluster;
use loadline_testkit::wait_until;

use super::trial::{catalogue, cluster, options, writing};
use crate::runtime::block_on;

const INDEXES: [&str; 2] = ["CREATE INDEX ON events (kind)", "CREATE INDEX ON events (at, flag)"];
const TEXT: &str =
    "SELECT count(*) FROM events a, events b WHERE a.kind = b.kind AND a.flag + b.flag > 5";

/// Begins a proof and gives up in the middle of a statement, once it is where it should be.
async fn begun(session: &Session, at: impl Fn(&ProveStep<'_>) -> bool + Send + Sync) {
    let is_there = AtomicBool::new(false);
    let workload = Workload::once([TEXT]);
    let indexes = INDEXES.map(str::to_owned);
    let options = options();
    let mut report = |step: ProveStep<'_>| {
        if at(&step) {
            is_there.store(true, Ordering::Relaxed);
        }
    };
    let mut proof = pin!(prove_indexes(session, &workload, &indexes, &options, &mut report));
    poll_fn(|cx| match proof.as_mut().poll(cx) {
        Poll::Ready(ended) => panic!("it ended first: {ended:?}"),
        Poll::Pending if is_there.load(Ordering::Relaxed) => Poll::Ready(()),
        Poll::Pending => Poll::Pending,
    })
    .await;
}

fn is_measuring(step: &ProveStep<'_>) -> bool {
    matches!(
        step,
        ProveStep::Measuring { .. } | ProveStep::Choosing { .. } | ProveStep::Confirming { .. }
    )
}

fn is_quiet(cluster: &Cluster) -> bool {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'loadline' AND state <> 'idle'";
    cluster.sql(sql).is_ok_and(|count| count == "0")
}

#[test]
fn a_proof_that_is_given_up_is_rolled_back_and_its_session_goes_on() {
    let Some(cluster) = cluster() else { return };
    let before = catalogue(&cluster);
    block_on(async {
        let session = Session::connect(&cluster.url(), &writing()).await.unwrap();
        begun(&session, is_measuring).await;
        assert!(session.query("SELECT 1", &[]).await.is_ok());
        assert_eq!(catalogue(&cluster), before);
        // And it writes again, outside of any transaction.
        session.execute("CREATE TABLE afterwards ()", &[]).await.unwrap();
    });
    assert_eq!(cluster.sql("SELECT count(*) FROM afterwards").unwrap(), "0");
}

#[test]
fn a_client_that_dies_leaves_nothing() {
    let Some(cluster) = cluster() else { return };
    let before = catalogue(&cluster);
    block_on(async {
        let session = Session::connect(&cluster.url(), &writing()).await.unwrap();
        begun(&session, |step| matches!(step, ProveStep::Building { number: 2, .. })).await;
        drop(session);
    });
    assert!(wait_until(|| is_quiet(&cluster)));
    assert_eq!(catalogue(&cluster), before);
    cluster.sql("INSERT INTO events VALUES (0, 0, 0, 0, '')").unwrap();
}

#[test]
fn a_session_that_is_ended_leaves_nothing_and_says_so() {
    let Some(cluster) = cluster() else { return };
    let before = catalogue(&cluster);
    block_on(async {
        let session = Session::connect(&cluster.url(), &writing()).await.unwrap();
        let pid = session.pid();
        let workload = Workload::once([TEXT]);
        let indexes = INDEXES.map(str::to_owned);
        let mut end = |step: ProveStep<'_>| {
            if is_measuring(&step) {
                cluster.sql(&format!("SELECT pg_terminate_backend({pid})")).unwrap();
            }
        };
        let error = prove_indexes(&session, &workload, &indexes, &options(), &mut end).await;
        assert!(error.unwrap_err().to_string().contains("connection"));
    });
    assert_eq!(catalogue(&cluster), before);
}

#[test]
fn a_server_that_is_killed_comes_back_without_a_trace() {
    let Some(mut cluster) = cluster() else { return };
    cluster.sql("CHECKPOINT").unwrap();
    let before = catalogue(&cluster);
    block_on(async {
        let session = Session::connect(&cluster.url(), &writing()).await.unwrap();
        begun(&session, is_measuring).await;
        cluster.kill();
    });
    cluster.restart().unwrap();
    assert_eq!(catalogue(&cluster), before);
}
