//! The run over time: rate, latency, errors, users and what was watched, above one another on one time axis.

use loadline_core::{Objective, Origin, Verdict};

use super::axis::Axis;
use super::charts::{self, all, summary};
use super::markup::Markup;
use super::panel::{Panel, Series};
use super::resources;
use super::targets::targets;
use crate::chart::Scale;
use crate::figures::{self, Latency};
use crate::fold::Stretch;
use crate::report::Report;
use crate::words;

/// Objectives drawn in one chart at most.
const TARGETS_MAX: usize = 7;
/// Targets further above everything measured than this are not drawn: they would flatten what was.
const HEADROOM_MAX: f64 = 4.0;

pub(super) fn write(report: &Report, page: &mut Markup) {
    if report.timeline.points.is_empty() {
        return;
    }
    let axis = Axis::of_time(report);
    let panels = [Some(rate(report)), latency(report), Some(errors(report)), users(report)];
    let panels: Vec<Panel> = panels.into_iter().flatten().collect();
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Over time");
        if report.run.warm_up_ms > 0 {
            let warm_up = words::lasted(report.run.warm_up_ms as f64 / 1_000.0);
            let lead = format!("The first {warm_up} (hatched) are warm-up and in no other figure.");
            page.leaf("p", &[("class", "lead")], &lead);
        }
        charts::write("timeline", &axis, &panels, &resources::shelves(report), page);
        resources::write_rest(report, page);
    });
}

fn gather(report: &Report, read: impl Fn(&Stretch) -> Option<f64>) -> Vec<Option<f64>> {
    report.timeline.points.iter().map(read).collect()
}

fn line(name: &str, class: &'static str, figures: Vec<Option<f64>>) -> Series {
    Series { name: name.to_owned(), class, area: false, figures }
}

fn area(name: &str, class: &'static str, figures: Vec<Option<f64>>) -> Series {
    Series { name: name.to_owned(), class, area: true, figures }
}

/// A large chart; the last three are as most of them have it.
fn panel(id: &str, title: &str, height_px: f64, scale: Scale, format: fn(f64) -> String) -> Panel {
    Panel {
        id: id.to_owned(),
        title: title.to_owned(),
        note: String::new(),
        summary: String::new(),
        height_px,
        scale,
        format,
        series: Vec::new(),
        targets: Vec::new(),
        empty: None,
        is_small: false,
        has_dots: false,
    }
}

fn rate(report: &Report) -> Panel {
    let requests = gather(report, |point| Some(point.requests_per_second()));
    let offered = gather(report, |point| point.offered_per_second);
    let mut series = Vec::new();
    if offered.iter().any(Option::is_some) {
        series.push(line("offered", "offered", offered));
    }
    series.push(area("requests", "accent", requests));
    let scale = Scale::linear(all(&series).fold(0.0, f64::max));
    let summary = summary(&series, words::rate);
    let panel = panel("rate", "Requests per second", 130.0, scale, words::number);
    Panel { summary, series, ..panel }
}

fn latency(report: &Report) -> Option<Panel> {
    let response = |read: fn(&Latency) -> f64| gather(report, |p| p.response.as_ref().map(read));
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
    let scale = Scale::fitting(all(&series).chain(shown));
    let summary = summary(&series, words::time);
    let panel = panel("latency", "Response time", 280.0, scale, words::time);
    Some(Panel { summary, series, targets, ..panel })
}

fn errors(report: &Report) -> Panel {
    let failed = gather(report, |point| Some(point.failed_share().unwrap_or(0.0)));
    let max = failed.iter().flatten().copied().fold(0.0, f64::max);
    let class = if max > 0.0 { "failed" } else { "calm" };
    let series = vec![area("failed", class, failed)];
    let is_drawn = |verdict: &&Verdict| {
        let Objective { metric, filter, target, .. } = &verdict.promise.objective;
        metric == "http errors"
            && filter.is_empty()
            && verdict.promise.origin != Origin::Implied
            && target.base() <= max * HEADROOM_MAX
    };
    let targets = targets(report.verdicts.iter().filter(is_drawn), "http errors", TARGETS_MAX);
    let highest = targets.iter().map(|target| target.value).fold(max, f64::max);
    let scale = Scale::linear(if highest > 0.0 { highest } else { 0.01 });
    let panel = panel("errors", "Failed requests", 90.0, scale, words::share);
    let empty = (max == 0.0).then_some("no request failed");
    Panel { summary: summary(&series, words::share), series, targets, empty, ..panel }
}

fn users(report: &Report) -> Option<Panel> {
    let series = vec![area("users", "users", gather(report, |point| point.users))];
    let scale = Scale::whole(all(&series).reduce(f64::max)?);
    let panel = panel("users", "Users", 80.0, scale, words::number);
    Some(Panel { summary: summary(&series, words::number), series, ..panel })
}
