//! oha's requests as comma-separated values, in seconds since the start of the run. The start itself is not in the
//! file: the run counts as begun when the file was written.

use loadline_core::Tags;
use loadline_core::window::names;

use super::answered;
use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::Recorder;

pub(super) const FORMAT: Format = Format {
    name: "oha-csv",
    tool: "oha",
    made_by: "`oha --no-tui --output-format csv URL > FILE`",
    taken: "every answered request: time, status, bytes, DNS, connecting, time to the answer",
    lost: "requests without an answer, which oha does not write",
    detect: |head| head.starts_with("request-start,DNS"),
    read,
};

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut row = Record::default();
    row.read(input, ',')?;
    let columns = Columns::of(&row);
    let start = columns.need("request-start")?;
    let duration = columns.need("request-duration")?;
    let [dns, connect, wait] =
        ["DNS", "DNS+dialup", "Response-delay"].map(|name| columns.need(name));
    let (dns, connect, wait) = (dns?, connect?, wait?);
    let (bytes, status) = (columns.need("bytes")?, columns.need("status")?);
    while row.read(input, ',')? {
        columns.fit(&row, input)?;
        let seconds = columns.amount(&row, duration)?;
        let begun = columns.amount(&row, start)?;
        let (end_ms, tags) = answered::request(recorder, begun, seconds, row.get(status));
        recorder.count(
            end_ms,
            names::BYTES_RECEIVED,
            &Tags::default(),
            columns.amount(&row, bytes)?,
        );
        let looked_up = columns.amount(&row, dns)?;
        answered::opening(recorder, end_ms, &tags, looked_up, columns.amount(&row, connect)?);
        let waited = columns.amount(&row, wait)?;
        recorder.time(end_ms, names::PHASE_WAIT, &tags, waited);
    }
    recorder.about.fact(
        "imported start",
        "not in the file: the run counts as begun when the file was written",
    );
    recorder.about.note(
        "requests without an answer are not in oha's CSV: the share of errors is of answers alone",
    );
    recorder.about.latency(
        "from the actual send unless oha ran with --latency-correction, which its file does not tell",
    );
    Ok(())
}
