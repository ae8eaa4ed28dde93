//! The tables of the comment: the breaking point, levels, requests, errors.

use super::document::{Document, code, marked};
use crate::figures::{self, Latency};
use crate::report::Report;
use crate::words;

/// Requests, and kinds of error, listed at most: a comment is for what matters.
const ROWS_MAX: usize = 20;

pub(super) fn breaking(report: &Report, document: &mut Document) {
    let Some(point) = &report.breaking_point else { return };
    let story = figures::story(point);
    let mut text = format!("### {}\n", marked(&story.headline));
    for (name, sentence) in &story.facts {
        text.push_str(&format!("\n- **{name}**: {}", marked(sentence)));
    }
    document.block(&text);
}

pub(super) fn levels(report: &Report, document: &mut Document) {
    let Some(axis) = report.breaking_point.as_ref().map(|point| point.axis) else { return };
    if report.levels.is_empty() {
        return;
    }
    let heads = ["", "Load", "Requests", "p50", "p95", "p99", "Failed", "Why"];
    let rows: Vec<Vec<String>> = report
        .levels
        .iter()
        .map(|level| {
            let time = |read: fn(&loadline_core::level::LevelTimes) -> f64| {
                level.response.as_ref().map(read).map_or_else(none, words::time)
            };
            let why = figures::signs_short(&level.signs);
            vec![
                if level.is_good() { "✅" } else { "❌" }.to_owned(),
                level.label(axis),
                words::rate(level.requests_per_second()),
                time(|times| times.p50),
                time(|times| times.p95),
                time(|times| times.p99),
                level.failed_share().map_or_else(none, words::narrow_share),
                if why.is_empty() { String::new() } else { code(&why) },
            ]
        })
        .collect();
    document.block("### Level by level");
    document.table(&heads, &[0, 1, 7], &rows);
    for sentence in figures::left_out(report) {
        document.block(&format!("Left out: {}", marked(&sentence)));
    }
}

pub(super) fn requests(report: &Report, document: &mut Document) {
    let groups = figures::by_name(&report.whole);
    if groups.is_empty() {
        return;
    }
    let time = |latency: Option<&Latency>, read: fn(&Latency) -> f64| {
        latency.map(read).map_or_else(none, words::time)
    };
    let rows: Vec<Vec<String>> = groups
        .iter()
        .take(ROWS_MAX)
        .map(|group| {
            vec![
                code(&group.request()),
                words::count(group.requests),
                words::rate(group.per_second),
                group.failed_share().map_or_else(none, words::narrow_share),
                time(group.response(), |l| l.p50),
                time(group.response(), |l| l.p95),
                time(group.response(), |l| l.p99),
                time(group.response(), |l| l.max),
            ]
        })
        .collect();
    document.block("### Requests");
    let heads = ["Request", "Count", "Rate", "Failed", "p50", "p95", "p99", "Max"];
    document.table(&heads, &[0], &rows);
    rest(groups.len(), "request", document);
}

pub(super) fn errors(report: &Report, document: &mut Document) {
    let errors = figures::errors(&report.whole);
    if errors.is_empty() {
        return;
    }
    let total = figures::overall(&report.whole).requests.max(1) as f64;
    let rows: Vec<Vec<String>> = errors
        .iter()
        .take(ROWS_MAX)
        .map(|error| {
            let most = error.names.first().map_or_else(none, |(name, _)| code(name));
            let share = words::narrow_share(error.count as f64 / total);
            vec![code(&error.kind()), most, words::count(error.count), share]
        })
        .collect();
    document.block("### Errors");
    document.table(&["Kind", "Most at", "Requests", "Of all"], &[0, 1], &rows);
    rest(errors.len(), "kind", document);
}

fn rest(all: usize, word: &str, document: &mut Document) {
    let rest = all.saturating_sub(ROWS_MAX) as u64;
    if rest > 0 {
        document.block(&format!("and {}", words::counted(rest, &format!("more {word}"))));
    }
}

fn none() -> String {
    words::NONE.to_owned()
}
