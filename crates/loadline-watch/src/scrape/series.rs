//! From a page's samples to series: levels as they are, amounts as what came since the page before.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use loadline_core::objective::CATALOGUE;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Tags, names, watched};

use super::classic::Classic;
use crate::exposition::{Kind, Sample};
use crate::reading::Reading;

/// Series of one page that are kept; the same ones over the whole run, so that a run's memory is bounded.
pub(super) const SERIES_MAX: usize = 1_000;
/// Bytes of a label's value; series with a longer one are left out.
const VALUE_BYTES_MAX: usize = 1_024;
/// What stands before a page's name that Loadline uses itself.
const PREFIX: &str = "scraped_";

/// What is known of a page from earlier readings.
#[derive(Default)]
pub(super) struct Known {
    /// Every series that is kept.
    keys: HashMap<SeriesKey, Last>,
    readings: u64,
}

/// What a series was at the reading before.
#[derive(Debug, Default)]
struct Last {
    counter: f64,
    histogram: Option<Classic>,
}

impl Known {
    /// Adds the series of `samples` to `reading` and gives how many samples were left out.
    pub(super) fn give(&mut self, reading: &mut Reading, samples: &[Sample], source: &Tags) -> u64 {
        self.readings += 1;
        let mut left_out = 0;
        let mut histograms: BTreeMap<SeriesKey, Classic> = BTreeMap::new();
        for sample in samples {
            let is_part =
                matches!(sample.kind, Kind::Bucket | Kind::HistogramSum | Kind::HistogramCount);
            let key = self.admit(sample, source, is_part);
            let Some(key) = key.filter(|_| sample.value.is_finite()) else {
                left_out += 1;
                continue;
            };
            match sample.kind {
                Kind::Bucket => {
                    let bound = sample.labels.iter().find(|(name, _)| *name == "le");
                    if let Some(bound) = bound.and_then(|(_, bound)| bound.parse().ok()) {
                        histograms.entry(key).or_default().put(bound, sample.value);
                    }
                }
                Kind::HistogramSum => histograms.entry(key).or_default().sum = sample.value,
                Kind::HistogramCount => {}
                _ if is_amount(sample) => self.give_counter(reading, key, sample.value),
                _ => {
                    reading.series.insert(key, Aggregate::Gauge(Gauge::reading(sample.value)));
                }
            }
        }
        for (key, histogram) in histograms {
            self.give_histogram(reading, key, histogram);
        }
        left_out
    }

    /// How many different series the page had over the run.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The key of a sample's series, where it is one of those that are kept.
    fn admit(&mut self, sample: &Sample, source: &Tags, is_part: bool) -> Option<SeriesKey> {
        let is_long = |value: &str| value.len() > VALUE_BYTES_MAX;
        let is_unfit = sample.kind == Kind::Useless
            || is_long(sample.name)
            || sample.labels.iter().any(|(name, value)| is_long(name) || is_long(value));
        if is_unfit {
            return None;
        }
        let key = SeriesKey::new(own_name(sample.name), tags(sample, source, is_part));
        if !self.keys.contains_key(&key) {
            if self.keys.len() >= SERIES_MAX {
                return None;
            }
            self.keys.insert(key.clone(), Last::default());
        }
        Some(key)
    }

    /// A counter that is new on a page read before began at zero in between; the first page of all only tells
    /// where to count from.
    fn give_counter(&mut self, reading: &mut Reading, key: SeriesKey, total: f64) {
        let is_first_page = self.readings == 1;
        let last = self.keys.get_mut(&key).expect("admitted before");
        let has_reset = total < last.counter;
        let amount = if has_reset { total } else { total - last.counter };
        last.counter = total;
        if !is_first_page {
            reading.series.insert(key, Aggregate::Counter(amount.max(0.0)));
        }
    }

    fn give_histogram(&mut self, reading: &mut Reading, key: SeriesKey, now: Classic) {
        let is_first_page = self.readings == 1;
        let last = self.keys.get_mut(&key).expect("admitted before");
        let came = now.since(last.histogram.as_ref());
        last.histogram = Some(now);
        if let Some(came) = came.filter(|_| !is_first_page) {
            reading.series.insert(key, Aggregate::Histogram(came));
        }
    }
}

/// Whether a figure only rises; an undeclared one is believed its name.
fn is_amount(sample: &Sample) -> bool {
    match sample.kind {
        Kind::Counter => true,
        Kind::Untyped => sample.name.ends_with("_total"),
        _ => false,
    }
}

/// A page's name for a metric, with something before it where Loadline measures something of that name.
fn own_name(name: &str) -> String {
    static TAKEN: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let read = CATALOGUE.iter().map(|info| info.reading.series());
        let beside = watched::SERIES.iter().map(|series| series.name);
        let phases = [
            names::PHASE_DNS,
            names::PHASE_CONNECT,
            names::PHASE_TLS,
            names::PHASE_SEND,
            names::PHASE_WAIT,
            names::PHASE_RECEIVE,
            names::ITERATIONS_INTERRUPTED,
            names::DROPPED_ITERATIONS,
            names::CONNECTIONS_OPENED,
            names::GENERATOR_MEMORY,
            names::OFFERED_RATE,
        ];
        read.chain(beside).chain(phases).collect()
    });
    if TAKEN.contains(&name) { format!("{PREFIX}{name}") } else { name.to_owned() }
}

/// A sample's labels with the source. A label of that name is the page's own word for something else; the
/// bound of a bucket is part of the figure.
fn tags(sample: &Sample, source: &Tags, is_part: bool) -> Tags {
    let labels = sample.labels.iter().filter(|(name, _)| !(is_part && *name == "le"));
    let renamed = labels.map(|(name, value)| {
        let name = if *name == watched::TAG_SOURCE { "exported_source" } else { name };
        (name, &**value)
    });
    Tags::new(renamed.chain(source.iter()))
}
