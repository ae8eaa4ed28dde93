//! Rule: clients that wait for a connection of PgBouncer's.
//!
//! Deliberately not here: asking PgBouncer (`facts::read_pools`).

use super::advice::{Advice, Severity};
use super::facts::{Facts, Pool, duration};
use super::limits::Limits;
use super::list::Rule;

pub(super) const RULE: Rule = Rule {
    name: "pool-waits",
    description: "clients that wait for a connection of PgBouncer's",
    needs: &[],
    find,
};

fn find(facts: &Facts, limits: &Limits) -> Vec<Advice> {
    let waits =
        |pool: &&Pool| pool.waiting_clients > 0 && pool.longest_wait_s >= limits.pool_wait_s;
    let advice = facts.pools.iter().filter(waits).map(|pool| {
        Advice::new(RULE.name, Severity::Warning, format!("pool {} of {}", pool.database, pool.role), "has clients that wait")
            .evidence(format!(
                "{} clients wait, the first for {}; {} are served, {} connections at work, {} at rest",
                pool.waiting_clients,
                duration(pool.longest_wait_s),
                pool.active_clients,
                pool.active_servers,
                pool.idle_servers,
            ))
            .next_step("shorten transactions first; then raise pool_size as long as the server's processors are not the limit")
            .gain(0.4, "requests that do not queue")
    });
    advice.collect()
}
