//! Rule: replicas that are behind, seen from the primary or from the replica itself.
//!
//! Deliberately not here: the log kept for replicas that are gone (`slot`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Replica, bytes, duration};
use super::limits::Limits;
use super::list::Rule;
use super::need::Need;

pub(super) const RULE: Rule = Rule {
    name: "replication-lag",
    description: "replicas that are behind",
    needs: &[Need::Statistics],
    find,
};

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let is_behind = |replica: &&Replica| {
        replica.behind_bytes >= limits.lag_bytes
            || replica.behind_s.is_some_and(|seconds| seconds >= limits.lag_s)
    };
    let behind = facts.replication.replicas.iter().filter(is_behind).map(|replica| {
        let seconds =
            replica.behind_s.map_or(String::new(), |seconds| format!(", {}", duration(seconds)));
        late(
            &replica.name,
            format!("{}{seconds} behind, state {}", bytes(replica.behind_bytes), replica.state),
        )
    });
    let own = facts.replication.own_behind_s.filter(|seconds| *seconds >= limits.lag_s);
    behind
        .chain(own.map(|seconds| {
            late("this replica", format!("shows what was written {} ago", duration(seconds)))
        }))
        .collect()
}

fn late(name: &str, evidence: String) -> Advice {
    Advice::new(RULE.name, Severity::Warning, name, "is behind its primary")
        .evidence(evidence)
        .next_step("look for long statements on the replica that stop replay, for its disk, and for the network")
        .gain(0.3, "reads that are not out of date, and less to lose")
}
