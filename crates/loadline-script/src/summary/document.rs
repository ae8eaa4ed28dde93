//! The summary as data: what `handleSummary` is given, and the file of `--summary-export`.

use md5::{Digest as _, Md5};
use serde_json::{Map, Value, json};

use super::figures::Figures;
use super::number;
use super::results::{Check, Group, MetricResult, Results};
use crate::options::TimeUnit;

impl Results {
    /// What `handleSummary` is given.
    pub fn data(&self) -> Value {
        let options = &self.options;
        let words: Vec<String> = options.trend_stats.iter().map(ToString::to_string).collect();
        let unit = options.time_unit.map_or("", TimeUnit::name);
        let metrics = self.sorted().into_iter().map(|metric| {
            let thresholds = metric
                .thresholds
                .iter()
                .map(|threshold| (threshold.source.clone(), json!({ "ok": threshold.is_ok })));
            (metric.name.to_string(), self.metric(metric, thresholds.collect()))
        });
        let mut data = json!({
            "root_group": group(&self.root_group),
            "options": {
                "summaryTrendStats": words,
                "summaryTimeUnit": unit,
                "noColor": options.no_color,
            },
            "state": {
                "isStdOutTTY": self.is_stdout_tty,
                "isStdErrTTY": self.is_stderr_tty,
                "testRunDurationMs": number::json(number::settled(self.duration_s * 1_000.0)),
            },
            "metrics": Value::Object(metrics.collect()),
        });
        if let Some(setup_data) = &self.setup_data {
            data["setup_data"] = setup_data.clone();
        }
        data
    }

    /// The file of `--summary-export`. Its thresholds say `true` where one was *crossed*: it is k6's oldest
    /// form, and many programs read it.
    pub fn export(&self) -> String {
        let metrics = self.sorted().into_iter().map(|metric| {
            let mut figures = figures(&Figures::of(metric, self), "value");
            if !metric.thresholds.is_empty() {
                let crossed = metric
                    .thresholds
                    .iter()
                    .map(|threshold| (threshold.source.clone(), Value::Bool(!threshold.is_ok)));
                figures.insert("thresholds".to_owned(), Value::Object(crossed.collect()));
            }
            (metric.name.to_string(), Value::Object(figures))
        });
        let mut document = json!({
            "root_group": group_by_name(&self.root_group),
            "metrics": Value::Object(metrics.collect()),
        });
        if let Some(setup_data) = &self.setup_data {
            document["setup_data"] = setup_data.clone();
        }
        pretty(&document)
    }

    fn metric(&self, metric: &MetricResult, thresholds: Map<String, Value>) -> Value {
        let mut document = json!({
            "type": metric.kind.word(),
            "contains": metric.contains.word(),
            "values": Value::Object(figures(&Figures::of(metric, self), "rate")),
        });
        if !thresholds.is_empty() {
            document["thresholds"] = Value::Object(thresholds);
        }
        document
    }

    /// The metrics in the order of their names, each followed by its sub-metrics.
    pub(super) fn sorted(&self) -> Vec<&MetricResult> {
        let mut metrics: Vec<&MetricResult> = self.whole.metrics.iter().collect();
        metrics.sort_by_key(|metric| metric.split());
        metrics
    }
}

/// The figures by their names; a rate's own figure is called differently in the two documents.
fn figures(figures: &Figures, rate_name: &str) -> Map<String, Value> {
    let pairs: Vec<(String, Value)> = match figures {
        Figures::Counter { count, rate } => named([("count", *count), ("rate", *rate)]),
        Figures::Gauge { value, min, max } => {
            named([("value", *value), ("min", *min), ("max", *max)])
        }
        Figures::Rate { rate, passes, fails } => {
            named([(rate_name, *rate), ("passes", *passes as f64), ("fails", *fails as f64)])
        }
        Figures::Trend(stats) => {
            stats.iter().map(|(word, value)| (word.clone(), number::json(*value))).collect()
        }
    };
    pairs.into_iter().collect()
}

fn named<const N: usize>(pairs: [(&str, f64); N]) -> Vec<(String, Value)> {
    pairs.map(|(name, value)| (name.to_owned(), number::json(value))).into()
}

fn group(group_of: &Group) -> Value {
    json!({
        "name": group_of.name,
        "path": group_of.path,
        "id": id(&group_of.path),
        "groups": group_of.groups.iter().map(group).collect::<Vec<_>>(),
        "checks": group_of.checks.iter().map(check).collect::<Vec<_>>(),
    })
}

fn group_by_name(group_of: &Group) -> Value {
    let groups = group_of.groups.iter().map(|inner| (inner.name.clone(), group_by_name(inner)));
    let checks = group_of.checks.iter().map(|made| (made.name.clone(), check(made)));
    json!({
        "name": group_of.name,
        "path": group_of.path,
        "id": id(&group_of.path),
        "groups": Value::Object(groups.collect()),
        "checks": Value::Object(checks.collect()),
    })
}

fn check(check: &Check) -> Value {
    json!({
        "name": check.name,
        "path": check.path,
        "id": id(&check.path),
        "passes": check.passes,
        "fails": check.fails,
    })
}

/// The id of a group or a check: the MD5 sum of its path.
fn id(path: &str) -> String {
    Md5::digest(path.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON with four spaces a level, as k6 writes files.
pub(super) fn pretty(document: &Value) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    serde::Serialize::serialize(document, &mut serializer)
        .expect("a document has only text for keys");
    String::from_utf8(bytes).expect("JSON is text")
}
