//! The tables of requests: latency by class and name, stages, errors.

use super::markup::Markup;
use super::table::{self, Cell, Row};
use crate::figures::{self, Group, Latency, Read};
use crate::report::Report;
use crate::words;

/// The columns of a clock.
pub(super) const TIMES: [(&str, Read); 6] = [
    ("Avg", |l| l.avg),
    ("p50", |l| l.p50),
    ("p95", |l| l.p95),
    ("p99", |l| l.p99),
    ("p99.9", |l| l.p99_9),
    ("Max", |l| l.max),
];

/// The columns of those before, and of a clock after.
pub(super) fn heads<'a>(before: &[&'a str]) -> Vec<&'a str> {
    before.iter().copied().chain(TIMES.map(|(name, _)| name)).collect()
}

pub(super) fn times(latency: Option<&Latency>) -> impl Iterator<Item = Cell> {
    TIMES.map(|(_, read)| Cell::figure(latency.map(read), words::time)).into_iter()
}

fn requests_row(name: &str, group: &Group, open: bool) -> Row {
    let mut cells = vec![
        Cell::text(name),
        Cell::count(group.requests),
        Cell::figure(Some(group.per_second), words::rate),
        Cell::figure(group.failed_share(), words::narrow_share),
    ];
    cells.extend(times(group.response()));
    if open {
        let service = |read: fn(&Latency) -> f64| group.service().map(read);
        cells.push(Cell::figure(service(|l| l.p95), words::time));
        cells.push(Cell::figure(service(|l| l.p99), words::time));
    }
    Row::new(cells)
}

pub(super) fn write_latency(report: &Report, page: &mut Markup) {
    let overall = figures::overall(&report.whole);
    if overall.requests == 0 {
        return;
    }
    let open = report.run.open;
    let heads_of = |first: &'static str| {
        let mut heads = heads(&[first, "Requests", "Rate", "Failed"]);
        if open {
            heads.extend(["Service p95", "Service p99"]);
        }
        heads
    };
    let classes = figures::by_class(&report.whole);
    let named = |group: &Group| requests_row(group.value(0).unwrap_or("no class"), group, open);
    let mut by_class: Vec<Row> = classes.iter().map(named).collect();
    let all = requests_row("all", &overall, open);
    by_class.push(Row { class: "sum", ..all });
    let loads = figures::by_load(&report.whole);
    let loaded = |group: &Group| requests_row(group.value(0).unwrap_or("no load"), group, open);
    let by_load: Vec<Row> = loads.iter().map(loaded).collect();
    let names = figures::by_name(&report.whole);
    let by_name: Vec<Row> =
        names.iter().map(|group| requests_row(&group.request(), group, open)).collect();
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Response time");
        table::write("Response time by class", &heads_of("Class"), &by_class, page);
        if !by_load.is_empty() {
            table::write("Response time by load", &heads_of("Load"), &by_load, page);
        }
        if !by_name.is_empty() {
            table::write("Response time by request", &heads_of("Request"), &by_name, page);
        }
    });
}

/// The stages of the test; levels by load, where there are any, say it better.
pub(super) fn write_stages(report: &Report, page: &mut Markup) {
    if report.stages.len() < 2 || !report.levels.is_empty() {
        return;
    }
    let load = if report.run.open { "Offered" } else { "Users" };
    let heads = heads(&["Stage", "From", load, "Requests", "Rate", "Failed"]);
    let row = |level: &crate::report::Level| {
        let stretch = &level.stretch;
        let load = if report.run.open {
            Cell::figure(stretch.offered_per_second, words::rate)
        } else {
            Cell::figure(stretch.users, words::number)
        };
        let from = |start_ms: f64| words::clock(start_ms as u64);
        let mut cells = vec![
            Cell::text(level.label.clone()),
            Cell::figure(Some(stretch.start_ms as f64), from),
            load,
            Cell::count(stretch.requests),
            Cell::figure(Some(stretch.requests_per_second()), words::rate),
            Cell::figure(stretch.failed_share(), words::narrow_share),
        ];
        cells.extend(times(stretch.response.as_ref()));
        Row::new(cells)
    };
    let rows: Vec<Row> = report.stages.iter().map(row).collect();
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Stage by stage");
        table::write("Figures of each stage", &heads, &rows, page);
    });
}
