//! Connections that stay: WebSockets and streams of events, where the test had any.

use loadline_core::window::Share;

use super::markup::Markup;
use super::table::{self, Cell, Row};
use crate::figures::{self, EventRow, Latency, SocketRow};
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, page: &mut Markup) {
    let sockets = figures::sockets(&report.whole);
    if !sockets.is_empty() {
        let heads = [
            "Name",
            "Ended",
            "Badly",
            "Sent",
            "Received",
            "Rate",
            "Reply p50",
            "Reply p95",
            "Reply p99",
            "Open p50",
        ];
        let rows: Vec<Row> = sockets.iter().map(socket).collect();
        page.element("section", &[], |page| {
            page.leaf("h2", &[], "WebSockets");
            table::write("WebSockets by name", &heads, &rows, page);
        });
    }
    let events = figures::events(&report.whole);
    if !events.is_empty() {
        let heads = [
            "Name",
            "Ended",
            "Badly",
            "Events",
            "Rate",
            "First p50",
            "First p95",
            "Gap p50",
            "Gap p95",
            "Gap p99",
        ];
        let rows: Vec<Row> = events.iter().map(event).collect();
        page.element("section", &[], |page| {
            page.leaf("h2", &[], "Streams of events");
            table::write("Streams of events by name", &heads, &rows, page);
        });
    }
}

fn ended(name: &str, share: Option<Share>) -> Vec<Cell> {
    let badly = share.and_then(Share::fraction);
    vec![
        Cell::text(name),
        Cell::count(share.map_or(0, |share| share.total)),
        Cell::figure(badly, words::narrow_share),
    ]
}

fn time(latency: Option<&Latency>, read: fn(&Latency) -> f64) -> Cell {
    Cell::figure(latency.map(read), words::time)
}

fn socket(row: &SocketRow) -> Row {
    let mut cells = ended(&row.name, row.ended);
    cells.extend([
        Cell::count(row.sent),
        Cell::count(row.received),
        Cell::figure(Some(row.per_second), words::rate),
        time(row.reply.as_ref(), |l| l.p50),
        time(row.reply.as_ref(), |l| l.p95),
        time(row.reply.as_ref(), |l| l.p99),
        time(row.session.as_ref(), |l| l.p50),
    ]);
    Row::new(cells)
}

fn event(row: &EventRow) -> Row {
    let mut cells = ended(&row.name, row.ended);
    cells.extend([
        Cell::count(row.received),
        Cell::figure(Some(row.per_second), words::rate),
        time(row.first.as_ref(), |l| l.p50),
        time(row.first.as_ref(), |l| l.p95),
        time(row.gap.as_ref(), |l| l.p50),
        time(row.gap.as_ref(), |l| l.p95),
        time(row.gap.as_ref(), |l| l.p99),
    ]);
    Row::new(cells)
}
