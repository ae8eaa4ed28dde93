//! The run over time: rate, latency, errors and users, above one another on one time axis.

use loadline_core::{Objective, Origin, Verdict};
use serde::Serialize;

use super::markup::Markup;
use super::panel::{Axis, Panel, Series};
use super::targets::targets;
use crate::chart::{Scale, clock_ticks};
use crate::figures::{self, Latency};
use crate::fold::Stretch;
use crate::report::Report;
use crate::words;

/// Objectives drawn in one chart at most.
const TARGETS_MAX: usize = 7;
/// Targets further above everything measured than this are not drawn: they would flatten what was.
const HEADROOM_MAX: f64 = 4.0;

pub(super) fn write(report: &Report, page: &mut Markup) {
    let points = &report.timeline.points;
    if points.is_empty() {
        return;
    }
    let axis = axis(report);
    let panels = [Some(rate(report)), latency(report), Some(errors(report)), users(report)];
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Over time");
        let has_targets = panels.iter().flatten().any(|panel| !panel.targets.is_empty());
        let class = if has_targets { "gutter" } else { "" };
        page.element("div", &[("id", "timeline"), ("class", class)], |page| {
            write_stages(&axis, page);
            for panel in panels.iter().flatten() {
                panel.write(&axis, page);
            }
            write_clock(&axis, page);
        });
        let charts = panels.iter().flatten();
        write_points(&axis, &report.timeline.points, charts, page);
    });
}

fn axis(report: &Report) -> Axis {
    let points = &report.timeline.points;
    let last_ms = points.last().map_or(0, |point| point.end_ms);
    let reached = report.run.stages.iter().filter(|stage| stage.start_ms < last_ms);
    Axis {
        length_ms: last_ms,
        spans_ms: points.iter().map(|point| (point.start_ms, point.end_ms)).collect(),
        stages: reached
            .map(|stage| (stage.start_ms, stage.end_ms.min(last_ms), stage.label.clone()))
            .collect(),
    }
}

fn gather(report: &Report, read: impl Fn(&Stretch) -> Option<f64>) -> Vec<Option<f64>> {
    report.timeline.points.iter().map(read).collect()
}

fn all(series: &[Series]) -> impl Iterator<Item = f64> + Clone {
    series.iter().flat_map(|series| series.figures.iter().flatten().copied())
}

fn range(series: &Series, format: fn(f64) -> String) -> String {
    let figures = || series.figures.iter().flatten().copied();
    match (figures().reduce(f64::min), figures().reduce(f64::max)) {
        (Some(min), Some(max)) => {
            format!("{} from {} to {}", series.name, format(min), format(max))
        }
        _ => format!("{} was not measured", series.name),
    }
}

fn summary(series: &[Series], format: fn(f64) -> String) -> String {
    let ranges: Vec<String> = series.iter().map(|series| range(series, format)).collect();
    format!("{}.", ranges.join("; "))
}

fn rate(report: &Report) -> Panel {
    let requests = gather(report, |point| Some(point.requests_per_second()));
    let offered = gather(report, |point| point.offered_per_second);
    let mut series = Vec::new();
    if offered.iter().any(Option::is_some) {
        series.push(Series { name: "offered", class: "offered", area: false, figures: offered });
    }
    series.push(Series { name: "requests", class: "accent", area: true, figures: requests });
    Panel {
        id: "rate",
        title: "Requests per second",
        summary: summary(&series, words::rate),
        height_px: 130.0,
        scale: Scale::linear(all(&series).fold(0.0, f64::max)),
        format: words::number,
        series,
        targets: Vec::new(),
        empty: None,
    }
}

fn latency(report: &Report) -> Option<Panel> {
    let response = |read: fn(&Latency) -> f64| gather(report, |p| p.response.as_ref().map(read));
    let line = |name, class, figures| Series { name, class, area: false, figures };
    let mut series = vec![
        line("p50", "p50", response(|l| l.p50)),
        line("p95", "p95", response(|l| l.p95)),
        line("p99", "p99", response(|l| l.p99)),
    ];
    let service = gather(report, |point| point.service.map(|latency| latency.p95));
    if service.iter().any(Option::is_some) {
        series.push(line("service p95", "service", service));
    }
    // Without a single answer there is nothing to draw.
    all(&series).next()?;
    let targets = targets(figures::latency_targets(report), "http", TARGETS_MAX);
    let shown = targets.iter().map(|target| target.value);
    Some(Panel {
        id: "latency",
        title: "Response time",
        summary: summary(&series, words::time),
        height_px: 280.0,
        scale: Scale::fitting(all(&series).chain(shown)),
        format: words::time,
        series,
        targets,
        empty: None,
    })
}

