//! A cell: what was measured within one short stretch of a run, by subject.

use std::collections::BTreeMap;

use loadline_core::comparison::Subject;
use loadline_core::window::{Window, names, watched};
use loadline_core::{Aggregate, Histogram, SeriesKey};

/// Subjects told apart in a run; requests of further names are counted among all alone.
pub(super) const SUBJECTS_MAX: usize = 64;

/// Requests of one subject.
#[derive(Debug, Clone, Default)]
pub(super) struct Requests {
    pub(super) requests: f64,
    pub(super) failed: f64,
    pub(super) times: Histogram,
}

/// What one stretch holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) covered_ms: u64,
    pub(super) requests: BTreeMap<Subject, Requests>,
    /// Sum and number of readings.
    pub(super) resources: BTreeMap<SeriesKey, (f64, f64)>,
}

impl Requests {
    fn merge(&mut self, other: &Self) {
        self.requests += other.requests;
        self.failed += other.failed;
        self.times.merge(&other.times);
    }
}

impl Cell {
    /// Adds a window; only subjects that `admit` lets in are told apart.
    pub(super) fn observe(&mut self, window: &Window, admit: &mut dyn FnMut(&Subject) -> bool) {
        self.covered_ms += u64::from(window.length_ms);
        for (key, aggregate) in &window.series {
            match (&*key.metric, aggregate) {
                (names::HTTP_REQUESTS, Aggregate::Counter(count)) => {
                    self.each(key, admit, |own| own.requests += count);
                }
                (names::HTTP_ERRORS, Aggregate::Share(share)) => {
                    self.each(key, admit, |own| own.failed += share.hits as f64);
                }
                (names::RESPONSE_TIME, Aggregate::Histogram(times)) => {
                    self.each(key, admit, |own| own.times.merge(times));
                }
                (_, Aggregate::Gauge(gauge))
                    if is_resource(key) && admit(&Subject::Resource(key.clone())) =>
                {
                    let (sum, count) = self.resources.entry(key.clone()).or_default();
                    *sum += gauge.sum;
                    *count += gauge.count as f64;
                }
                _ => {}
            }
        }
    }

    fn each(
        &mut self,
        key: &SeriesKey,
        admit: &mut dyn FnMut(&Subject) -> bool,
        mut add: impl FnMut(&mut Requests),
    ) {
        add(self.requests.entry(Subject::All).or_default());
        if let Some(name) = key.tags.get(names::TAG_NAME) {
            let method = key.tags.get(names::TAG_METHOD).unwrap_or_default().to_owned();
            let subject = Subject::Request { method, name: name.to_owned() };
            if admit(&subject) {
                add(self.requests.entry(subject).or_default());
            }
        }
    }

    /// Adds the cell that follows.
    pub(super) fn follow(&mut self, later: &Self) {
        self.covered_ms += later.covered_ms;
        for (subject, requests) in &later.requests {
            self.requests.entry(subject.clone()).or_default().merge(requests);
        }
        for (series, (sum, count)) in &later.resources {
            let own = self.resources.entry(series.clone()).or_default();
            own.0 += sum;
            own.1 += count;
        }
    }
}

/// Watched levels; not the load, the generator's own figures, nor the watching's accounts.
fn is_resource(key: &SeriesKey) -> bool {
    key.tags.get(watched::TAG_SOURCE).is_some()
        && !matches!(&*key.metric, watched::SCRAPE_SERIES | watched::SCRAPE_SERIES_LEFT_OUT)
}
