//! Rule: connections that are opened for a moment: a pool is missing.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::rules::facts::{count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "connections";

pub(super) const RULE: Rule =
    Rule { name: NAME, description: "connections that live for a moment", find };

/// Connections a second from which on opening them costs.
const PER_SECOND_MIN: f64 = 2.0;
/// Half of the sessions are shorter than this.
const MEDIAN_MAX_SECONDS: f64 = 1.0;
/// Connections that one can speak of.
const CONNECTIONS_MIN: u64 = 100;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let connections = &analysis.connections;
    let per_second = connections.authorized as f64 / analysis.seconds().max(1.0);
    let median = connections.sessions.quantile(0.5).map_or(f64::INFINITY, |median| median.value);
    if connections.authorized < CONNECTIONS_MIN
        || per_second < PER_SECOND_MIN
        || median > MEDIAN_MAX_SECONDS
    {
        return Vec::new();
    }
    let applications = connections.applications.by_count();
    let most = applications.first().map_or(String::new(), |(name, times)| {
        format!(", {} by {name}", percent(*times as f64 / connections.authorized as f64))
    });
    vec![
        Advice::new(NAME, Severity::Advice, "connections", "are opened for a moment each")
            .evidence(format!(
                "{} connections, {per_second:.1} a second, half of them shorter than {}{most}",
                count(connections.authorized as i64),
                ms(median * 1_000.0)
            ))
            .next_step("pool them in the application or with PgBouncer: each new one costs a process and its caches"),
    ]
}
