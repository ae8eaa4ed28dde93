//! What was read of databases, as small charts: the times of statements with a line for each class, then connections,
//! transactions, replicas.
//!
//! Shares of what there is (connections of those allowed, pages found in memory) stand among the resources, as all do
//! that objectives speak of everywhere.

use std::collections::BTreeMap;

use loadline_core::window::watched;

use super::charts::{Shelf, all, summary};
use super::panel::{Panel, Series};
use super::resources::{format, spread, targets_of};
use crate::chart::Scale;
use crate::figures;
use crate::report::Report;
use crate::tracks::Track;

/// What is shown, in that order.
const SHOWN: [&str; 11] = [
    watched::SQL,
    watched::SQL_MEAN,
    watched::SQL_CALLS,
    watched::SQL_ERRORS,
    watched::TRANSACTIONS,
    watched::CONNECTIONS,
    watched::CONNECTIONS_IN_TRANSACTION,
    watched::CONNECTIONS_WAITING,
    watched::POOL_IN_USE,
    watched::POOL_WAITING,
    watched::LAG,
];
/// Kinds of sources.
const SOURCES: [&str; 3] = ["postgres:", "log:", "pgbouncer:"];
/// Charts at most.
const CHARTS_MAX: usize = 24;
/// Targets further above everything measured than this are not drawn: they would flatten what was.
const HEADROOM_MAX: f64 = 4.0;
/// Lines in a chart at most, and their colours.
const CLASSES: [&str; 4] = ["p95", "p50", "service", "p99"];

/// Whether a track stands on this shelf.
pub(super) fn is_own(track: &Track) -> bool {
    SOURCES.iter().any(|kind| track.source().starts_with(kind))
        && SHOWN.contains(&&*track.key.metric)
}

/// The shelf; empty where no database was read.
pub(super) fn shelf(report: &Report) -> Shelf {
    let mut charts: BTreeMap<(usize, &str), Vec<&Track>> = BTreeMap::new();
    for track in report.timeline.tracks.iter().filter(|track| is_own(track)) {
        let place = SHOWN.iter().position(|name| *name == &*track.key.metric).unwrap_or_default();
        charts.entry((place, track.source())).or_default().push(track);
    }
    // A line along the bottom says nothing: no errors, nobody waits.
    charts.retain(|_, tracks| tracks.iter().any(|track| spread(track) > 0.0 || is_level(track)));
    let numbered = charts.into_values().take(CHARTS_MAX).enumerate();
    let panels = numbered.map(|(at, tracks)| panel(report, &tracks, format!("database-{at}")));
    Shelf { title: "Database".to_owned(), panels: panels.collect(), is_folded: false }
}

/// Whether it stands at a level other than zero.
fn is_level(track: &Track) -> bool {
    track.figures.iter().flatten().any(|figure| *figure > 0.0)
}

fn panel(report: &Report, tracks: &[&Track], id: String) -> Panel {
    let format = format(tracks[0]);
    let (_, source) = figures::track_words(&tracks[0].key);
    let title = figures::metric_words(&tracks[0].key.metric);
    let is_alone = tracks.len() == 1;
    let line = |(track, class): (&&Track, &'static str)| Series {
        name: track
            .key
            .tags
            .iter()
            .find(|(tag, _)| *tag != watched::TAG_SOURCE)
            .map_or_else(|| title.clone(), |(_, value)| value.to_owned()),
        class: if is_alone { "accent" } else { class },
        area: is_alone,
        figures: track.figures.clone(),
    };
    let series: Vec<Series> = tracks.iter().zip(CLASSES).map(line).collect();
    let max = all(&series).fold(0.0, f64::max);
    let mut targets = targets_of(report, tracks);
    targets.retain(|target| target.missed || target.value <= HEADROOM_MAX * max);
    let highest = targets.iter().map(|target| target.value).fold(max, f64::max);
    let own = if is_alone { &*series[0].name } else { "" };
    let note = [own, &source, &format!("max {}", format(max))];
    let note: Vec<&str> =
        note.into_iter().filter(|part| !part.is_empty() && *part != title).collect();
    Panel {
        id,
        note: note.join(" · "),
        summary: summary(&series, format),
        title,
        height_px: 56.0,
        scale: Scale::linear(highest).coarse(),
        format,
        series,
        targets,
        empty: None,
        is_small: true,
        has_dots: false,
    }
}
