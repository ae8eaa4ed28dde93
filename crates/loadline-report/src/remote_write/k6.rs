//! Remote write under k6's names: dashboards made for k6 show the run.
//!
//! Times of trends are in seconds, those of counters and gauges in milliseconds, as k6 sends them.

use std::collections::BTreeMap;

use loadline_core::Window;
use loadline_core::window::{Aggregate, SeriesKey};

use super::name::legal;
use super::series::{TIMESERIES, histogram, sample};
use crate::k6_metric::{K6Kind, K6Metric, K6Metrics, K6Unit, TrendFigure};
use crate::protobuf::Message;
use crate::totals::Totals;

/// In front of every name.
const NAMESPACE: &str = "k6";
/// The one value that is not a number and means that a series has ended.
const STALE: u64 = 0x7ff0_0000_0000_0002;

/// How trends go over.
#[derive(Debug, Clone, PartialEq)]
pub struct K6RemoteWriteOptions {
    /// The figures of a trend, each a series of its own.
    pub trend_figures: Vec<TrendFigure>,
    /// Native histograms in place of figures.
    pub has_native_histograms: bool,
}

/// Turns windows into remote-write requests. It holds one total for each series, whatever the run's length.
#[derive(Debug)]
pub struct K6RemoteWrite {
    metrics: K6Metrics,
    options: K6RemoteWriteOptions,
    totals: Totals,
    /// Where the last window ended.
    at_ms: i64,
}

/// A name's end and the value that goes under it.
enum Written<'a> {
    Sample(String, f64),
    Histogram(&'static str, &'a loadline_core::Histogram),
}

impl Default for K6RemoteWriteOptions {
    fn default() -> Self {
        Self { trend_figures: vec![TrendFigure::Percentile(99.0)], has_native_histograms: false }
    }
}

impl K6RemoteWrite {
    /// A writer of these metrics; series that are none of them are left out.
    pub fn new(metrics: Vec<K6Metric>, options: K6RemoteWriteOptions) -> Self {
        let (metrics, totals) = (K6Metrics::new(metrics), Totals::default());
        Self { metrics, options, totals, at_ms: 0 }
    }

    /// Takes the next window. Windows come in the order of their time.
    pub fn observe(&mut self, window: &Window) {
        self.totals.observe(window);
        self.at_ms = window.end_ms();
    }

    /// What changed since the last request, as a `prometheus.WriteRequest` before compression.
    pub fn request(&mut self) -> Vec<u8> {
        let mut request = Message::default();
        for (key, total) in self.totals.take_changed() {
            if let Some(metric) = self.metrics.of_series(&key.metric) {
                write(
                    &mut request,
                    key,
                    metric,
                    &written(metric, total, &self.options),
                    self.at_ms,
                );
            }
        }
        request.into_bytes()
    }

    /// The request that says that every series has ended.
    pub fn stale(&self) -> Vec<u8> {
        let mut request = Message::default();
        for (key, total) in self.totals.iter() {
            let Some(metric) = self.metrics.of_series(&key.metric) else { continue };
            let ended = written(metric, total, &self.options).into_iter().map(|written| {
                let suffix = match written {
                    Written::Sample(suffix, _) => suffix,
                    Written::Histogram(suffix, _) => suffix.to_owned(),
                };
                Written::Sample(suffix, f64::from_bits(STALE))
            });
            write(&mut request, key, metric, &ended.collect::<Vec<_>>(), self.at_ms + 1);
        }
        request.into_bytes()
    }
}

/// What a total becomes.
fn written<'a>(
    metric: &K6Metric,
    total: &'a Aggregate,
    options: &K6RemoteWriteOptions,
) -> Vec<Written<'a>> {
    let one = |suffix: &str, value| vec![Written::Sample(suffix.to_owned(), value)];
    match (metric.kind, total) {
        (K6Kind::Counter, Aggregate::Counter(count)) => one("_total", metric.unit.in_k6(*count)),
        (K6Kind::Gauge, Aggregate::Gauge(gauge)) => one("", metric.unit.in_k6(gauge.last)),
        (K6Kind::Rate, Aggregate::Share(share)) => {
            one("_rate", share.fraction().unwrap_or_default())
        }
        (K6Kind::Trend, Aggregate::Histogram(values)) if options.has_native_histograms => {
            let suffix = if metric.unit == K6Unit::Time { "_seconds" } else { "" };
            vec![Written::Histogram(suffix, values)]
        }
        (K6Kind::Trend, Aggregate::Histogram(values)) => {
            let figure = |figure: &TrendFigure| {
                Written::Sample(format!("_{}", figure.suffix()), figure.of(values))
            };
            options.trend_figures.iter().map(figure).collect()
        }
        _ => Vec::new(),
    }
}

fn write(
    request: &mut Message,
    key: &SeriesKey,
    metric: &K6Metric,
    written: &[Written<'_>],
    at_ms: i64,
) {
    for one in written {
        request.message(TIMESERIES, |out| match one {
            Written::Sample(suffix, value) => {
                sample(out, &labels(key, metric, suffix), *value, at_ms);
            }
            Written::Histogram(suffix, values) => {
                histogram(out, &labels(key, metric, suffix), values, at_ms);
            }
        });
    }
}

/// The series' own tags and nothing else.
fn labels(key: &SeriesKey, metric: &K6Metric, suffix: &str) -> Vec<(String, String)> {
    let own = key.tags.iter().map(|(tag, value)| (legal(tag), value.to_owned()));
    let mut labels: BTreeMap<String, String> = own.filter(|(_, value)| !value.is_empty()).collect();
    let name = format!("{NAMESPACE}_{}{suffix}", legal(&metric.name));
    labels.insert("__name__".to_owned(), name);
    labels.into_iter().collect()
}

#[cfg(test)]
mod tests;
