//! vegeta's report as JSON: percentiles, counts by status. Its errors are a list of texts without counts.

use loadline_core::window::names;
use serde_json::Value;

use super::about::PERCENTILES_ONLY;
use super::clock::moment_ms;
use super::document::{at, count, document, need, number, text};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::vegeta_result::describe;
use super::whole::{ALL_REQUESTS, Whole};

pub(super) const FORMAT: Format = Format {
    name: "vegeta-report",
    tool: "vegeta",
    made_by: "`vegeta report --type json results.bin > FILE`",
    taken: "requests by status, bytes, percentiles, the rate offered",
    lost: "time within the run, names of requests, how many there were of each error",
    detect: |head| {
        head.starts_with("{\"latencies\":")
            || (head.starts_with('{') && head.contains("\"bytes_in\"") && head.contains("\"50th\""))
    },
    read,
};

const WRITTEN_BY: &str = "`vegeta report --type json`";
const NS: f64 = 1e-9;
const POINTS: [(f64, &str); 4] = [(0.5, "50th"), (0.9, "90th"), (0.95, "95th"), (0.99, "99th")];

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let report = document(input)?;
    let wait = number(&report, "wait").unwrap_or(0.0);
    let seconds = (need(&report, "duration", WRITTEN_BY)? + wait) * NS;
    let requests = need(&report, "requests", WRITTEN_BY)? as u64;
    let start_ms = text(&report, "earliest").and_then(moment_ms);
    let mut whole = Whole::new(start_ms, seconds, recorder)?;
    let request = RequestTags { name: ALL_REQUESTS, ..RequestTags::default() };
    let codes = at(&report, "status_codes").and_then(Value::as_object);
    for (code, count) in codes.into_iter().flatten() {
        let count = count.as_u64().unwrap_or(0);
        if code == "0" {
            let unanswered = RequestTags { error: "unknown kind", ..request };
            whole.requests(recorder, unanswered, count, count);
        } else {
            whole.answers(recorder, request, code, count);
        }
    }
    let errors = at(&report, "errors").and_then(Value::as_array);
    for (place, error) in errors.into_iter().flatten().take(20).enumerate() {
        let error = error.as_str().map_or_else(|| error.to_string(), str::to_owned);
        recorder.about.fact(&format!("vegeta error {}", place + 1), error);
    }
    for (metric, path) in
        [(names::BYTES_RECEIVED, "bytes_in.total"), (names::BYTES_SENT, "bytes_out.total")]
    {
        whole.count(metric, count(&report, path).unwrap_or(0) as f64);
    }
    let rate = number(&report, "rate").unwrap_or(f64::NAN);
    whole.level(names::OFFERED_RATE, rate, rate, rate);
    let nanoseconds = |key: &str| Some(report.get("latencies")?.get(key)?.as_f64()? * NS);
    let shape = Distribution {
        count: requests,
        mean: nanoseconds("mean"),
        min: nanoseconds("min"),
        max: nanoseconds("max"),
        points: POINTS.iter().filter_map(|(q, key)| Some((*q, nanoseconds(key)?))).collect(),
        ..Distribution::default()
    };
    let tags = recorder.request_tags(request);
    whole.times(names::RESPONSE_TIME, &tags, shape.histogram());
    describe(&mut recorder.about);
    recorder.about.fact("imported percentiles", PERCENTILES_ONLY);
    whole.finish(recorder);
    Ok(())
}
