//! h2load's log of requests: start, status and time in microseconds, apart by tabs, without a header.

use super::about::FROM_THE_SEND;
use super::clock::unix_ms;
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::{Recorder, Request, RequestTags};
use super::whole::{ALL_REQUESTS, BAD_STATUS, is_bad};

pub(super) const FORMAT: Format = Format {
    name: "h2load",
    tool: "h2load",
    made_by: "`h2load --log-file=FILE URL`",
    taken: "every request: time and status",
    lost: "nothing of what the log has",
    detect: |head| {
        let line = head.lines().next().unwrap_or_default();
        let fields: Vec<&str> = line.split('\t').collect();
        fields.len() == 3 && fields.iter().all(|field| field.parse::<i64>().is_ok())
    },
    read,
};

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let columns = Columns::named(&["start", "status", "time"]);
    let mut row = Record::default();
    while row.read(input, '\t')? {
        columns.fit(&row, input)?;
        let start = columns.amount(&row, 0)?;
        let start_ms =
            unix_ms(start).ok_or_else(|| columns.wrong(&row, 0, "microseconds since 1970"))?;
        let seconds = columns.amount(&row, 2)? / 1e6;
        let answered = row.get(1) != "-1";
        let status = if answered { row.get(1) } else { "" };
        let failed = !answered || is_bad(status);
        let error = match (answered, failed) {
            (false, _) => "unknown kind",
            (true, true) => BAD_STATUS,
            (true, false) => "",
        };
        recorder.request(&Request {
            end_ms: start_ms.saturating_add((seconds * 1e3) as i64),
            seconds: Some(seconds),
            tags: RequestTags { name: ALL_REQUESTS, status, error, ..RequestTags::default() },
            failed,
            ..Request::default()
        });
    }
    recorder.about.latency(FROM_THE_SEND);
    Ok(())
}
