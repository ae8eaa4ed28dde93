//! `csv-timeline`: one row for each point of the timeline, with what was watched in columns of its own.

use super::sheet::Sheet;
use crate::figures::Latency;
use crate::report::Report;
use crate::tracks::{Track, TrackKind};

/// The columns of every run.
const COLUMNS: [&str; 18] = [
    "unix_seconds",
    "start_seconds",
    "end_seconds",
    "users",
    "offered_per_second",
    "requests",
    "requests_per_second",
    "failed",
    "failed_share",
    "response_avg_seconds",
    "response_p50_seconds",
    "response_p95_seconds",
    "response_p99_seconds",
    "response_max_seconds",
    "service_p50_seconds",
    "service_p95_seconds",
    "service_p99_seconds",
    "service_max_seconds",
];

/// The timeline as CSV.
pub(crate) fn render(report: &Report) -> String {
    let mut sheet = Sheet::default();
    let tracks = &report.timeline.tracks;
    COLUMNS.iter().for_each(|name| sheet.text(name));
    tracks.iter().for_each(|track| sheet.text(&column(track)));
    sheet.end();
    let seconds = |ms: u64| Some(ms as f64 / 1_000.0);
    for (place, point) in report.timeline.points.iter().enumerate() {
        let started_ms = report.run.started_ms as f64 + point.start_ms as f64;
        sheet.number(Some(started_ms / 1_000.0));
        sheet.number(seconds(point.start_ms));
        sheet.number(seconds(point.end_ms));
        sheet.number(point.users);
        sheet.number(point.offered_per_second);
        sheet.whole(point.requests);
        sheet.number(Some(point.requests_per_second()));
        sheet.whole(point.failed);
        sheet.number(point.failed_share());
        sheet.number(point.response.map(|l| l.avg));
        write_times(point.response.as_ref(), &mut sheet);
        write_times(point.service.as_ref(), &mut sheet);
        for track in tracks {
            sheet.number(track.figures.get(place).copied().flatten());
        }
        sheet.end();
    }
    sheet.into_text()
}

fn write_times(latency: Option<&Latency>, sheet: &mut Sheet) {
    let reads: [fn(&Latency) -> f64; 4] = [|l| l.p50, |l| l.p95, |l| l.p99, |l| l.max];
    reads.iter().for_each(|read| sheet.number(latency.map(read)));
}

/// `cpu{source="host"}`; what is a rate says so.
fn column(track: &Track) -> String {
    let tags: Vec<String> =
        track.key.tags.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
    let rate = match track.kind {
        TrackKind::Rate => " per second",
        TrackKind::P95 => " p95",
        TrackKind::Level | TrackKind::Share => "",
    };
    format!("{}{{{}}}{rate}", track.key.metric, tags.join(","))
}
