//! oha's requests as comma-separated values, in seconds since the start of the run. The start itself is not in the
//! file: the run counts as begun when the file was written.

use loadline_core::Tags;
use loadline_core::window::names;

use super::csv::{Columns, Record};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::{Recorder, Request, RequestTags};
use super::whole::{ALL_REQUESTS, BAD_STATUS, is_bad};

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
    let base_ms = recorder.written_ms;
    while row.read(input, ',')? {
        columns.fit(&row, input)?;
        let seconds = columns.amount(&row, duration)?;
        let end_ms =
            base_ms.saturating_add(((columns.amount(&row, start)? + seconds) * 1e3) as i64);
        let status = row.get(status);
        let failed = is_bad(status);
        let error = if failed { BAD_STATUS } else { "" };
        let tags = RequestTags { name: ALL_REQUESTS, status, error, ..RequestTags::default() };
        let request =
            Request { end_ms, seconds: Some(seconds), tags, failed, ..Request::default() };
        let tags = recorder.request(&request);
        recorder.count(
            end_ms,
            names::BYTES_RECEIVED,
            &Tags::default(),
            columns.amount(&row, bytes)?,
        );
        let looked_up = columns.amount(&row, dns)?;
        let connected = columns.amount(&row, connect)? - looked_up;
        let waited = columns.amount(&row, wait)?;
        for (metric, value) in [(names::PHASE_DNS, looked_up), (names::PHASE_CONNECT, connected)] {
            if value > 0.0 {
                recorder.time(end_ms, metric, &tags, value);
            }
        }
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
