//! `csv`: one row for all requests, one for each class and each load, one for each request by name and
//! method.

use super::sheet::Sheet;
use crate::figures::{self, Group, Read};
use crate::report::Report;

/// The columns before the times.
const COUNTS: [&str; 7] =
    ["scope", "name", "method", "requests", "requests_per_second", "failed", "failed_share"];

/// What stands in the columns of one clock, in their order.
const TIMES: [(&str, Read); 9] = [
    ("avg", |l| l.avg),
    ("min", |l| l.min),
    ("p50", |l| l.p50),
    ("p90", |l| l.p90),
    ("p95", |l| l.p95),
    ("p99", |l| l.p99),
    ("p99_9", |l| l.p99_9),
    ("p99_99", |l| l.p99_99),
    ("max", |l| l.max),
];

/// The requests as CSV.
pub(crate) fn render(report: &Report) -> String {
    let mut sheet = Sheet::default();
    write_head(&mut sheet);
    write_row("total", "", "", &figures::overall(&report.whole), &mut sheet);
    let groups =
        [("class", figures::by_class(&report.whole)), ("load", figures::by_load(&report.whole))];
    for (scope, groups) in groups {
        for group in groups {
            write_row(scope, group.value(0).unwrap_or_default(), "", &group, &mut sheet);
        }
    }
    for group in figures::by_name(&report.whole) {
        let (name, method) = (group.value(0), group.value(1));
        let (name, method) = (name.unwrap_or_default(), method.unwrap_or_default());
        write_row("request", name, method, &group, &mut sheet);
    }
    sheet.into_text()
}

fn write_head(sheet: &mut Sheet) {
    COUNTS.iter().for_each(|name| sheet.text(name));
    for clock in ["response", "service"] {
        TIMES.iter().for_each(|(name, _)| sheet.text(&format!("{clock}_{name}_seconds")));
    }
    for (phase, _) in Group::default().phases() {
        sheet.text(&format!("{phase}_avg_seconds"));
        sheet.text(&format!("{phase}_p95_seconds"));
    }
    sheet.end();
}

fn write_row(scope: &str, name: &str, method: &str, group: &Group, sheet: &mut Sheet) {
    [scope, name, method].iter().for_each(|text| sheet.text(text));
    sheet.whole(group.requests);
    sheet.number(Some(group.per_second));
    sheet.whole(group.failed);
    sheet.number(group.failed_share());
    for clock in [group.response(), group.service()] {
        TIMES.iter().for_each(|(_, read)| sheet.number(clock.map(read)));
    }
    for (_, phase) in group.phases() {
        sheet.number(phase.map(|l| l.avg));
        sheet.number(phase.map(|l| l.p95));
    }
    sheet.end();
}
