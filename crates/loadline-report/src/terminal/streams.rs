//! Connections that stay, in the summary: WebSockets with their replies, streams of events with their gaps, and
//! why some of them did not end as they were meant to.

use std::fmt;

use loadline_core::window::Share;

use super::ink::Ink;
use super::requests::times;
use super::summary::Look;
use super::table::{Row, shortened, write_head, write_row};
use crate::figures::{self, Latency};
use crate::report::Report;
use crate::words;

/// Columns that a reason takes, its margin left out.
const REASON_WIDTH: usize = 93;

/// What one line of either table says.
struct Stay<'a> {
    name: &'a str,
    count: u64,
    per_second: f64,
    ended: Option<Share>,
    times: Option<&'a Latency>,
}

pub(super) fn write(report: &Report, ink: Ink, _: Look, out: &mut dyn fmt::Write) -> fmt::Result {
    let sockets = figures::sockets(&report.whole);
    let events = figures::events(&report.whole);
    let sockets = sockets.iter().map(|row| Stay {
        name: &row.name,
        count: row.sent + row.received,
        per_second: row.per_second,
        ended: row.ended,
        times: row.reply.as_ref(),
    });
    let events = events.iter().map(|row| Stay {
        name: &row.name,
        count: row.received,
        per_second: row.per_second,
        ended: row.ended,
        times: row.gap.as_ref(),
    });
    write_table("WebSockets, replies", "messages", sockets.collect(), report, ink, out)?;
    write_table("Events, gaps between", "events", events.collect(), report, ink, out)
}

fn write_table(
    title: &str,
    counted: &str,
    rows: Vec<Stay<'_>>,
    report: &Report,
    ink: Ink,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    let heads = [counted, "rate", "failed", "avg", "p50", "p95", "p99", "max"];
    write_head(title, &heads, ink, out)?;
    for row in rows {
        let share = row.ended.and_then(Share::fraction);
        let failed = share.map_or_else(|| words::NONE.to_owned(), words::narrow_share);
        let mut figures = vec![words::count(row.count), words::rate(row.per_second), failed];
        figures.extend(times(row.times));
        let is_bad = row.ended.is_some_and(|share| share.hits > 0);
        write_row(&Row { indent: 0, name: row.name.to_owned(), figures, is_bad }, ink, out)?;
        let sample = report.samples.iter().find(|sample| is_bad && sample.name == row.name);
        if let Some(sample) = sample {
            write_reason(&sample.detail, ink, out)?;
        }
    }
    Ok(())
}

/// Writes why something failed, below the line that counts it.
pub(super) fn write_reason(reason: &str, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let reason = shortened(&words::plain(reason), REASON_WIDTH);
    writeln!(out, "    {}", ink.dim(&reason))
}
