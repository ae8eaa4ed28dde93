//! The tables of requests: latency by class and name, phases, errors by kind, level by level.

use std::fmt;

use loadline_core::Sample;

use super::ink::Ink;
use super::streams::write_reason;
use super::summary::Look;
use super::table::{Row, write_head, write_row, write_subhead};
use crate::figures::{self, Group, Latency};
use crate::fold::Stretch;
use crate::report::Report;
use crate::words;

/// Kinds of error listed; the rest is in the other formats.
const ERRORS_MAX: usize = 12;

pub(super) fn write_latency(
    report: &Report,
    ink: Ink,
    _: Look,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let heads = ["requests", "rate", "failed", "avg", "p50", "p95", "p99", "max"];
    write_head("Response time", &heads, ink, out)?;
    let all = figures::overall(&report.whole);
    write_row(&group_row("all", 0, &all), ink, out)?;
    if report.run.open
        && let Some(service) = all.service()
    {
        let mut cells = vec![String::new(); 3];
        cells.extend(times(Some(service)));
        let row = Row { indent: 2, name: "service time".into(), figures: cells, is_bad: false };
        write_row(&row, ink, out)?;
    }
    let classes = figures::by_class(&report.whole);
    if !classes.is_empty() {
        write_subhead("by class", ink, out)?;
    }
    for class in &classes {
        write_row(&group_row(class.value(0).unwrap_or("no class"), 2, class), ink, out)?;
    }
    let names = figures::by_name(&report.whole);
    if names.len() > 1 {
        write_subhead("by name", ink, out)?;
        for group in &names {
            write_row(&group_row(&group.request(), 2, group), ink, out)?;
        }
    }
    Ok(())
}

fn group_row(name: &str, indent: usize, group: &Group) -> Row {
    let mut cells = vec![
        words::count(group.requests),
        words::rate(group.per_second),
        group.failed_share().map_or_else(none, words::narrow_share),
    ];
    cells.extend(times(group.response()));
    Row { indent, name: name.to_owned(), figures: cells, is_bad: false }
}

fn none() -> String {
    words::NONE.to_owned()
}

pub(super) fn times(latency: Option<&Latency>) -> Vec<String> {
    latency.map_or_else(
        || vec![none(); 5],
        |l| [l.avg, l.p50, l.p95, l.p99, l.max].into_iter().map(words::time).collect(),
    )
}

pub(super) fn write_phases(
    report: &Report,
    ink: Ink,
    _: Look,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let all = figures::overall(&report.whole);
    let phases = all.phases().into_iter();
    let mut measured = phases.filter_map(|(name, time)| Some((name, time?))).peekable();
    if measured.peek().is_none() {
        return Ok(());
    }
    let heads = ["requests", "", "", "avg", "p50", "p95", "p99", "max"];
    write_head("Phases", &heads, ink, out)?;
    for (name, time) in measured {
        let mut cells = vec![words::count(time.count), String::new(), String::new()];
        cells.extend(times(Some(time)));
        let row = Row { indent: 0, name: name.to_owned(), figures: cells, is_bad: false };
        write_row(&row, ink, out)?;
    }
    Ok(())
}

pub(super) fn write_errors(
    report: &Report,
    ink: Ink,
    _: Look,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let errors = figures::errors(&report.whole);
    if errors.is_empty() {
        return Ok(());
    }
    let requests = figures::overall(&report.whole).requests;
    write_head("Errors", &["requests", "of all"], ink, out)?;
    for error in errors.iter().take(ERRORS_MAX) {
        let share = error.count as f64 / requests.max(1) as f64;
        let cells = vec![words::count(error.count), words::narrow_share(share)];
        let row = Row { indent: 0, name: error.kind(), figures: cells, is_bad: true };
        write_row(&row, ink, out)?;
        let status = |sample: &Sample| sample.status.map(|status| status.to_string());
        let is_alike = |sample: &&Sample| {
            error.error.as_deref() == Some(&*sample.error) && error.status == status(sample)
        };
        if let Some(sample) = report.samples.iter().find(is_alike) {
            write_reason(&format!("{}: {}", sample.name, sample.detail), ink, out)?;
        }
    }
    let rest = errors.len().saturating_sub(ERRORS_MAX);
    if rest > 0 {
        write_subhead(&format!("and {rest} more kinds"), ink, out)?;
    }
    Ok(())
}

/// The stages of the test, where it has several.
pub(super) fn write_stages(
    report: &Report,
    ink: Ink,
    _: Look,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    // One stage is the whole run, which stands above.
    if report.stages.len() < 2 {
        return Ok(());
    }
    let level = if report.run.open { "offered" } else { "users" };
    let heads = [level, "rate", "failed", "avg", "p50", "p95", "p99", "max"];
    write_head("Stage by stage", &heads, ink, out)?;
    for level in &report.stages {
        let stretch = &level.stretch;
        let mut cells = vec![
            load(report, stretch),
            words::rate(stretch.requests_per_second()),
            stretch.failed_share().map_or_else(none, words::narrow_share),
        ];
        cells.extend(times(stretch.response.as_ref()));
        let name = level.label.clone();
        write_row(&Row { indent: 0, name, figures: cells, is_bad: false }, ink, out)?;
    }
    Ok(())
}

fn load(report: &Report, stretch: &Stretch) -> String {
    if report.run.open {
        stretch.offered_per_second.map_or_else(none, words::rate)
    } else {
        stretch.users.map_or_else(none, words::number)
    }
}
