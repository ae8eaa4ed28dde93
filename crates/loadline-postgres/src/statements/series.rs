//! A pulse as series of a window, so that objectives can judge it: `connections < 80%`, `cache hits > 99%`, `lag < 10s`,
//! `sql avg < 10ms where class = simple`.
//!
//! Deliberately not here: percentiles of statements. The server counts means; the log has the rest (`crate::log`).

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, watched};

use super::counters::Counters;
use super::pulse::Pulse;

impl Pulse {
    /// Every figure as a series; `source` is the tag that says where it was read.
    #[must_use]
    pub fn series(&self, source: &str) -> BTreeMap<SeriesKey, Aggregate> {
        let mut series = self.levels(source);
        let own = |name: &'static str| SeriesKey::new(name, tags(source, None));
        let transactions = self.transactions_per_s * self.seconds;
        series.insert(own(watched::TRANSACTIONS), Aggregate::Counter(transactions));
        let hits = Share { hits: self.hit_blocks, total: self.hit_blocks + self.read_blocks };
        if hits.total > 0 {
            series.insert(own(watched::CACHE_HITS), Aggregate::Share(hits));
        }
        for (class, counters) in &self.classes {
            let tags = tags(source, Some(&class.to_string()));
            series.insert(SeriesKey::new(watched::SQL_MEAN, tags.clone()), mean(counters));
            let calls = Aggregate::Counter(counters.calls as f64);
            series.insert(SeriesKey::new(watched::SQL_CALLS, tags), calls);
        }
        series
    }

    /// What holds at the moment of the look, without what happened since the one before.
    #[must_use]
    pub fn levels(&self, source: &str) -> BTreeMap<SeriesKey, Aggregate> {
        let states = &self.states;
        let level = |name: &'static str, level: f64| {
            let key = SeriesKey::new(name, tags(source, None));
            (key, Aggregate::Gauge(Gauge::reading(level)))
        };
        let mut series = BTreeMap::from([
            level(watched::CONNECTIONS, states.connections as f64),
            level(watched::CONNECTIONS_IN_TRANSACTION, states.in_transaction as f64),
            level(watched::CONNECTIONS_WAITING, states.waiting as f64),
        ]);
        if states.connections_max > 0 {
            let share = states.connections as f64 / states.connections_max as f64;
            series.extend([level(watched::CONNECTIONS_SHARE, share)]);
        }
        if let Some(seconds) = states.lag_s {
            series.extend([level(watched::LAG, seconds)]);
        }
        series
    }
}

/// The tags of a series: where it was read, and the class of its statements.
pub(crate) fn tags(source: &str, class: Option<&str>) -> Tags {
    Tags::new(
        class.map(|class| ("class", class)).into_iter().chain([(watched::TAG_SOURCE, source)]),
    )
}

/// The mean, with as much weight as there were calls.
fn mean(counters: &Counters) -> Aggregate {
    let mean = counters.mean_ms() / 1e3;
    Aggregate::Gauge(Gauge {
        last: mean,
        min: mean,
        max: mean,
        sum: counters.total_ms / 1e3,
        count: counters.calls.unsigned_abs(),
    })
}
