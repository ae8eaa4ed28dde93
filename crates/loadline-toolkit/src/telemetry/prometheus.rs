//! Figures as Prometheus' text format: each metric's lines stand together under one `HELP` and one `TYPE`. Histograms
//! have a bucket per octave from a microsecond to about a minute.

use super::{HistogramSnapshot, Metric, Sink};
use std::{collections::BTreeMap, fmt::Write as _};

/// Buckets end at 2^10 ns (1 µs) … 2^36 ns (69 s), by every octave.
const OCTAVES: std::ops::RangeInclusive<u32> = 10..=36;

/// The text under way.
#[derive(Debug, Default)]
pub(super) struct PrometheusText {
    part: String,
    families: BTreeMap<String, Family>,
}

/// One metric's head and its lines.
#[derive(Debug, Default)]
struct Family {
    head: String,
    lines: String,
}

impl PrometheusText {
    /// The figures that follow are this part's.
    pub(super) fn part(&mut self, name: &str) {
        self.part = label("name", name);
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.families.into_values().map(|family| family.head + &family.lines).collect()
    }

    fn family(&mut self, metric: &Metric, name: &str, kind: &str) -> &mut Family {
        let family = self.families.entry(name.to_owned()).or_default();
        if family.head.is_empty() {
            let help = metric.help().replace('\\', "\\\\").replace('\n', "\\n");
            family.head = format!("# HELP {name} {help}\n# TYPE {name} {kind}\n");
        }
        family
    }

    fn labels(&self, labels: &[(&str, &str)]) -> String {
        let own = labels.iter().map(|(name, value)| format!(",{}", label(name, value)));
        std::iter::once(self.part.clone()).chain(own).collect()
    }

    fn value(&mut self, metric: &Metric, name: &str, kind: &str, labels: &str, value: &str) {
        let family = self.family(metric, name, kind);
        let _ = writeln!(family.lines, "{name}{{{labels}}} {value}");
    }
}

impl Sink for PrometheusText {
    fn gauge(&mut self, metric: &Metric, labels: &[(&str, &str)], value: f64) {
        let labels = self.labels(labels);
        let names =
            std::iter::once(metric.prometheus_name()).chain(metric.alias().map(str::to_owned));
        for name in names {
            self.value(metric, &name, "gauge", &labels, &value.to_string());
        }
    }

    fn counter(&mut self, metric: &Metric, labels: &[(&str, &str)], total: u64) {
        let labels = self.labels(labels);
        let own = format!("{}_total", metric.prometheus_name());
        for name in std::iter::once(own).chain(metric.alias().map(str::to_owned)) {
            self.value(metric, &name, "counter", &labels, &total.to_string());
        }
    }

    fn histogram(
        &mut self,
        metric: &Metric,
        labels: &[(&str, &str)],
        durations: &HistogramSnapshot,
    ) {
        let labels = self.labels(labels);
        for name in
            std::iter::once(metric.prometheus_name()).chain(metric.alias().map(str::to_owned))
        {
            let lines = &mut self.family(metric, &name, "histogram").lines;
            for exponent in OCTAVES {
                let below = durations.below_power_of_two_ns(exponent);
                let bound_s = 2_f64.powi(exponent.cast_signed()) / 1e9;
                let _ = writeln!(lines, "{name}_bucket{{{labels},le=\"{bound_s}\"}} {below}");
            }
            let (count, sum_s) = (durations.count(), durations.sum().as_secs_f64());
            let _ = writeln!(lines, "{name}_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ =
                writeln!(lines, "{name}_sum{{{labels}}} {sum_s}\n{name}_count{{{labels}}} {count}");
        }
    }
}

/// One label, its value escaped as the format wants.
fn label(name: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("{}=\"{value}\"", name.replace(['.', '-'], "_"))
}
