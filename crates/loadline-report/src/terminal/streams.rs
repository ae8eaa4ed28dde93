//! Connections that stay, in the summary: WebSockets with their replies, streams of events with their gaps.

use std::fmt;

use loadline_core::window::Share;

use super::ink::Ink;
use super::requests::times;
use super::summary::Look;
use super::table::{Row, write_head, write_row};
use crate::figures::{self, EventRow, SocketRow};
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, ink: Ink, _: Look, out: &mut dyn fmt::Write) -> fmt::Result {
    let sockets = figures::sockets(&report.whole);
    if !sockets.is_empty() {
        let heads = ["messages", "rate", "failed", "avg", "p50", "p95", "p99", "max"];
        write_head("WebSockets, reply time", &heads, ink, out)?;
        sockets.iter().try_for_each(|row| write_row(&socket(row), ink, out))?;
    }
    let events = figures::events(&report.whole);
    if !events.is_empty() {
        let heads = ["events", "rate", "failed", "avg", "p50", "p95", "p99", "max"];
        write_head("Events, from one to the next", &heads, ink, out)?;
        events.iter().try_for_each(|row| write_row(&event(row), ink, out))?;
    }
    Ok(())
}

fn socket(row: &SocketRow) -> Row {
    let mut figures = vec![words::count(row.sent + row.received), words::rate(row.per_second)];
    figures.push(failed(row.ended));
    figures.extend(times(row.reply.as_ref()));
    Row { indent: 2, name: row.name.clone(), figures, is_bad: has_failed(row.ended) }
}

fn event(row: &EventRow) -> Row {
    let mut figures = vec![words::count(row.received), words::rate(row.per_second)];
    figures.push(failed(row.ended));
    figures.extend(times(row.gap.as_ref()));
    Row { indent: 2, name: row.name.clone(), figures, is_bad: has_failed(row.ended) }
}

/// Those that did not end as they were meant to.
fn failed(ended: Option<Share>) -> String {
    let share = ended.and_then(Share::fraction);
    share.map_or_else(|| words::NONE.to_owned(), words::narrow_share)
}

fn has_failed(ended: Option<Share>) -> bool {
    ended.is_some_and(|share| share.hits > 0)
}
