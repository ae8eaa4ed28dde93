//! The run by load: charts of what was carried, how fast, at what cost, and the table behind them.

use loadline_core::level::{Breaking, Level, LevelResource, LevelTimes, LoadAxis, Saturation};
use loadline_core::window::watched::unit_of;
use loadline_core::{BreakingPoint, Unit};

use super::axis::Axis;
use super::charts::{self, all, summary};
use super::markup::Markup;
use super::panel::{Panel, Series};
use super::table::{self, Cell, Row};
use crate::chart::Scale;
use crate::figures;
use crate::report::Report;
use crate::words;

/// Levels drawn and listed at most.
const LEVELS_MAX: usize = 200;

pub(super) fn write(report: &Report, page: &mut Markup) {
    let Some(point) = &report.breaking_point else { return };
    let levels: Vec<&Level> = report.levels.iter().take(LEVELS_MAX).collect();
    if levels.is_empty() {
        return;
    }
    page.element("section", &[("id", "levels-section")], |page| {
        page.leaf("h2", &[], "Level by level");
        write_charts(point, &levels, page);
        write_table(point, &levels, page);
        for sentence in figures::left_out(report) {
            page.leaf("p", &[("class", "note")], &format!("Left out: {sentence}"));
        }
    });
}

/// The levels that the load reached from below, by their load; what comes after a higher load still bears its
/// backlog.
fn rising<'a>(levels: &[&'a Level]) -> Vec<&'a Level> {
    let mut rising: Vec<&Level> = levels.iter().copied().filter(|level| level.is_rising).collect();
    rising.sort_by(|one, other| one.load.total_cmp(&other.load));
    rising
}

fn write_charts(point: &BreakingPoint, levels: &[&Level], page: &mut Markup) {
    let rising = rising(levels);
    if rising.len() < 2 {
        return;
    }
    let loads: Vec<f64> = rising.iter().map(|level| level.load).collect();
    let moments = rising.iter().map(|level| level.label(point.axis)).collect();
    let format = match point.axis {
        LoadAxis::OfferedRate => words::rate,
        LoadAxis::Users => words::number,
    };
    let rule = match &point.breaking {
        Breaking::Found { load, .. } => Some((*load, "breaks at ")),
        Breaking::Generator { load, .. } => Some((*load, "generator gave out at ")),
        Breaking::NotReached { .. } => None,
    };
    let rule = rule.map(|(load, said)| (load, format!("{said}{}", point.axis.text(load))));
    let axis = Axis::of_load(&loads, moments, format, rule);
    let mut panels = vec![carried(point.axis, &rising)];
    panels.extend(latency(&rising));
    panels.push(failed(&rising));
    panels.extend(resources(point, &rising));
    charts::write("by-load", &axis, &panels, &[], page);
}

fn series(name: &str, class: &'static str, area: bool, figures: Vec<Option<f64>>) -> Series {
    Series { name: name.to_owned(), class, area, figures }
}

fn panel(
    (id, title): (&str, &str),
    height_px: f64,
    scale: Scale,
    format: fn(f64) -> String,
    series: Vec<Series>,
) -> Panel {
    Panel {
        id: id.to_owned(),
        title: title.to_owned(),
        note: String::new(),
        summary: summary(&series, format),
        height_px,
        scale,
        format,
        series,
        targets: Vec::new(),
        empty: None,
        is_small: false,
        has_dots: true,
    }
}

fn carried(axis: LoadAxis, levels: &[&Level]) -> Panel {
    let of = |read: fn(&Level) -> f64| levels.iter().map(|level| Some(read(level))).collect();
    let carried = match axis {
        LoadAxis::OfferedRate => vec![
            series("offered", "offered", false, of(|level| level.load)),
            series("finished", "accent", true, of(|level| level.achieved_per_second)),
        ],
        LoadAxis::Users => {
            vec![series("requests", "accent", true, of(Level::requests_per_second))]
        }
    };
    let scale = Scale::linear(all(&carried).fold(0.0, f64::max));
    let title = match axis {
        LoadAxis::OfferedRate => "Finished per second",
        LoadAxis::Users => "Requests per second",
    };
    panel(("load-rate", title), 140.0, scale, words::number, carried)
}

fn latency(levels: &[&Level]) -> Option<Panel> {
    let of = |read: fn(&LevelTimes) -> f64| -> Vec<Option<f64>> {
        levels.iter().map(|level| level.response.as_ref().map(read)).collect()
    };
    let lines = vec![
        series("p50", "p50", false, of(|times| times.p50)),
        series("p95", "p95", false, of(|times| times.p95)),
        series("p99", "p99", false, of(|times| times.p99)),
    ];
    all(&lines).next()?;
    let scale = Scale::fitting(all(&lines));
    Some(panel(("load-latency", "Response time"), 160.0, scale, words::time, lines))
}