fn errors(report: &Report) -> Panel {
    let failed = gather(report, |point| Some(point.failed_share().unwrap_or(0.0)));
    let max = failed.iter().flatten().copied().fold(0.0, f64::max);
    let class = if max > 0.0 { "failed" } else { "calm" };
    let series = vec![Series { name: "failed", class, area: true, figures: failed }];
    let is_drawn = |verdict: &&Verdict| {
        let Objective { metric, filter, target, .. } = &verdict.promise.objective;
        metric == "http errors"
            && filter.is_empty()
            && verdict.promise.origin != Origin::Implied
            && target.base() <= max * HEADROOM_MAX
    };
    let targets = targets(report.verdicts.iter().filter(is_drawn), "http errors", TARGETS_MAX);
    let highest = targets.iter().map(|target| target.value).fold(max, f64::max);
    Panel {
        id: "errors",
        title: "Failed requests",
        summary: summary(&series, words::share),
        height_px: 90.0,
        scale: Scale::linear(if highest > 0.0 { highest } else { 0.01 }),
        format: words::share,
        series,
        targets,
        empty: (max == 0.0).then_some("no request failed"),
    }
}

fn users(report: &Report) -> Option<Panel> {
    let users = gather(report, |point| point.users);
    let series = vec![Series { name: "users", class: "users", area: true, figures: users }];
    let max = all(&series).reduce(f64::max)?;
    Some(Panel {
        id: "users",
        title: "Users",
        summary: summary(&series, words::number),
        height_px: 80.0,
        scale: Scale::whole(max),
        format: words::number,
        series,
        targets: Vec::new(),
        empty: None,
    })
}

fn write_stages(axis: &Axis, page: &mut Markup) {
    if axis.stages.len() < 2 {
        return;
    }
    page.element("div", &[("class", "stages")], |page| {
        for (start_ms, end_ms, label) in &axis.stages {
            let left = axis.fraction(*start_ms as f64) * 100.0;
            let width = axis.fraction(*end_ms as f64) * 100.0 - left;
            let style = format!("left:{left:.2}%;width:{width:.2}%");
            page.leaf("span", &[("style", &style), ("title", label)], label);
        }
    });
}

fn write_clock(axis: &Axis, page: &mut Markup) {
    page.element("div", &[("class", "clock"), ("aria-hidden", "true")], |page| {
        for at_ms in clock_ticks(axis.length_ms) {
            let style = format!("left:{:.2}%", axis.fraction(at_ms as f64) * 100.0);
            page.leaf("span", &[("style", &style)], &words::clock(at_ms));
        }
    });
}

/// What the cursor shows: for each point its place, its time, and every figure as text.
#[derive(Serialize)]
struct Points {
    left_percent: Vec<f64>,
    time: Vec<String>,
    series: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    class: &'static str,
    figures: Vec<String>,
}

fn write_points<'a>(
    axis: &Axis,
    points: &[Stretch],
    charts: impl Iterator<Item = &'a Panel>,
    page: &mut Markup,
) {
    let named = |chart: &'a Panel| {
        chart.series.iter().map(|series| Named {
            name: series.name,
            class: series.class,
            figures: series
                .figures
                .iter()
                .map(|figure| figure.map_or_else(|| words::NONE.to_owned(), chart.format))
                .collect(),
        })
    };
    let place = |span: &(u64, u64)| (axis.middle(*span) * 10_000.0).round() / 100.0;
    let points = Points {
        left_percent: axis.spans_ms.iter().map(place).collect(),
        time: points.iter().map(|point| words::clock(point.start_ms)).collect(),
        series: charts.flat_map(named).collect(),
    };
    let json = serde_json::to_string(&points).expect("the points hold text and numbers only");
    page.element("script", &[("type", "application/json"), ("id", "points")], |page| {
        page.json(&json);
    });
}
