//! What to do about objectives on the machine or the service that nobody read.

use std::collections::BTreeSet;

use loadline_core::objective::{Measured, MetricInfo};
use loadline_core::window::watched;
use loadline_core::{Objective, Outcome, Unmeasured, Verdict};
use loadline_report::Report;

/// Sources named in a hint.
const SOURCES_MAX: usize = 10;

/// After a run: which argument would have measured an objective that was asked for.
pub(crate) fn unread(report: &Report) -> Vec<String> {
    let is_asked_for = |verdict: &&Verdict| {
        matches!(verdict.outcome, Outcome::Unknown(Unmeasured::NotHere(_)))
            && verdict.promise.origin.is_explicit()
    };
    let missing = report.verdicts.iter().filter(is_asked_for);
    missing.filter_map(|verdict| advice(report, &verdict.promise.objective)).collect()
}

fn advice(report: &Report, objective: &Objective) -> Option<String> {
    let info = objective.info()?;
    let own = report.whole.series().filter(|(key, _)| &*key.metric == objective.series());
    let sources: BTreeSet<&str> =
        own.filter_map(|(key, _)| key.tags.get(watched::TAG_SOURCE)).collect();
    let wanted = objective.filter.get(watched::TAG_SOURCE);
    let advice = match (wanted, info.name) {
        (Some("host"), "cpu" | "memory") if !sources.is_empty() => {
            format!("beside a process the machine's own figure is `host_{}`", info.name)
        }
        (Some(wanted), _) if !sources.is_empty() && !sources.contains(wanted) => {
            let sources: Vec<&str> = sources.into_iter().take(SOURCES_MAX).collect();
            format!("source was one of {}", sources.join(", "))
        }
        _ if sources.is_empty() => reader(info, objective)?.to_owned(),
        _ => return None,
    };
    Some(format!("`{objective}`: {advice}"))
}

/// The argument that reads a metric.
fn reader(info: &MetricInfo, objective: &Objective) -> Option<&'static str> {
    if !matches!(info.measured, Measured::BesideTest(_)) {
        return None;
    }
    // A sentence in bytes reads another series than the word's own, and so do means of statements.
    Some(match (info.reading.series(), objective.series()) {
        (watched::CPU | watched::MEMORY, _) => {
            "`--process NAME` or `--pid N` reads it of a process, `--host` of the machine"
        }
        (watched::DISK | watched::NETWORK, _) => "`--host` reads it, where the machine tells it",
        (watched::POOL, _) => {
            "`--pgbouncer URL` reads it of a PgBouncer, `--scrape URL` from a page of metrics that has it"
        }
        (watched::CONNECTIONS | watched::CACHE_HITS | watched::TRANSACTIONS, _) => {
            "`--postgres URL` reads it of a server, `--scrape URL` from a page of metrics that has it"
        }
        (watched::GC, _) => "`--scrape URL` reads it from a page of metrics that has it",
        (watched::SQL, watched::SQL_MEAN | watched::SQL_CALLS) => {
            "`--postgres URL` reads it where pg_stat_statements is there, `--postgres-log FILE` from the server's log"
        }
        (watched::SQL, _) => {
            "`--postgres-log FILE` reads the times from the server's log while `log_min_duration_statement = 0` writes them; `sql avg` needs `--postgres URL` alone"
        }
        (watched::LAG, _) => {
            "`--postgres URL` reads it of a server with replicas, or of a replica; a role that is to see it needs pg_monitor"
        }
        _ => return None,
    })
}
