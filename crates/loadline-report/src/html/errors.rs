//! What went wrong: kinds of errors, answers by status, and failing requests as they were sent and answered.

use super::markup::Markup;
use super::samples;
use super::table::{self, Cell, Row};
use crate::figures::{self, ErrorRow};
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, page: &mut Markup) {
    let errors = figures::errors(&report.whole);
    if errors.is_empty() {
        return;
    }
    let total = figures::overall(&report.whole).requests.max(1) as f64;
    let row = |error: &ErrorRow| {
        let named = |(name, count): &(String, u64)| format!("{name} ({})", words::count(*count));
        let most = error.names.first().map_or_else(|| words::NONE.to_owned(), named);
        Row::new(vec![
            Cell::text(error.kind()),
            Cell::count(error.count),
            Cell::figure(Some(error.count as f64 / total), words::narrow_share),
            Cell::text(most),
        ])
    };
    let rows: Vec<Row> = errors.iter().map(row).collect();
    page.element("section", &[("id", "errors-section")], |page| {
        page.leaf("h2", &[], "Errors");
        page.element("div", &[("class", "pair")], |page| {
            let heads = ["Kind", "Requests", "Of all", "Most at"];
            table::write("Errors by kind", &heads, &rows, page);
            write_statuses(report, page);
        });
        samples::write(report, page);
    });
}

fn write_statuses(report: &Report, page: &mut Markup) {
    let statuses = figures::statuses(&report.whole);
    if statuses.is_empty() {
        return;
    }
    let row =
        |row: figures::StatusRow| Row::new(vec![Cell::text(row.status), Cell::count(row.count)]);
    let rows: Vec<Row> = statuses.into_iter().map(row).collect();
    table::write("Answers by status", &["Status", "Answers"], &rows, page);
}
