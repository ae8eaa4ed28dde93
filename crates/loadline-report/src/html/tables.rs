//! The tables: latency by class and name, levels, errors, phases.

use super::markup::Markup;
use crate::figures::{self, Group, Latency};
use crate::report::Report;
use crate::words;

/// Writes a table in a frame that scrolls sideways where the screen is narrow. The first cell of a row names
/// it; the others are figures.
fn write_table(caption: &str, heads: &[&str], rows: &[Vec<String>], page: &mut Markup) {
    let frame =
        [("class", "table"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)];
    page.element("div", &frame, |page| {
        page.element("table", &[], |page| {
            page.element("thead", &[], |page| {
                page.element("tr", &[], |page| {
                    heads.iter().for_each(|head| page.leaf("th", &[("scope", "col")], head));
                });
            });
            page.element("tbody", &[], |page| {
                for row in rows {
                    page.element("tr", &[], |page| {
                        let Some((name, figures)) = row.split_first() else { return };
                        page.leaf("th", &[("scope", "row")], name);
                        figures.iter().for_each(|figure| page.leaf("td", &[], figure));
                    });
                }
            });
        });
    });
}

fn none() -> String {
    words::NONE.to_owned()
}

fn times(latency: Option<&Latency>) -> Vec<String> {
    latency.map_or_else(
        || vec![none(); 6],
        |l| [l.avg, l.p50, l.p95, l.p99, l.p99_9, l.max].into_iter().map(words::time).collect(),
    )
}

fn requests_row(name: &str, group: &Group, open: bool) -> Vec<String> {
    let mut row = vec![
        name.to_owned(),
        words::count(group.requests),
        words::rate(group.per_second),
        group.failed_share().map_or_else(none, words::narrow_share),
    ];
    row.extend(times(group.response()));
    if open {
        let service =
            |read: fn(&Latency) -> f64| group.service().map(read).map_or_else(none, words::time);
        row.push(service(|l| l.p95));
        row.push(service(|l| l.p99));
    }
    row
}

pub(super) fn write_latency(report: &Report, page: &mut Markup) {
    let open = report.run.open;
    let mut heads =
        vec!["Name", "Requests", "Rate", "Failed", "Avg", "p50", "p95", "p99", "p99.9", "Max"];
    if open {
        heads.extend(["Service p95", "Service p99"]);
    }
    let mut by_class: Vec<Vec<String>> = figures::by_class(&report.whole)
        .iter()
        .map(|group| requests_row(group.value(0).unwrap_or("no class"), group, open))
        .collect();
    by_class.push(requests_row("all", &figures::overall(&report.whole), open));
    let by_name: Vec<Vec<String>> = figures::by_name(&report.whole)
        .iter()
        .map(|group| requests_row(&group.request(), group, open))
        .collect();
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Response time");
        heads[0] = "Class";
        write_table("Response time by class", &heads, &by_class, page);
        if !by_name.is_empty() {
            heads[0] = "Request";
            write_table("Response time by request", &heads, &by_name, page);
        }
    });
}

pub(super) fn write_levels(report: &Report, page: &mut Markup) {
    if report.stages.len() < 2 {
        return;
    }
    let load = if report.run.open { "Offered" } else { "Users" };
    let heads = [
        "Stage", "From", load, "Requests", "Rate", "Failed", "Avg", "p50", "p95", "p99", "p99.9",
        "Max",
    ];
    let rows: Vec<Vec<String>> = report
        .stages
        .iter()
        .map(|level| {
            let stretch = &level.stretch;
            let load = if report.run.open {
                stretch.offered_per_second.map_or_else(none, words::rate)
            } else {
                stretch.users.map_or_else(none, words::number)
            };
            let mut row = vec![
                level.label.clone(),
                words::clock(stretch.start_ms),
                load,
                words::count(stretch.requests),
                words::rate(stretch.requests_per_second()),
                stretch.failed_share().map_or_else(none, words::narrow_share),
            ];
            row.extend(times(stretch.response.as_ref()));
            row
        })
        .collect();
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Level by level");
        write_table("Figures of each stage", &heads, &rows, page);
    });
}

pub(super) fn write_errors(report: &Report, page: &mut Markup) {
    let errors = figures::errors(&report.whole);
    if errors.is_empty() {
        return;
    }
    let total = figures::overall(&report.whole).requests.max(1) as f64;
    let rows: Vec<Vec<String>> = errors
        .iter()
        .map(|error| {
            let most = error
                .names
                .first()
                .map_or_else(none, |(name, count)| format!("{name} ({})", words::count(*count)));
            let share = words::narrow_share(error.count as f64 / total);
            vec![error.kind(), words::count(error.count), share, most]
        })
        .collect();
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Errors");
        write_table("Errors by kind", &["Kind", "Requests", "Of all", "Most at"], &rows, page);
        let statuses = figures::statuses(&report.whole);
        if !statuses.is_empty() {
            let rows: Vec<Vec<String>> =
                statuses.into_iter().map(|row| vec![row.status, words::count(row.count)]).collect();
            write_table("Answers by status", &["Status", "Answers"], &rows, page);
        }
    });
}

pub(super) fn write_phases(report: &Report, page: &mut Markup) {
    let all = figures::overall(&report.whole);
    let rows: Vec<Vec<String>> = all
        .phases()
        .into_iter()
        .filter_map(|(name, time)| Some((name, time?)))
        .map(|(name, time)| {
            let mut row = vec![name.to_owned(), words::count(time.count)];
            row.extend(times(Some(time)));
            row
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let heads = ["Phase", "Requests", "Avg", "p50", "p95", "p99", "p99.9", "Max"];
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Phases of a request");
        write_table("Time in each phase of a request", &heads, &rows, page);
    });
}
