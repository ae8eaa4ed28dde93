//! Rule: a server that is nearly out of connections.
//!
//! Deliberately not here: who forgot theirs (`idle_sessions`).

use std::collections::BTreeMap;

use super::advice::{Advice, Severity};
use super::facts::{Facts, count, percent};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "connections-used",
    description: "a server that is nearly out of connections",
    needs: &[],
    find,
};

/// Applications named in the evidence.
const NAMED_MAX: usize = 3;

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let allowed = facts.server.number("max_connections").unwrap_or(100.0);
    // Ours is one more.
    let used = facts.backends.len() as f64 + 1.0;
    if used / allowed < limits.connections_share {
        return Vec::new();
    }
    let active = facts.backends.iter().filter(|backend| backend.state == "active").count();
    let mut applications: BTreeMap<&str, usize> = BTreeMap::new();
    for backend in &facts.backends {
        *applications.entry(backend.application.as_str()).or_default() += 1;
    }
    let mut applications: Vec<_> = applications.into_iter().collect();
    applications.sort_by_key(|(name, number)| (std::cmp::Reverse(*number), *name));
    let named = applications.iter().take(NAMED_MAX).map(|(name, number)| {
        format!("{} {number}", if name.is_empty() { "(no name)" } else { name })
    });
    let cores = facts.machine.map_or(0, |machine| machine.cores);
    let pool =
        if cores > 0 { format!(" of about {} connections", cores * 2 + 1) } else { String::new() };
    let advice = Advice::new(
        RULE.name,
        Severity::Warning,
        "max_connections",
        "is nearly used up: new clients will be refused",
    )
    .evidence(format!(
        "{} of {} connections, {} of them at work; {}",
        count(used as i64),
        count(allowed as i64),
        active,
        named.collect::<Vec<_>>().join(", "),
    ))
    .next_step(format!("put a pool{pool} between clients and server rather than raising the limit"))
    .gain(
        used / allowed * 0.5,
        format!("{} of the connections are not at work", percent(1.0 - active as f64 / used)),
    );
    vec![advice]
}
