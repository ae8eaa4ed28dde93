//! k6's summary at the end of a run, in both shapes: `--summary-export`, and what `handleSummary` is given.
//!
//! They differ in a trap: the export says `true` for a threshold that was *broken*, the other `ok: true` for
//! one that was kept. Figures of sub-metrics (`http_req_duration{…}`) are parts of others and not added again.

use loadline_core::Tags;
use loadline_core::window::names;
use serde_json::Value;

use super::about::{FROM_THE_SEND, PERCENTILES_ONLY};
use super::document::{at, document, number};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::k6_metrics::{Kind, built_in};
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::whole::{ALL_REQUESTS, Whole};

pub(super) const FORMAT: Format = Format {
    name: "k6-summary",
    tool: "k6",
    made_by: "`k6 run --summary-export=FILE`, or the data of `handleSummary` as JSON",
    taken: "requests, errors, iterations, checks, data, users; percentiles of times; thresholds as facts",
    lost: "time within the run, names and states of requests, sub-metrics, metrics made by scripts",
    detect: |head| {
        head.starts_with('{')
            && head.contains("\"metrics\"")
            && (head.contains("\"root_group\"") || head.contains("\"http_req"))
    },
    read,
};

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let summary = document(input)?;
    let Some(metrics) = at(&summary, "metrics").and_then(Value::as_object) else {
        return Err(ImportError::file("`metrics` is missing, or a list")
            .hint("accepted is what `--summary-export` writes and `handleSummary` is given"));
    };
    let mut whole = Whole::new(None, seconds(&summary)?, recorder)?;
    let requests = figure(metrics.get("http_reqs"), "count").unwrap_or(0.0) as u64;
    let iterations = figure(metrics.get("iterations"), "count").unwrap_or(0.0) as u64;
    let request = RequestTags { name: ALL_REQUESTS, ..RequestTags::default() };
    // The rate's `passes` are the cases that were true: here, that failed.
    let failed = figure(metrics.get("http_req_failed"), "passes").unwrap_or(0.0) as u64;
    whole.requests(recorder, request, requests, failed);
    let dropped = figure(metrics.get("dropped_iterations"), "count").unwrap_or(0.0) as u64;
    let none = Tags::default();
    whole.share(names::DROPPED_ARRIVALS, &none, dropped, dropped.saturating_add(iterations));
    for (name, metric) in metrics {
        thresholds(recorder, name, metric);
        let Some(place) = built_in(name) else {
            recorder.skip("metrics made by the script, and sub-metrics");
            continue;
        };
        let series = place.series.unwrap_or(name);
        match place.kind {
            Kind::Trend => {
                let tags =
                    if place.of_request { recorder.request_tags(request) } else { none.clone() };
                let cases = if place.of_request { requests } else { iterations };
                whole.times(series, &tags, distribution(metric, cases, place.unit).histogram());
            }
            Kind::Gauge => {
                let [last, min, max] = ["value", "min", "max"]
                    .map(|key| figure(Some(metric), key).unwrap_or(f64::NAN));
                whole.level(series, last, min, max);
            }
            Kind::Rate if series == names::CHECKS => {
                let [hits, misses] =
                    ["passes", "fails"].map(|key| figure(Some(metric), key).unwrap_or(0.0) as u64);
                whole.share(series, &none, hits, hits.saturating_add(misses));
            }
            Kind::Counter if !place.of_request && series != names::DROPPED_ARRIVALS => {
                whole.count(series, figure(Some(metric), "count").unwrap_or(0.0));
            }
            Kind::Counter | Kind::Rate => {}
        }
    }
    recorder.about.latency(FROM_THE_SEND);
    recorder.about.fact("imported percentiles", PERCENTILES_ONLY);
    whole.finish(recorder);
    Ok(())
}

/// How long the run took: as it says, or by the count and the rate of what has both.
fn seconds(summary: &Value) -> Result<f64, ImportError> {
    if let Some(milliseconds) = number(summary, "state.testRunDurationMs") {
        return Ok(milliseconds / 1e3);
    }
    let by_rate = ["http_reqs", "iterations", "data_sent"].into_iter().find_map(|name| {
        let metric = summary.get("metrics")?.get(name);
        let (count, rate) = (figure(metric, "count")?, figure(metric, "rate")?);
        (count > 0.0 && rate > 0.0).then(|| count / rate)
    });
    by_rate.ok_or_else(|| {
        ImportError::file("the summary has neither requests nor iterations")
            .hint("accepted is the summary of a run that did something")
    })
}

/// A figure of a metric: beside its others in the export, under `values` in the other shape.
fn figure(metric: Option<&Value>, key: &str) -> Option<f64> {
    let metric = metric?;
    metric.get("values").unwrap_or(metric).get(key)?.as_f64()
}

fn distribution(metric: &Value, cases: u64, unit: f64) -> Distribution {
    let figures = metric.get("values").unwrap_or(metric);
    let scaled = |key: &str| figure(Some(metric), key).map(|value| value * unit);
    let listed = figures.as_object().into_iter().flatten().filter_map(|(key, value)| {
        let percent = match key.as_str() {
            "med" => 50.0,
            _ => key.strip_prefix("p(")?.strip_suffix(')')?.parse::<f64>().ok()?,
        };
        Some((percent / 100.0, value.as_f64()? * unit))
    });
    Distribution {
        count: figure(Some(metric), "count").map_or(cases, |count| count as u64),
        mean: scaled("avg"),
        min: scaled("min"),
        max: scaled("max"),
        points: listed.collect(),
        ..Distribution::default()
    }
}

/// What k6 itself said of its thresholds.
fn thresholds(recorder: &mut Recorder<'_>, name: &str, metric: &Value) {
    let Some(thresholds) = metric.get("thresholds").and_then(Value::as_object) else { return };
    for (expression, result) in thresholds {
        let is_kept = match result {
            Value::Bool(is_broken) => !is_broken,
            other => other.get("ok").and_then(Value::as_bool).unwrap_or(false),
        };
        let verdict = if is_kept { "met" } else { "missed" };
        recorder.about.fact(&format!("k6 threshold {name}: {expression}"), verdict);
    }
}
