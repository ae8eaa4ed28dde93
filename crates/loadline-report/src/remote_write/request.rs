//! The request: every series that a window brought, as its total so far.

use std::collections::BTreeMap;

use loadline_core::Window;
use loadline_core::window::{Aggregate, SeriesKey};

use super::protobuf::Message;
use super::series::{histogram, sample};
use super::{name, series};

/// `WriteRequest.timeseries` of `prometheus/prompb/remote.proto`.
const TIMESERIES: u32 = 1;

/// Turns windows into remote-write requests. It holds one total for each series, whatever the run's length.
#[derive(Debug)]
pub struct RemoteWrite {
    /// On every series: which run, test and service it is of.
    labels: Vec<(String, String)>,
    totals: BTreeMap<SeriesKey, Aggregate>,
}

impl RemoteWrite {
    /// A writer whose series all carry `labels`.
    pub fn new(labels: Vec<(String, String)>) -> Self {
        Self { labels, totals: BTreeMap::new() }
    }

    /// The request for the next window, as a `prometheus.WriteRequest` before compression. Windows come in the
    /// order of their time.
    pub fn request(&mut self, window: &Window) -> Vec<u8> {
        let at_ms = window.end_ms();
        let mut request = Message::default();
        for (key, aggregate) in &window.series {
            match self.totals.get_mut(key) {
                Some(total) => total.follow(aggregate),
                None => {
                    self.totals.insert(key.clone(), aggregate.clone());
                }
            }
            self.write(&mut request, key, &self.totals[key], at_ms);
        }
        request.into_bytes()
    }

    fn write(&self, request: &mut Message, key: &SeriesKey, total: &Aggregate, at_ms: i64) {
        let labels = self.labels_of(key, name::of(key, total));
        let mut one = |labels: &series::Labels, value| {
            request.message(TIMESERIES, |out| sample(out, labels, value, at_ms));
        };
        match total {
            Aggregate::Counter(count) => one(&labels, *count),
            Aggregate::Gauge(gauge) => one(&labels, gauge.last),
            Aggregate::Share(share) => {
                one(&labels, share.hits as f64);
                one(&self.labels_of(key, name::of_base(key)), share.total as f64);
            }
            Aggregate::Histogram(values) => {
                request.message(TIMESERIES, |out| histogram(out, &labels, values, at_ms));
            }
        }
    }

    /// The series' own tags win over the run's labels.
    fn labels_of(&self, key: &SeriesKey, name: String) -> Vec<(String, String)> {
        let own = key.tags.iter().map(|(tag, value)| (name::legal(tag), value.to_owned()));
        let run = self.labels.iter().cloned();
        let mut labels: BTreeMap<String, String> = run.chain(own).collect();
        labels.insert("__name__".to_owned(), name);
        labels.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}
