//! What was watched beside the requests: over the run, and along the points of the timeline.

use std::collections::BTreeMap;

use loadline_core::Histogram;
use loadline_core::window::Aggregate;
use loadline_core::window::watched::TAG_SOURCE;
use serde::Serialize;

use super::verdicts::unit;
use crate::figures::series_unit;
use crate::report::Report;
use crate::tracks::{Track, TrackKind};

#[derive(Serialize)]
pub(super) struct Watched {
    name: String,
    source: String,
    labels: BTreeMap<String, String>,
    kind: &'static str,
    unit: &'static str,
    avg: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    last: Option<f64>,
    points: Vec<Option<f64>>,
}

pub(super) fn watched(report: &Report) -> Vec<Watched> {
    report.timeline.tracks.iter().map(|track| row(report, track)).collect()
}

fn row(report: &Report, track: &Track) -> Watched {
    let whole = report.whole.series().find(|(key, _)| **key == track.key);
    let whole = whole.map(|(_, aggregate)| aggregate);
    let gauge = match whole {
        Some(Aggregate::Gauge(gauge)) => Some(gauge),
        _ => None,
    };
    let seconds = report.whole.seconds();
    let times = match whole {
        Some(Aggregate::Histogram(times)) => Some(times),
        _ => None,
    };
    let avg = match whole {
        Some(Aggregate::Histogram(times)) => times.mean(),
        Some(Aggregate::Gauge(gauge)) => Some(gauge.mean()),
        Some(Aggregate::Counter(count)) if seconds > 0.0 => Some(count / seconds),
        Some(Aggregate::Share(share)) => share.fraction(),
        _ => None,
    };
    let labels = track.key.tags.iter().filter(|(name, _)| *name != TAG_SOURCE);
    Watched {
        name: track.key.metric.to_string(),
        source: track.source().to_owned(),
        labels: labels.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        kind: match track.kind {
            TrackKind::Level => "level",
            TrackKind::Rate => "rate",
            TrackKind::Share => "share",
            TrackKind::P95 => "p95",
        },
        unit: unit(series_unit(&track.key.metric)),
        avg,
        min: gauge.map(|gauge| gauge.min).or(times.and_then(Histogram::min)),
        max: gauge.map(|gauge| gauge.max).or(times.and_then(Histogram::max)),
        last: gauge.map(|gauge| gauge.last),
        points: track.figures.clone(),
    }
}