fn failed(levels: &[&Level]) -> Panel {
    let shares: Vec<Option<f64>> = levels.iter().map(|level| level.failed_share()).collect();
    let max = shares.iter().flatten().copied().fold(0.0, f64::max);
    let class = if max > 0.0 { "failed" } else { "calm" };
    let scale = Scale::linear(if max > 0.0 { max } else { 0.01 });
    let lines = vec![series("failed", class, true, shares)];
    let empty = (max == 0.0).then_some("no request failed");
    Panel { empty, ..panel(("load-failed", "Failed requests"), 70.0, scale, words::share, lines) }
}

/// What is used up first, and what comes next: shares of a whole, at most three of them.
fn resources(point: &BreakingPoint, levels: &[&Level]) -> Option<Panel> {
    const CLASSES: [&str; 3] = ["p95", "p50", "service"];
    let top = levels.last()?;
    let mut fullest: Vec<&LevelResource> =
        top.resources.iter().filter(|own| is_share(own)).collect();
    let saturated = match &point.breaking {
        Breaking::Found { saturated, .. } => &saturated[..],
        Breaking::NotReached { .. } | Breaking::Generator { .. } => &[],
    };
    let rank = |own: &LevelResource| {
        saturated.iter().position(|one: &Saturation| one.series == own.series)
    };
    fullest.sort_by(|one, other| {
        let rank = |own| rank(own).unwrap_or(usize::MAX);
        rank(one).cmp(&rank(other)).then(other.mean.total_cmp(&one.mean))
    });
    let line = |(own, class): (&&LevelResource, &'static str)| {
        let at = |level: &&Level| {
            level.resources.iter().find(|other| other.series == own.series).map(|own| own.mean)
        };
        let (name, source) = figures::track_words(&own.series);
        series(&format!("{name}, {source}"), class, false, levels.iter().map(at).collect())
    };
    let lines: Vec<Series> = fullest.iter().zip(CLASSES).map(line).collect();
    let max = all(&lines).reduce(f64::max)?;
    let scale = Scale::linear(f64::max(max, 1.0));
    Some(panel(("load-resources", "Resources in use"), 110.0, scale, words::share, lines))
}

/// Whether it can be used up.
fn is_share(own: &LevelResource) -> bool {
    use loadline_core::window::watched::{CACHE_HITS, HOST_CPU_STOLEN};
    let metric = &*own.series.metric;
    unit_of(metric) == Some(Unit::Share) && ![CACHE_HITS, HOST_CPU_STOLEN].contains(&metric)
}

fn write_table(point: &BreakingPoint, levels: &[&Level], page: &mut Markup) {
    let heads = [
        "Load",
        "From",
        "Finished",
        "Requests",
        "Failed",
        "Avg",
        "p50",
        "p95",
        "p99",
        "Max",
        "Fullest resource",
        "Held?",
    ];
    let rows: Vec<Row> = levels.iter().map(|level| row(point.axis, level)).collect();
    table::write("Figures of each level", &heads, &rows, page);
}

fn row(axis: LoadAxis, level: &Level) -> Row {
    let time =
        |read: fn(&LevelTimes) -> f64| Cell::figure(level.response.as_ref().map(read), words::time);
    let shares = level.resources.iter().filter(|own| is_share(own));
    let fullest = shares.max_by(|one, other| one.mean.total_cmp(&other.mean));
    let fullest = fullest.map_or_else(
        || Cell::text(words::NONE),
        |own| {
            let (name, source) = figures::track_words(&own.series);
            Cell::text(format!("{name}, {source}: {}", words::share(own.mean)))
        },
    );
    let held = match figures::signs_short(&level.signs) {
        signs if signs.is_empty() => "✓ held".to_owned(),
        signs => format!("✗ {signs}"),
    };
    let clock = |start_ms: f64| words::clock(start_ms as u64);
    Row {
        cells: vec![
            Cell::text(level.label(axis)),
            Cell::figure(Some(level.start_ms as f64), clock),
            Cell::figure(Some(level.achieved_per_second), words::rate),
            Cell::figure(Some(level.requests_per_second()), words::rate),
            Cell::figure(level.failed_share(), words::narrow_share),
            time(|times| times.avg),
            time(|times| times.p50),
            time(|times| times.p95),
            time(|times| times.p99),
            time(|times| times.max),
            fullest,
            Cell::text(held),
        ],
        class: if level.is_good() { "met" } else { "missed" },
    }
}
