//! What was watched beside the requests, as small charts under the timeline.
//!
//! What objectives speak of comes first, the rest of the machine opens on demand, then the pages of metrics:
//! the series that moved, the most restless first. How many are drawn is bounded; the others are named.

use loadline_core::level::{Breaking, Saturation, SaturationSign};
use loadline_core::objective::Statistic;
use loadline_core::window::Aggregate;
use loadline_core::window::watched::{self, unit_of};
use loadline_core::{Objective, Unit, Verdict};

use super::charts::{Shelf, all, summary};
use super::database;
use super::markup::Markup;
use super::panel::{Panel, Series};
use super::targets::{Target, targets};
use crate::chart::Scale;
use crate::figures::{self, Standing, Watched};
use crate::report::Report;
use crate::tracks::{Track, TrackKind};
use crate::words;

/// What objectives speak of, in the order it is shown.
const JUDGED: [&str; 8] = [
    watched::CPU,
    watched::MEMORY,
    watched::POOL,
    watched::CONNECTIONS_SHARE,
    watched::DISK,
    watched::NETWORK,
    watched::GC,
    watched::CACHE_HITS,
];
/// Judged series drawn at most; more come from several sources of one kind.
const JUDGED_MAX: usize = 12;
/// Other series of machines and processes drawn at most.
const MACHINE_MAX: usize = 24;
/// Scraped series drawn at most.
const SCRAPED_MAX: usize = 12;
/// Series named with their figure where they are not drawn.
const NAMED_MAX: usize = 200;
/// Objectives drawn in one chart at most.
const TARGETS_MAX: usize = 2;

/// Which shelf a track stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Judged(usize),
    Database,
    Machine,
    Scraped,
}

fn place(track: &Track) -> Place {
    let metric = &*track.key.metric;
    match JUDGED.iter().position(|name| *name == metric) {
        Some(at) => Place::Judged(at),
        None if database::is_own(track) => Place::Database,
        None if unit_of(metric).is_some() => Place::Machine,
        None => Place::Scraped,
    }
}

/// The tracks that are drawn, shelf by shelf.
struct Shown<'a> {
    judged: Vec<&'a Track>,
    machine: Vec<&'a Track>,
    scraped: Vec<&'a Track>,
}

fn shown(report: &Report) -> Shown<'_> {
    let of = |is: fn(Place) -> bool| -> Vec<&Track> {
        report.timeline.tracks.iter().filter(|track| is(place(track))).collect()
    };
    let mut judged = of(|place| matches!(place, Place::Judged(_)));
    judged.sort_by_key(|track| match place(track) {
        Place::Judged(at) => at,
        Place::Database | Place::Machine | Place::Scraped => JUDGED.len(),
    });
    judged.truncate(JUDGED_MAX);
    let mut machine = of(|place| place == Place::Machine);
    machine.retain(|track| spread(track) > 0.0);
    machine.truncate(MACHINE_MAX);
    let mut scraped = of(|place| place == Place::Scraped);
    scraped.retain(|track| spread(track) > 0.0);
    scraped.sort_by(|one, other| spread(other).total_cmp(&spread(one)));
    scraped.truncate(SCRAPED_MAX);
    Shown { judged, machine, scraped }
}

/// How restless a series is: from its lowest to its highest figure, as a part of the highest.
pub(super) fn spread(track: &Track) -> f64 {
    let figures = || track.figures.iter().flatten().copied();
    let low = figures().fold(f64::INFINITY, f64::min);
    let high = figures().fold(f64::NEG_INFINITY, f64::max);
    let size = high.abs().max(low.abs());
    if size > 0.0 { (high - low) / size } else { 0.0 }
}

pub(super) fn shelves(report: &Report) -> Vec<Shelf> {
    let shown = shown(report);
    let panels = |tracks: Vec<&Track>, prefix: &str| -> Vec<Panel> {
        let numbered = tracks.into_iter().enumerate();
        numbered.map(|(at, track)| panel(report, track, format!("{prefix}-{at}"))).collect()
    };
    let more = format!("More of the machine ({} series)", shown.machine.len());
    let shelf = |title: String, panels, is_folded| Shelf { title, panels, is_folded };
    vec![
        shelf("Resources of the target".to_owned(), panels(shown.judged, "resource"), false),
        database::shelf(report),
        shelf(more, panels(shown.machine, "machine"), true),
        shelf("Scraped from the target".to_owned(), panels(shown.scraped, "scraped"), false),
    ]
}

/// A figure of the track's unit, as text.
pub(super) fn format(track: &Track) -> fn(f64) -> String {
    let unit = match track.kind {
        TrackKind::Share => Unit::Share,
        TrackKind::Level | TrackKind::Rate | TrackKind::P95 => {
            figures::series_unit(&track.key.metric)
        }
    };
    match (unit, track.kind) {
        (Unit::Share, _) => words::share,
        (Unit::Bytes, TrackKind::Rate) | (Unit::ByteRate, _) => words::byte_rate,
        (Unit::Bytes, _) => words::bytes,
        (Unit::Time, TrackKind::Rate) => words::time_rate,
        (Unit::Time, _) => words::time,
        (Unit::Rate, _) | (Unit::Count, TrackKind::Rate) => words::rate,
        (Unit::Count, _) => words::number,
    }
}

