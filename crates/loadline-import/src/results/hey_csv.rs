//! hey's requests as comma-separated values, in seconds since the start of the run, to the tenth of a millisecond.

use loadline_core::window::names;

use super::about::FROM_THE_SEND;
use super::answered;
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::Recorder;

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
    while row.read(input, ',')? {
        columns.fit(&row, input)?;
        let seconds = columns.amount(&row, time)?;
        let begun = columns.amount(&row, offset)?;
        let (end_ms, tags) = answered::request(recorder, begun, seconds, row.get(status));
        let looked_up = columns.amount(&row, dns)?;
        answered::opening(recorder, end_ms, &tags, looked_up, columns.amount(&row, connect)?);
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
