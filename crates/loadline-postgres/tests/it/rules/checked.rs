//! A healthy cluster, a check of it, and what the check found.

use loadline_postgres::rules::facts::{Facts, Machine};
use loadline_postgres::rules::{Advice, Check, Limits, Severity, check};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::{unless_missing, wait_until};

use crate::runtime::block_on;

/// A cluster that keeps its data and counts statements, as a healthy one does.
pub(super) fn cluster(settings: &[(&str, &str)]) -> Option<Cluster> {
    let options = ClusterOptions {
        settings: settings.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        preload: vec!["pg_stat_statements".into()],
        durable: true,
    };
    let cluster = unless_missing(Cluster::start_with(&options))?;
    cluster.sql("CREATE EXTENSION pg_stat_statements").unwrap();
    Some(cluster)
}

pub(super) fn checked(cluster: &Cluster, limits: &Limits) -> Check {
    checked_on(cluster, limits, None)
}

pub(super) fn checked_on(cluster: &Cluster, limits: &Limits, machine: Option<Machine>) -> Check {
    settled(cluster);
    block_on(async {
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        check(&Facts::gather(&session, machine).await.unwrap(), limits)
    })
}

/// Waits until the server has counted all that happened so far.
pub(super) fn settled(cluster: &Cluster) {
    assert!(wait_until(|| are_gone(cluster)), "earlier clients have gone");
    if cluster.version() >= 15 {
        return;
    }
    // Before 15 a process of its own collects statistics, in the order they are sent, and shows them twice a second.
    let now = cluster.sql("SELECT clock_timestamp()").unwrap();
    let shown = format!("SELECT pg_stat_get_snapshot_timestamp() > '{now}'");
    assert!(
        wait_until(|| cluster.sql(&shown).is_ok_and(|shown| shown == "t")),
        "statistics are shown"
    );
}

/// Whether the clients that ran before have gone: a session hands in its statistics as it ends.
fn are_gone(cluster: &Cluster) -> bool {
    let others = "SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('psql', 'pgbench') AND pid <> pg_backend_pid()";
    cluster.sql(others).is_ok_and(|count| count == "0")
}

/// Subjects of what one rule found, with their weight.
pub(super) fn found(check: &Check, rule: &str) -> Vec<(Severity, String)> {
    let own = check.advice.iter().filter(|advice| advice.rule == rule);
    own.map(|advice| (advice.severity, advice.subject.clone())).collect()
}

/// Rules that found more than a note.
pub(super) fn loud(check: &Check) -> Vec<&'static str> {
    let mut loud: Vec<_> = check
        .advice
        .iter()
        .filter(|advice| advice.severity > Severity::Note)
        .map(|advice| advice.rule)
        .collect();
    loud.sort_unstable();
    loud
}

pub(super) fn only<'check>(check: &'check Check, rule: &str) -> &'check Advice {
    let mut own = check.advice.iter().filter(|advice| advice.rule == rule);
    let first = own.next().unwrap_or_else(|| panic!("{rule} found nothing: {:#?}", check.advice));
    assert!(own.next().is_none(), "{rule} found more than one thing: {:#?}", check.advice);
    first
}