fn panel(report: &Report, track: &Track, id: String) -> Panel {
    let format = format(track);
    let (name, source) = figures::track_words(&track.key);
    let figures = track.figures.clone();
    let used_up = used_up(report, track);
    let class = if used_up.is_some() { "failed" } else { "accent" };
    let series = vec![Series { name: name.clone(), class, area: true, figures }];
    let max = all(&series).fold(0.0, f64::max);
    let count = all(&series).count().max(1) as f64;
    let avg = all(&series).sum::<f64>() / count;
    let targets = targets_of(report, &[track]);
    let is_part = matches!(place(track), Place::Judged(_));
    let highest = targets.iter().map(|target| target.value).fold(max, f64::max);
    let scale = Scale::linear(if is_part { f64::max(1.0, max) } else { highest });
    let range = format!("avg {} · max {}", format(avg), format(max));
    Panel {
        id,
        title: name,
        note: [Some(source), used_up, Some(range)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
        summary: summary(&series, format),
        height_px: 56.0,
        scale: scale.coarse(),
        format,
        series,
        targets,
        empty: None,
        is_small: true,
        has_dots: false,
    }
}

/// The objectives that speak of these tracks, as lines across their chart.
pub(super) fn targets_of(report: &Report, tracks: &[&Track]) -> Vec<Target> {
    let is_speaking = |verdict: &&Verdict| {
        tracks.iter().any(|track| speaks_of(&verdict.promise.objective, track))
            && Standing::of(&verdict.outcome) != Standing::Unknown
    };
    let metric = report.verdicts.iter().find(is_speaking);
    let metric = metric.map_or("", |verdict| &*verdict.promise.objective.metric);
    targets(report.verdicts.iter().filter(is_speaking), metric, TARGETS_MAX)
}

/// From which load on it was at its limit, in words; none where it never was, or may only have been.
fn used_up(report: &Report, track: &Track) -> Option<String> {
    let point = report.breaking_point.as_ref()?;
    let Breaking::Found { saturated, .. } = &point.breaking else { return None };
    let is_sure =
        |own: &&Saturation| own.series == track.key && own.sign != SaturationSign::LevelledOff;
    let own = saturated.iter().find(is_sure)?;
    Some(format!("used up at {}", point.axis.text(own.load)))
}

/// Whether a limit on the level of that very series; growth and the sum over the run are none.
fn speaks_of(objective: &Objective, track: &Track) -> bool {
    objective.series() == &*track.key.metric
        && !matches!(objective.statistic, Some(Statistic::Growth | Statistic::Count))
        && track.key.tags.contain(&objective.filter)
}

/// The series that are not drawn, with what they came to over the run.
pub(super) fn write_rest(report: &Report, page: &mut Markup) {
    let shown = shown(report);
    let mut drawn = [shown.judged, shown.machine, shown.scraped].concat();
    drawn.extend(report.timeline.tracks.iter().filter(|track| database::is_own(track)));
    let is_drawn = |row: &Watched<'_>| drawn.iter().any(|track| track.key == *row.key);
    let mut rest = figures::watched(&report.whole);
    rest.retain(|row| !is_drawn(row));
    if rest.is_empty() {
        return;
    }
    page.element("details", &[("class", "unmeasured")], |page| {
        let count = words::count(rest.len() as u64);
        page.leaf("summary", &[], &format!("{count} watched series not drawn"));
        page.element("ul", &[], |page| {
            rest.iter().take(NAMED_MAX).for_each(|row| write_named(row, page));
        });
        let more = rest.len().saturating_sub(NAMED_MAX) as u64;
        if more > 0 {
            let text = format!("and {} more, all in the JSON report", words::count(more));
            page.leaf("p", &[("class", "evidence")], &text);
        }
    });
}

fn write_named(row: &Watched<'_>, page: &mut Markup) {
    let (name, source) = figures::track_words(row.key);
    let unit = figures::series_unit(&row.key.metric);
    let figure = |base: f64| figures::resource_figure(unit, base);
    let figure = match row.aggregate {
        Aggregate::Gauge(gauge) => figure(gauge.last),
        Aggregate::Counter(count) => format!("+{}", figure(*count)),
        Aggregate::Share(share) => share.fraction().map(words::share).unwrap_or_default(),
        Aggregate::Histogram(histogram) => words::counted(histogram.count(), "value"),
    };
    page.element("li", &[], |page| {
        page.leaf("code", &[], &name);
        page.leaf("span", &[("class", "origin")], &figure);
        page.leaf("span", &[("class", "why")], &source);
    });
}
