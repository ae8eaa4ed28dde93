//! ab's file for gnuplot: a line for each request, with its start to the second and its times in milliseconds.

use loadline_core::window::names;

use super::about::FROM_THE_SEND;
use super::clock::unix_ms;
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::{Recorder, Request, RequestTags};
use super::whole::ALL_REQUESTS;

pub(super) const FORMAT: Format = Format {
    name: "ab",
    tool: "ab",
    made_by: "`ab -g FILE URL`",
    taken: "every request: time, connecting and waiting, in whole milliseconds",
    lost: "states and failures, which the file does not have; `ab -e`, which has no counts, is refused",
    detect: |head| {
        head.starts_with("starttime\tseconds\tctime") || head.starts_with("Percentage served,")
    },
    read,
};

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut row = Record::default();
    row.read(input, '\t')?;
    let columns = Columns::of(&row);
    if row.get(0).starts_with("Percentage served,") {
        return Err(ImportError::file(
            "percentiles alone do not tell how many requests there were",
        )
        .hint("`ab -g FILE` writes a file with every request"));
    }
    let [start, connect, total, wait] =
        ["seconds", "ctime", "ttime", "wait"].map(|name| columns.need(name));
    let (start, connect, total, wait) = (start?, connect?, total?, wait?);
    while row.read(input, '\t')? {
        columns.fit(&row, input)?;
        let start_ms = unix_ms(columns.amount(&row, start)?)
            .ok_or_else(|| columns.wrong(&row, start, "seconds since 1970"))?;
        let seconds = columns.amount(&row, total)? / 1e3;
        let tags = RequestTags { name: ALL_REQUESTS, ..RequestTags::default() };
        let end_ms = start_ms.saturating_add((seconds * 1e3) as i64);
        let tags = recorder.request(&Request {
            end_ms,
            seconds: Some(seconds),
            tags,
            ..Request::default()
        });
        let connected = columns.amount(&row, connect)?;
        if connected > 0.0 {
            recorder.time(end_ms, names::PHASE_CONNECT, &tags, connected / 1e3);
        }
        recorder.time(end_ms, names::PHASE_WAIT, &tags, columns.amount(&row, wait)? / 1e3);
    }
    recorder.about.fact("imported start", "to the second: rates of a short run are off by as much");
    recorder.about.note("failures are not in the file: no request counts as failed");
    recorder.about.latency(FROM_THE_SEND);
    Ok(())
}
