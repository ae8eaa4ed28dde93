//! A pulse as series of a window, so that objectives can judge it: `connections < 80%`, `cache hits > 99%`, `lag < 10s`,
//! `sql_mean < 10ms where class = simple`.
//!
//! Deliberately not here: percentiles of statements. The server counts means; the log has the rest (`crate::log`).

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, watched};

use super::counters::Counters;
use super::kind::{StatementClass, StatementKind};
use super::pulse::Pulse;

/// Gauge, seconds: the mean of the statements of a class (tag `class`) that ended since the last look.
pub const SQL_MEAN: &str = "sql_mean";
/// Counter: executions of statements of a class.
pub const SQL_CALLS: &str = "sql_calls";
/// Gauge, seconds: how far the slowest replica is behind.
pub const LAG: &str = "lag";
/// Gauge, count: connections at rest in a transaction.
pub const IN_TRANSACTION: &str = "connections_in_transaction";
/// Gauge, count: connections that wait for a lock.
pub const WAITING: &str = "connections_waiting";

impl Pulse {
    /// Every figure as a series.
    #[must_use]
    pub fn series(&self) -> BTreeMap<SeriesKey, Aggregate> {
        let states = &self.states;
        let level = |name: &'static str, level: f64| {
            (SeriesKey::bare(name), Aggregate::Gauge(Gauge::reading(level)))
        };
        let mut series = BTreeMap::from([
            level(watched::CONNECTIONS, states.connections as f64),
            level(IN_TRANSACTION, states.in_transaction as f64),
            level(WAITING, states.waiting as f64),
        ]);
        let transactions = self.transactions_per_s * self.seconds;
        series.insert(SeriesKey::bare(watched::TRANSACTIONS), Aggregate::Counter(transactions));
        if states.connections_max > 0 {
            let share = states.connections as f64 / states.connections_max as f64;
            series.extend([level(watched::CONNECTIONS_SHARE, share)]);
        }
        if let Some(seconds) = states.lag_s {
            series.extend([level(LAG, seconds)]);
        }
        let hits = Share { hits: self.hit_blocks, total: self.hit_blocks + self.read_blocks };
        if hits.total > 0 {
            series.insert(SeriesKey::bare(watched::CACHE_HITS), Aggregate::Share(hits));
        }
        for (class, counters) in &self.classes {
            let tags = || Tags::new([("class", class.to_string())]);
            let mean = Gauge::reading(counters.mean_ms() / 1e3);
            series.insert(SeriesKey::new(SQL_MEAN, tags()), Aggregate::Gauge(mean));
            let calls = Aggregate::Counter(counters.calls as f64);
            series.insert(SeriesKey::new(SQL_CALLS, tags()), calls);
        }
        series
    }
}

/// Counters of the statements of each class; those of transactions, DDL and the like are left out.
pub(super) fn by_class<'s>(
    statements: impl Iterator<Item = &'s super::Statement>,
) -> BTreeMap<StatementClass, Counters> {
    let mut classes: BTreeMap<StatementClass, Counters> = BTreeMap::new();
    for statement in statements {
        let kind = StatementKind::of(&statement.text, statement.counters.rows_per_call());
        if kind.class != StatementClass::Utility {
            let own = classes.entry(kind.class).or_default();
            own.calls += statement.counters.calls;
            own.total_ms += statement.counters.total_ms;
        }
    }
    classes
}
