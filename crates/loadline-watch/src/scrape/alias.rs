//! Names that services give to what objectives speak of: one table a metric, the first row that fits counts.
//!
//! Each row names the library whose page has it. A row that is missing here can still be judged: every scraped
//! series goes by its own name too.

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Tags, watched};

use crate::exposition::Sample;
use crate::reading::Reading;

/// A series by its name, and by one label where the name holds several figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pick {
    name: &'static str,
    label: Option<(&'static str, &'static str)>,
}

pub(super) const fn by_name(name: &'static str) -> Pick {
    Pick { name, label: None }
}

pub(super) const fn by_label(name: &'static str, label: &'static str, value: &'static str) -> Pick {
    Pick { name, label: Some((label, value)) }
}

/// Connections at work and the most there may be.
const POOLS: [(Pick, Pick); 7] = [
    // HikariCP by Micrometer, and by its own Prometheus tracker.
    (by_name("hikaricp_connections_active"), by_name("hikaricp_connections_max")),
    (by_name("hikaricp_active_connections"), by_name("hikaricp_max_connections")),
    // Other JDBC pools by Micrometer.
    (by_name("jdbc_connections_active"), by_name("jdbc_connections_max")),
    // OpenTelemetry's conventions, the present and the one before.
    (by_label("db_client_connection_count", "state", "used"), by_name("db_client_connection_max")),
    (
        by_label("db_client_connections_usage", "state", "used"),
        by_name("db_client_connections_max"),
    ),
    // database/sql of Go.
    (by_name("go_sql_in_use_connections"), by_name("go_sql_max_open_connections")),
    // The names that one of the guides prescribes.
    (by_name("active_database_connections"), by_name("max_database_connections")),
];

/// Open database connections; all series of the name add up.
const CONNECTIONS: [Pick; 6] = [
    by_name("pg_stat_database_numbackends"),
    by_name("hikaricp_connections"),
    by_name("db_client_connection_count"),
    by_name("db_client_connections_usage"),
    by_name("go_sql_open_connections"),
    by_name("active_database_connections"),
];

/// Look-ups that a cache answered and those it did not; all series of a name add up.
const CACHES: [(Pick, Pick); 3] = [
    (by_label("cache_gets_total", "result", "hit"), by_label("cache_gets_total", "result", "miss")),
    (by_name("cache_hits_total"), by_name("cache_misses_total")),
    (by_name("redis_keyspace_hits_total"), by_name("redis_keyspace_misses_total")),
];

/// Seconds spent collecting garbage.
const GC_SECONDS: [Pick; 4] = [
    by_name("jvm_gc_pause_seconds_sum"),
    by_name("jvm_gc_collection_seconds_sum"),
    by_name("nodejs_gc_duration_seconds_sum"),
    by_name("go_gc_duration_seconds_sum"),
];

/// Transactions that were committed and rolled back.
const TRANSACTIONS: [(Pick, Pick); 1] =
    [(by_name("pg_stat_database_xact_commit"), by_name("pg_stat_database_xact_rollback"))];

/// What the amounts of the reading before were.
#[derive(Debug, Default)]
pub(super) struct Amounts {
    before: BTreeMap<(&'static str, Option<&'static str>), f64>,
    now: BTreeMap<(&'static str, Option<&'static str>), f64>,
}

impl Amounts {
    /// Keeps what this reading saw for the next one.
    pub(super) fn turn(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    /// What came since the reading before, over all series that `pick` means. None on the first one.
    pub(super) fn since(&mut self, pick: Pick, samples: &[Sample]) -> Option<f64> {
        let total = sum(pick, samples)?;
        let key = (pick.name, pick.label.map(|(_, value)| value));
        self.now.insert(key, total);
        let before = *self.before.get(&key)?;
        // A total that fell belongs to a service that started anew.
        Some(if total < before { total } else { total - before })
    }
}

/// Adds what the tables find among `samples`. `seconds` is the time since the reading before.
pub(super) fn give(
    reading: &mut Reading,
    samples: &[Sample],
    source: &Tags,
    amounts: &mut Amounts,
    seconds: f64,
) {
    let is_there = |pick: Pick| samples.iter().any(|sample| pick.is(sample));
    if let Some((used, most)) = POOLS.iter().find(|(used, most)| is_there(*used) && is_there(*most))
    {
        give_pools(reading, samples, source, *used, *most);
    }
    let connections = CONNECTIONS.iter().find_map(|pick| sum(*pick, samples));
    if let Some(connections) = connections {
        reading.gauge(watched::CONNECTIONS, source, connections);
    }
    if let Some((hits, misses)) = CACHES.iter().find(|(hits, _)| is_there(*hits)) {
        let pair = (amounts.since(*hits, samples), amounts.since(*misses, samples));
        if let (Some(hits), misses) = pair {
            let misses = misses.unwrap_or_default();
            let (hits, total) = (hits as u64, (hits + misses) as u64);
            reading.share(watched::CACHE_HITS, source, hits.min(total), total);
        }
    }
    let spent = GC_SECONDS.iter().find(|pick| is_there(**pick));
    if let Some(spent) = spent.and_then(|pick| amounts.since(*pick, samples)) {
        reading.gauge(watched::GC, source, spent / seconds);
    }
    if let Some((done, undone)) = TRANSACTIONS.iter().find(|(done, _)| is_there(*done)) {
        let pair = (amounts.since(*done, samples), amounts.since(*undone, samples));
        if let (Some(done), undone) = pair {
            reading.counter(watched::TRANSACTIONS, source, done + undone.unwrap_or_default());
        }
    }
}

/// Each pool's share: a full one does not hide behind an idle one. Pools of one name are told apart by
/// their labels.
fn give_pools(reading: &mut Reading, samples: &[Sample], source: &Tags, used: Pick, most: Pick) {
    let mut sizes: BTreeMap<Tags, f64> = BTreeMap::new();
    for sample in samples.iter().filter(|sample| most.is(sample)) {
        sizes.insert(most.tags(sample, source), sample.value);
    }
    for sample in samples.iter().filter(|sample| used.is(sample)) {
        let tags = used.tags(sample, source);
        let level = |value: f64| Aggregate::Gauge(Gauge::reading(value));
        if !sample.value.is_finite() {
            continue;
        }
        let in_use = SeriesKey::new(watched::POOL_IN_USE, tags.clone());
        reading.series.insert(in_use, level(sample.value));
        // Zero stands for a pool without a bound.
        if let Some(size) = sizes.get(&tags).filter(|size| **size > 0.0 && size.is_finite()) {
            let share = SeriesKey::new(watched::POOL, tags);
            reading.series.insert(share, level(sample.value / size));
        }
    }
}

/// The sum of all series that `pick` means; none where there is none.
pub(super) fn sum(pick: Pick, samples: &[Sample]) -> Option<f64> {
    let values = samples.iter().filter(|sample| pick.is(sample) && sample.value.is_finite());
    values.map(|sample| sample.value).reduce(|sum, value| sum + value)
}

impl Pick {
    fn is(self, sample: &Sample) -> bool {
        sample.name == self.name
            && self.label.is_none_or(|(name, value)| {
                sample.labels.iter().any(|(other, own)| *other == name && own == value)
            })
    }

    /// The labels that tell pools apart, with the source.
    fn tags(self, sample: &Sample, source: &Tags) -> Tags {
        let picked = self.label.map(|(name, _)| name);
        let others = sample.labels.iter().filter(|(name, _)| Some(*name) != picked);
        let others = others.map(|(name, value)| (*name, &**value));
        Tags::new(others.chain(source.iter()))
    }
}
