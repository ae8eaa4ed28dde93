//! The summary for machines: the document of `--new-machine-readable-summary`.
//!
//! Trends have the figures that were asked for, where k6 always has its six.

use serde_json::{Map, Value, json};

use super::document::pretty;
use super::figures::Figures;
use super::number;
use super::results::{Check, MetricResult, Results};

/// The version of the document's shape.
const VERSION: &str = "1.0.0";

/// What the document says besides the results.
#[derive(Debug, Clone, Copy)]
pub struct MachineHead<'a> {
    /// When it was made, as RFC 3339 has it.
    pub generated_at: &'a str,
    /// The version of k6 whose behaviour this is.
    pub k6_version: &'a str,
    /// The script's path as it was given.
    pub script: &'a str,
}

impl Results {
    /// The document, which takes the place of both the data of `handleSummary` and the exported file.
    pub fn machine_data(&self, head: MachineHead<'_>) -> Value {
        let is_check = |metric: &MetricResult| metric.split().0 == "checks";
        let (checks, others): (Vec<_>, Vec<_>) =
            self.sorted().into_iter().partition(|metric| is_check(metric));
        let metrics = |metrics: Vec<&MetricResult>| -> Vec<Value> {
            metrics.into_iter().map(|metric| self.machine_metric(metric)).collect()
        };
        json!({
            "version": VERSION,
            "metadata": { "generated_at": head.generated_at, "k6_version": head.k6_version },
            "config": {
                "duration": number::json(self.duration_s),
                "execution": "local",
                "script": head.script,
            },
            "results": {
                "checks": {
                    "metrics": metrics(checks),
                    "results": self.whole.checks.iter().map(check).collect::<Vec<_>>(),
                },
                "metrics": metrics(others),
            },
        })
    }

    /// The document as a file.
    pub fn machine_export(&self, head: MachineHead<'_>) -> String {
        pretty(&self.machine_data(head))
    }

    fn machine_metric(&self, metric: &MetricResult) -> Value {
        json!({
            "name": &*metric.name,
            "type": metric.kind.word(),
            "contains": metric.contains.word(),
            "values": Value::Object(values(&Figures::of(metric, self))),
        })
    }
}

fn check(check: &Check) -> Value {
    json!({ "name": check.name, "passes": check.passes, "fails": check.fails })
}

fn values(figures: &Figures) -> Map<String, Value> {
    let pairs: Vec<(String, f64)> = match figures {
        Figures::Counter { count, rate } => named([("count", *count), ("rate", *rate)]),
        Figures::Gauge { value, min, max } => {
            named([("value", *value), ("min", *min), ("max", *max)])
        }
        Figures::Rate { rate, passes, fails } => {
            let total = passes + fails;
            named([("matches", *passes as f64), ("total", total as f64), ("rate", *rate)])
        }
        Figures::Trend(stats) => {
            stats.iter().map(|(word, value)| (word.replace(['(', ')'], ""), *value)).collect()
        }
    };
    pairs.into_iter().map(|(name, value)| (name, number::json(value))).collect()
}

fn named<const N: usize>(pairs: [(&str, f64); N]) -> Vec<(String, f64)> {
    pairs.map(|(name, value)| (name.to_owned(), value)).into()
}
