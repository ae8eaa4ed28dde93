//! hey's requests as comma-separated values, in seconds since the start of the run, to the tenth of a millisecond.

use loadline_core::window::names;

use super::about::FROM_THE_SEND;
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::{Recorder, Request, RequestTags};
use super::whole::{ALL_REQUESTS, BAD_STATUS, is_bad};

pub(super) const FORMAT: Format = Format {
    name: "hey-csv",
    tool: "hey",
    made_by: "`hey -o csv URL > FILE`",
    taken: "every answered request: time, status and phases",
    lost: "requests without an answer, which hey does not write; bytes",
    detect: |head| head.starts_with("response-time,DNS+dialup"),
    read,
};

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut row = Record::default();
    row.read(input, ',')?;
    let columns = Columns::of(&row);
    let [time, status, offset, dns, connect] =
        ["response-time", "status-code", "offset", "DNS", "DNS+dialup"].map(|n| columns.need(n));
    let (time, status, offset, dns, connect) = (time?, status?, offset?, dns?, connect?);
    let parts = [
        (names::PHASE_SEND, columns.need("Request-write")?),
        (names::PHASE_WAIT, columns.need("Response-delay")?),
        (names::PHASE_RECEIVE, columns.need("Response-read")?),
    ];
    let base_ms = recorder.written_ms;
    while row.read(input, ',')? {
        columns.fit(&row, input)?;
        let seconds = columns.amount(&row, time)?;
        let end_ms =
            base_ms.saturating_add(((columns.amount(&row, offset)? + seconds) * 1e3) as i64);
        let status = row.get(status);
        let failed = is_bad(status);
        let error = if failed { BAD_STATUS } else { "" };
        let tags = RequestTags { name: ALL_REQUESTS, status, error, ..RequestTags::default() };
        let request =
            Request { end_ms, seconds: Some(seconds), tags, failed, ..Request::default() };
        let tags = recorder.request(&request);
        let looked_up = columns.amount(&row, dns)?;
        let connected = columns.amount(&row, connect)? - looked_up;
        for (metric, value) in [(names::PHASE_DNS, looked_up), (names::PHASE_CONNECT, connected)] {
            if value > 0.0 {
                recorder.time(end_ms, metric, &tags, value);
            }
        }
        for (metric, place) in parts {
            recorder.time(end_ms, metric, &tags, columns.amount(&row, place)?);
        }
    }
    recorder.about.fact(
        "imported start",
        "not in the file: the run counts as begun when the file was written",
    );
    recorder.about.note(
        "requests without an answer are not in hey's CSV: the share of errors is of answers alone",
    );
    recorder.about.latency(FROM_THE_SEND);
    Ok(())
}
