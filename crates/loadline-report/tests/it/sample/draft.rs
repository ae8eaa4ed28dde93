//! A window under construction.

use std::collections::BTreeMap;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share};
use loadline_core::{Histogram, Tags, Window};

use super::run::STARTED_MS;

/// A window under construction.
pub(super) struct Draft {
    pub(super) window: Window,
    histograms: BTreeMap<SeriesKey, Histogram>,
}

impl Draft {
    pub(super) fn new(second: i64, length_ms: u32) -> Self {
        let window = Window::new(STARTED_MS + second * 1_000, length_ms);
        Self { window, histograms: BTreeMap::new() }
    }

    pub(super) fn time(&mut self, metric: &'static str, tags: &Tags, seconds: f64) {
        let key = SeriesKey::new(metric, tags.clone());
        self.histograms.entry(key).or_default().record(seconds);
    }

    pub(super) fn count(&mut self, metric: &'static str, tags: &Tags, by: f64) {
        let key = SeriesKey::new(metric, tags.clone());
        let counter = self.window.series.entry(key).or_insert(Aggregate::Counter(0.0));
        if let Aggregate::Counter(count) = counter {
            *count += by;
        }
    }

    pub(super) fn share(&mut self, metric: &'static str, tags: &Tags, hit: bool) {
        let key = SeriesKey::new(metric, tags.clone());
        let share = self.window.series.entry(key).or_insert(Aggregate::Share(Share::default()));
        if let Aggregate::Share(share) = share {
            share.total += 1;
            share.hits += u64::from(hit);
        }
    }

    pub(super) fn gauge(&mut self, metric: &'static str, tags: &Tags, value: f64) {
        let key = SeriesKey::new(metric, tags.clone());
        self.window.series.insert(key, Aggregate::Gauge(Gauge::reading(value)));
    }

    pub(super) fn done(mut self) -> Window {
        let histograms = self.histograms.into_iter();
        let histograms = histograms.map(|(key, histogram)| (key, Aggregate::Histogram(histogram)));
        self.window.series.extend(histograms);
        self.window
    }
}
