//! Every rule on a real server: what it finds where the fault was planted, and its silence where all is well.

mod connections;
mod healthy;
mod indexes;
mod planted;
mod replicas;
mod settings;
mod tables;

use loadline_postgres::rules::facts::{Facts, Machine};
use loadline_postgres::rules::{Advice, Check, Limits, Severity, check};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::unless_missing;

use crate::runtime::block_on;

/// A cluster that keeps its data and counts statements, as a healthy one does.
fn cluster(settings: &[(&str, &str)]) -> Option<Cluster> {
    let options = ClusterOptions {
        settings: settings.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        preload: vec!["pg_stat_statements".into()],
        durable: true,
    };
    let cluster = unless_missing(Cluster::start_with(&options))?;
    cluster.sql("CREATE EXTENSION pg_stat_statements").unwrap();
    Some(cluster)
}

fn checked(cluster: &Cluster, limits: &Limits) -> Check {
    checked_on(cluster, limits, None)
}

fn checked_on(cluster: &Cluster, limits: &Limits, machine: Option<Machine>) -> Check {
    block_on(async {
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        check(&Facts::gather(&session, machine).await.unwrap(), limits)
    })
}

/// Subjects of what one rule found, with their weight.
fn found(check: &Check, rule: &str) -> Vec<(Severity, String)> {
    let own = check.advice.iter().filter(|advice| advice.rule == rule);
    own.map(|advice| (advice.severity, advice.subject.clone())).collect()
}

/// Rules that found more than a note.
fn loud(check: &Check) -> Vec<&'static str> {
    let mut loud: Vec<_> = check
        .advice
        .iter()
        .filter(|advice| advice.severity > Severity::Note)
        .map(|advice| advice.rule)
        .collect();
    loud.sort_unstable();
    loud
}

fn only<'check>(check: &'check Check, rule: &str) -> &'check Advice {
    let mut own = check.advice.iter().filter(|advice| advice.rule == rule);
    let first = own.next().unwrap_or_else(|| panic!("{rule} found nothing: {:#?}", check.advice));
    assert!(own.next().is_none(), "{rule} found more than one thing: {:#?}", check.advice);
    first
}
