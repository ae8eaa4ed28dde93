//! Every rule, in the order documentation lists them.
//!
//! Deliberately not here: the rules themselves.

use super::advice::Advice;
use super::facts::Facts;
use super::limits::Limits;
use super::need::Need;
use super::{
    bloat, blocked_session, cache_hits, checkpoints, connections_used, dead_rows, duplicate_index,
    foreign_key_index, idle_in_transaction, idle_sessions, invalid_index, materialised_view,
    missing_index, partition, pool_waits, prefix_index, prepared_transaction, primary_key,
    recommended_index, replication_lag, sequence_end, settings_differ, slot, slow_statement,
    stale_statistics, unsafe_setting, unused_index, work_mem, wraparound,
};

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What it looks for, in one line.
    pub description: &'static str,
    /// What it needs beyond a connection.
    pub needs: &'static [Need],
    /// Judges.
    pub find: fn(&Facts, &Limits) -> Vec<Advice>,
}

/// Every rule.
pub const RULES: [Rule; 29] = [
    slow_statement::RULE,
    recommended_index::RULE,
    missing_index::RULE,
    primary_key::RULE,
    duplicate_index::RULE,
    prefix_index::RULE,
    unused_index::RULE,
    invalid_index::RULE,
    foreign_key_index::RULE,
    sequence_end::RULE,
    dead_rows::RULE,
    bloat::RULE,
    stale_statistics::RULE,
    wraparound::RULE,
    partition::RULE,
    materialised_view::RULE,
    work_mem::RULE,
    checkpoints::RULE,
    cache_hits::RULE,
    unsafe_setting::RULE,
    settings_differ::RULE,
    connections_used::RULE,
    idle_in_transaction::RULE,
    idle_sessions::RULE,
    blocked_session::RULE,
    prepared_transaction::RULE,
    replication_lag::RULE,
    slot::RULE,
    pool_waits::RULE,
];

/// The rule of that name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}
