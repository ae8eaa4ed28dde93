//! The request: every metric that changed, with a point for each set of tags.

use std::collections::BTreeMap;

use loadline_core::Window;
use loadline_core::window::{Aggregate, SeriesKey, Share};

use super::message::{
    CUMULATIVE, DATA_TEMPORALITY, METRIC_GAUGE, METRIC_HISTOGRAM, METRIC_NAME, METRIC_SUM,
    METRIC_UNIT, Number, SUM_IS_MONOTONIC, Stretch, histogram, number, write_attributes,
};
use crate::k6_metric::{K6Kind, K6Metric, K6Metrics, K6Unit};
use crate::protobuf::Message;
use crate::totals::Totals;

const RESOURCE_METRICS: u32 = 1;
const RESOURCE: u32 = 1;
const RESOURCE_ATTRIBUTES: u32 = 1;
const SCOPE_METRICS: u32 = 2;
const SCOPE: u32 = 1;
const SCOPE_NAME: u32 = 1;
const METRICS: u32 = 2;
/// The scope's name, which is k6's own.
const SCOPE_IS: &str = "k6";
/// On the two halves of a rate that is one counter.
const CONDITION: &str = "condition";

/// What every request says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtlpOptions {
    /// `service.name`
    pub service_name: String,
    /// `service.version`
    pub service_version: String,
    /// In front of every name.
    pub metric_prefix: String,
    /// A rate is one counter whose points say `condition`, in place of two counters.
    pub has_single_rate_counter: bool,
}

/// Turns windows into requests. It holds one total for each series, whatever the run's length.
#[derive(Debug)]
pub struct Otlp {
    metrics: K6Metrics,
    options: OtlpOptions,
    totals: Totals,
    stretch: Option<Stretch>,
}

/// A metric of the protocol: what its points are, and which totals are among them.
struct Family<'a> {
    metric: &'a K6Metric,
    totals: Vec<(&'a SeriesKey, &'a Aggregate)>,
}

impl Otlp {
    /// A writer of these metrics; series that are none of them are left out.
    pub fn new(metrics: Vec<K6Metric>, options: OtlpOptions) -> Self {
        let (metrics, totals) = (K6Metrics::new(metrics), Totals::default());
        Self { metrics, options, totals, stretch: None }
    }

    /// Takes the next window. Windows come in the order of their time.
    pub fn observe(&mut self, window: &Window) {
        self.totals.observe(window);
        let ns = |ms: i64| ms.max(0) as u64 * 1_000_000;
        let start_ns = self.stretch.map_or(ns(window.start_ms), |stretch| stretch.start_ns);
        self.stretch = Some(Stretch { start_ns, end_ns: ns(window.end_ms()) });
    }

    /// What changed since the last request, as an `ExportMetricsServiceRequest`; none before the first window.
    pub fn request(&mut self) -> Option<Vec<u8>> {
        let stretch = self.stretch?;
        let mut families: BTreeMap<&str, Family<'_>> = BTreeMap::new();
        for (key, total) in self.totals.take_changed() {
            if let Some(metric) = self.metrics.of_series(&key.metric) {
                let new = || Family { metric, totals: Vec::new() };
                families.entry(&metric.name).or_insert_with(new).totals.push((key, total));
            }
        }
        let options = &self.options;
        let mut request = Message::default();
        request.message(RESOURCE_METRICS, |resource_metrics| {
            resource_metrics.message(RESOURCE, |resource| {
                let attributes = [
                    ("service.name", options.service_name.as_str()),
                    ("service.version", options.service_version.as_str()),
                ];
                write_attributes(resource, RESOURCE_ATTRIBUTES, &attributes);
            });
            resource_metrics.message(SCOPE_METRICS, |scope_metrics| {
                scope_metrics.message(SCOPE, |scope| scope.text(SCOPE_NAME, SCOPE_IS));
                for family in families.values() {
                    family.write(scope_metrics, options, stretch);
                }
            });
        });
        Some(request.into_bytes())
    }
}

impl Family<'_> {
    fn write(&self, out: &mut Message, options: &OtlpOptions, stretch: Stretch) {
        let name = format!("{}{}", options.metric_prefix, self.metric.name);
        match self.metric.kind {
            K6Kind::Counter => {
                self.data(out, &name, METRIC_SUM, |data| self.numbers(data, stretch));
            }
            K6Kind::Gauge => {
                self.data(out, &name, METRIC_GAUGE, |data| self.numbers(data, stretch));
            }
            K6Kind::Trend => self.data(out, &name, METRIC_HISTOGRAM, |data| {
                let scale = self.metric.unit.in_k6(1.0);
                for (key, total) in &self.totals {
                    if let Aggregate::Histogram(values) = total {
                        histogram(data, stretch, values, scale, &attributes(key, None));
                    }
                }
            }),
            K6Kind::Rate if options.has_single_rate_counter => {
                self.data(out, &name, METRIC_SUM, |data| {
                    self.shares(data, stretch, Some("nonzero"), |share| share.hits);
                    self.shares(data, stretch, Some("zero"), |share| share.total - share.hits);
                });
            }
            K6Kind::Rate => {
                self.data(out, &format!("{name}.occurred"), METRIC_SUM, |data| {
                    self.shares(data, stretch, None, |share| share.hits);
                });
                self.data(out, &format!("{name}.total"), METRIC_SUM, |data| {
                    self.shares(data, stretch, None, |share| share.total);
                });
            }
        }
    }

    /// One metric of the protocol with its points.
    fn data(&self, out: &mut Message, name: &str, field: u32, points: impl FnOnce(&mut Message)) {
        out.message(METRICS, |metric| {
            metric.text(METRIC_NAME, name);
            match self.metric.unit {
                K6Unit::Time => metric.text(METRIC_UNIT, "ms"),
                K6Unit::Bytes => metric.text(METRIC_UNIT, "By"),
                K6Unit::None => {}
            }
            metric.message(field, |data| {
                points(data);
                if field != METRIC_GAUGE {
                    data.unsigned(DATA_TEMPORALITY, CUMULATIVE);
                }
                if field == METRIC_SUM {
                    data.unsigned(SUM_IS_MONOTONIC, 1);
                }
            });
        });
    }

    fn numbers(&self, data: &mut Message, stretch: Stretch) {
        for (key, total) in &self.totals {
            let value = match total {
                Aggregate::Counter(count) => *count,
                Aggregate::Gauge(gauge) => gauge.last,
                Aggregate::Histogram(_) | Aggregate::Share(_) => continue,
            };
            let value = Number::Double(self.metric.unit.in_k6(value));
            number(data, stretch, value, &attributes(key, None));
        }
    }

    fn shares(
        &self,
        data: &mut Message,
        stretch: Stretch,
        condition: Option<&str>,
        count: impl Fn(&Share) -> u64,
    ) {
        for (key, total) in &self.totals {
            if let Aggregate::Share(share) = total {
                let value = Number::Whole(count(share));
                number(data, stretch, value, &attributes(key, condition));
            }
        }
    }
}

fn attributes<'a>(key: &'a SeriesKey, condition: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
    let condition = condition.map(|condition| (CONDITION, condition));
    key.tags.iter().chain(condition).collect()
}
