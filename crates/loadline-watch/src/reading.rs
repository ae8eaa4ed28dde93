//! What one reading of a source gives: series, and remarks for the person at the terminal.

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, watched};

/// The series of one or several sources at one moment.
#[derive(Debug, Default)]
pub struct Reading {
    /// The series; their tags say where they were read.
    pub series: BTreeMap<SeriesKey, Aggregate>,
    /// What changed: a process ended, a page stopped answering.
    pub notices: Vec<String>,
}

impl Reading {
    pub(crate) fn put(&mut self, metric: &'static str, tags: &Tags, aggregate: Aggregate) {
        self.series.insert(SeriesKey::new(metric, tags.clone()), aggregate);
    }

    /// A level; one that is no number is none.
    pub(crate) fn gauge(&mut self, metric: &'static str, tags: &Tags, level: f64) {
        if level.is_finite() {
            self.put(metric, tags, Aggregate::Gauge(Gauge::reading(level)));
        }
    }

    /// An amount since the reading before.
    pub(crate) fn counter(&mut self, metric: &'static str, tags: &Tags, amount: f64) {
        if amount.is_finite() {
            self.put(metric, tags, Aggregate::Counter(amount.max(0.0)));
        }
    }

    pub(crate) fn share(&mut self, metric: &'static str, tags: &Tags, hits: u64, total: u64) {
        self.put(metric, tags, Aggregate::Share(Share { hits, total }));
    }

    /// Whether the source gave what was due.
    pub fn lost(&mut self, tags: &Tags, is_lost: bool) {
        self.share(watched::WATCH_LOST, tags, u64::from(is_lost), 1);
    }
}

/// The tags of a source.
pub fn source(name: &str) -> Tags {
    Tags::new([(watched::TAG_SOURCE, name)])
}
