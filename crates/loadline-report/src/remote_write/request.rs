//! The request: every series that a window brought, as its total so far.

use std::collections::BTreeMap;

use loadline_core::Window;
use loadline_core::window::{Aggregate, SeriesKey};

use super::series::{TIMESERIES, histogram, sample};
use super::{name, series};
use crate::protobuf::Message;
use crate::totals::Totals;

/// Turns windows into remote-write requests. It holds one total for each series, whatever the run's length.
#[derive(Debug)]
pub struct RemoteWrite {
    /// On every series: which run, test and service it is of.
    labels: Vec<(String, String)>,
    totals: Totals,
}

impl RemoteWrite {
    /// A writer whose series all carry `labels`.
    pub fn new(labels: Vec<(String, String)>) -> Self {
        Self { labels, totals: Totals::default() }
    }

    /// The request for the next window, as a `prometheus.WriteRequest` before compression. Windows come in the
    /// order of their time.
    pub fn request(&mut self, window: &Window) -> Vec<u8> {
        let at_ms = window.end_ms();
        let mut request = Message::default();
        self.totals.observe(window);
        for (key, total) in self.totals.take_changed() {
            write(&mut request, &self.labels, key, total, at_ms);
        }
        request.into_bytes()
    }
}

/// The run's labels.
type RunLabels = [(String, String)];

fn write(request: &mut Message, run: &RunLabels, key: &SeriesKey, total: &Aggregate, at_ms: i64) {
    let labels = labels_of(run, key, name::of(key, total));
    let mut one = |labels: &series::Labels, value| {
        request.message(TIMESERIES, |out| sample(out, labels, value, at_ms));
    };
    match total {
        Aggregate::Counter(count) => one(&labels, *count),
        Aggregate::Gauge(gauge) => one(&labels, gauge.last),
        Aggregate::Share(share) => {
            one(&labels, share.hits as f64);
            one(&labels_of(run, key, name::of_base(key)), share.total as f64);
        }
        Aggregate::Histogram(values) => {
            request.message(TIMESERIES, |out| histogram(out, &labels, values, at_ms));
        }
    }
}

/// The series' own tags win over the run's labels.
fn labels_of(run: &RunLabels, key: &SeriesKey, name: String) -> Vec<(String, String)> {
    let own = key.tags.iter().map(|(tag, value)| (name::legal(tag), value.to_owned()));
    let mut labels: BTreeMap<String, String> = run.iter().cloned().chain(own).collect();
    labels.insert("__name__".to_owned(), name);
    labels.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
