//! What one window shows: how many requests each endpoint answered, and how often each statement ran meanwhile.
//!
//! Deliberately not here: reading counters (`statements`).

use std::collections::HashMap;

use crate::statements::{Between, Counters, StatementKey};

/// What a statement came to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Calls {
    /// Executions.
    pub calls: f64,
    /// Rows it returned.
    pub rows: f64,
    /// Milliseconds it took, all in all.
    pub total_ms: f64,
}

impl Calls {
    pub(super) fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.rows += other.rows;
        self.total_ms += other.total_ms;
    }
}

impl From<&Counters> for Calls {
    fn from(counters: &Counters) -> Self {
        Self {
            calls: counters.calls as f64,
            rows: counters.rows as f64,
            total_ms: counters.total_ms,
        }
    }
}

/// A window, or a number of requests of one endpoint alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observation {
    /// Seconds it lasts. Its ends may lie up to a tenth of a second beside those of the counters.
    pub seconds: f64,
    /// Requests by endpoint.
    pub requests: HashMap<String, u64>,
    /// What ran, by statement.
    pub statements: HashMap<StatementKey, Calls>,
    /// Whether the counters were set back or thrown out in the middle, so that some are missing.
    pub is_torn: bool,
}

impl Observation {
    /// Requests beside what `pg_stat_statements` counted between two readings.
    #[must_use]
    pub fn new(requests: HashMap<String, u64>, between: &Between) -> Self {
        let statements = &between.counters;
        Self {
            seconds: between.seconds,
            requests,
            statements: statements.iter().map(|(key, counters)| (*key, counters.into())).collect(),
            is_torn: between.was_reset || between.evicted > 0,
        }
    }
}
