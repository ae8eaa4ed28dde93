//! A recorded run of k6 as windows, the way a run of our own would bring it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use loadline_core::Histogram;
use loadline_core::Tags;
use loadline_core::window::{Aggregate, Gauge, Rollup, SeriesKey, Share, Window};
use serde_json::Value;

use crate::output::{Metric, Submetric};
use crate::summary::{Catalogue, Contains, MetricKind, Results, ThresholdResult};

/// What k6 wrote about one run.
pub(super) struct Recorded {
    metrics: Vec<Metric>,
    window: Window,
    /// Groups and checks in the order of the samples.
    seen: Vec<String>,
    export: Value,
}

pub(super) fn path(name: &str, suffix: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/summary")
        .join(format!("{name}.{suffix}"))
}

pub(super) fn read(name: &str, suffix: &str) -> String {
    std::fs::read_to_string(path(name, suffix)).unwrap()
}

impl Recorded {
    pub(super) fn read(name: &str) -> Self {
        let export = serde_json::from_str(&read(name, "export.json")).unwrap();
        let (metrics, seen) = (Vec::new(), Vec::new());
        let mut recorded = Self { metrics, window: Window::new(0, 1_000), seen, export };
        for line in read(name, "points.json").lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            match line["type"].as_str().unwrap() {
                "Metric" => recorded.metrics.push(metric(&line["data"])),
                _ => recorded.point(line["metric"].as_str().unwrap(), &line["data"]),
            }
        }
        recorded.add_unmeasured();
        recorded
    }

    pub(super) fn results(&self) -> Results {
        let metrics: Vec<Arc<Metric>> = self.metrics.iter().cloned().map(Arc::new).collect();
        let thresholds = self.thresholds();
        let catalogue = Catalogue { metrics: &metrics, thresholds: &thresholds, seen: &self.seen };
        let mut results = Results::of(&Rollup::from_iter([&self.window]), catalogue);
        let iterations = &self.export["metrics"]["iterations"];
        let figure = |name: &str| iterations[name].as_f64().unwrap();
        results.duration_s = figure("count") / figure("rate");
        results.setup_data = self.export.get("setup_data").cloned();
        results
    }

    fn point(&mut self, name: &str, data: &Value) {
        let tags = tags(&data["tags"]);
        self.see(&tags);
        let metric = self.metrics.iter().find(|metric| &*metric.name == name).unwrap();
        let value = data["value"].as_f64().unwrap();
        let value = if metric.contains == Contains::Time { value / 1_000.0 } else { value };
        let key = SeriesKey::new(name, tags);
        let one = match metric.kind {
            MetricKind::Counter => Aggregate::Counter(value),
            MetricKind::Gauge => Aggregate::Gauge(Gauge::reading(value)),
            MetricKind::Rate => Aggregate::Share(Share { hits: u64::from(value != 0.0), total: 1 }),
            MetricKind::Trend => {
                let mut values = Histogram::new();
                values.record(value);
                Aggregate::Histogram(values)
            }
        };
        match self.window.series.get_mut(&key) {
            Some(own) => own.follow(&one),
            None => {
                self.window.series.insert(key, one);
            }
        }
    }

    fn see(&mut self, tags: &Tags) {
        let group = tags.get("group").unwrap_or_default();
        let check = tags.get("check").map(|check| format!("{group}::{check}"));
        for path in [Some(group.to_owned()), check].into_iter().flatten() {
            if !self.seen.contains(&path) {
                self.seen.push(path);
            }
        }
    }

    /// What has thresholds is exported though it has no samples.
    fn add_unmeasured(&mut self) {
        for (name, figures) in self.export["metrics"].as_object().unwrap() {
            let (name, suffix) = name.split_once('{').unwrap_or((name, ""));
            let place = self.metrics.iter().position(|metric| &*metric.name == name);
            let place = place.unwrap_or_else(|| {
                self.metrics.push(unmeasured(name, figures));
                self.metrics.len() - 1
            });
            let submetrics = &mut self.metrics[place].submetrics;
            let suffix = suffix.trim_end_matches('}');
            if !suffix.is_empty() && !submetrics.iter().any(|other| other.suffix == suffix) {
                let pairs = suffix.split(',').filter_map(|pair| pair.split_once(':'));
                let tags = Tags::new(pairs.map(|(name, value)| {
                    (name.trim().to_owned(), value.trim().trim_matches('"').to_owned())
                }));
                submetrics.push(Submetric { suffix: suffix.to_owned(), tags });
            }
        }
    }

    /// The outcomes; an export says `true` where a threshold was crossed.
    fn thresholds(&self) -> BTreeMap<String, Vec<ThresholdResult>> {
        let metrics = self.export["metrics"].as_object().unwrap();
        let judged = metrics.iter().filter_map(|(name, figures)| {
            let crossed = figures.get("thresholds")?.as_object().unwrap();
            let mut thresholds: Vec<ThresholdResult> = crossed
                .iter()
                .map(|(source, crossed)| ThresholdResult {
                    source: source.clone(),
                    is_ok: crossed == false,
                })
                .collect();
            let own = self.metrics.iter().find(|metric| *metric.name == **name);
            let place = |source: &String| {
                own.and_then(|own| own.thresholds.iter().position(|other| other == source))
            };
            thresholds.sort_by_key(|threshold| place(&threshold.source));
            Some((name.clone(), thresholds))
        });
        judged.collect()
    }
}

/// A metric as a line of JSON describes it.
pub(crate) fn metric(data: &Value) -> Metric {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let kinds = [MetricKind::Counter, MetricKind::Gauge, MetricKind::Rate, MetricKind::Trend];
    let contents = [Contains::Default, Contains::Time, Contains::Data];
    let thresholds = data["thresholds"].as_array().unwrap();
    let submetrics = data["submetrics"].as_array().map(Vec::as_slice).unwrap_or_default();
    Metric {
        name: text(&data["name"]).into(),
        series: text(&data["name"]).into(),
        kind: kinds.into_iter().find(|kind| data["type"] == kind.word()).unwrap(),
        contains: contents.into_iter().find(|other| data["contains"] == other.word()).unwrap(),
        thresholds: thresholds.iter().map(text).collect(),
        submetrics: submetrics
            .iter()
            .map(|sub| Submetric { suffix: text(&sub["suffix"]), tags: tags(&sub["tags"]) })
            .collect(),
    }
}

/// What an exported metric without samples must be.
fn unmeasured(name: &str, figures: &Value) -> Metric {
    let has = |figure: &str| figures.get(figure).is_some();
    let kind = match () {
        () if has("passes") => MetricKind::Rate,
        () if has("value") => MetricKind::Gauge,
        () if has("rate") => MetricKind::Counter,
        () => MetricKind::Trend,
    };
    let is_time = name.contains("duration");
    let contains = if is_time { Contains::Time } else { Contains::Default };
    let (thresholds, submetrics) = (Vec::new(), Vec::new());
    let series = name.into();
    Metric { name: name.into(), series, kind, contains, thresholds, submetrics }
}

fn tags(tags: &Value) -> Tags {
    let pairs = tags.as_object().unwrap().iter();
    Tags::new(pairs.map(|(name, value)| (name.as_str(), value.as_str().unwrap())))
}
