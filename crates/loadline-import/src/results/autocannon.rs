//! autocannon's result as JSON. With `--overallRate` it adds times that it did not measure, for requests it would have
//! sent: there are then more times than requests.

use loadline_core::window::names;
use serde_json::Value;

use super::about::{FROM_THE_SEND, PERCENTILES_ONLY};
use super::clock::moment_ms;
use super::document::{at, count, document, need, number, text};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::whole::Whole;
use super::wrk::path_of;

pub(super) const FORMAT: Format = Format {
    name: "autocannon",
    tool: "autocannon",
    made_by: "`autocannon -j URL > FILE`",
    taken: "requests by status, errors, timeouts, bytes, percentiles in whole milliseconds",
    lost: "time within the run, figures of requests and bytes by the second",
    detect: |head| {
        head.starts_with('{') && head.contains("\"p97_5\"") && head.contains("\"connections\"")
    },
    read,
};

const WRITTEN_BY: &str = "`autocannon -j`";
const MS: f64 = 1e-3;

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let result = document(input)?;
    let start_ms = text(&result, "start").and_then(moment_ms);
    let finish_ms = text(&result, "finish").and_then(moment_ms);
    let seconds = match (start_ms, finish_ms) {
        (Some(start), Some(finish)) if finish > start => (finish - start) as f64 / 1e3,
        _ => need(&result, "duration", WRITTEN_BY)?,
    };
    let mut whole = Whole::new(start_ms, seconds, recorder)?;
    let url = text(&result, "url").unwrap_or_default();
    recorder.about.target = Some(url.to_owned());
    recorder.about.name = text(&result, "title").map(str::to_owned);
    recorder.about.traffic = count(&result, "connections").map(|n| format!("{n} connections"));
    let requests = need(&result, "requests.total", WRITTEN_BY)? as u64;
    let request = RequestTags { name: path_of(url), ..RequestTags::default() };
    let codes = at(&result, "statusCodeStats").and_then(Value::as_object);
    let mut answered = 0_u64;
    for (code, stats) in codes.into_iter().flatten() {
        let count = count(stats, "count").unwrap_or(0);
        answered = answered.saturating_add(count);
        whole.answers(recorder, request, code, count);
    }
    // Older versions do not list the states.
    whole.requests(recorder, request, requests.saturating_sub(answered), 0);
    let timeouts = count(&result, "timeouts").unwrap_or(0);
    let others = count(&result, "errors").unwrap_or(0).saturating_sub(timeouts);
    for (error, count) in [("timed out waiting", timeouts), ("unknown kind", others)] {
        whole.requests(recorder, RequestTags { error, ..request }, count, count);
    }
    whole.count(names::BYTES_RECEIVED, number(&result, "throughput.total").unwrap_or(0.0));
    let timed = count(&result, "latency.totalCount").unwrap_or(requests);
    let milliseconds = |key: &str| Some(result.get("latency")?.get(key)?.as_f64()? * MS);
    let shape = Distribution {
        count: timed,
        mean: milliseconds("mean").or_else(|| milliseconds("average")),
        min: milliseconds("min"),
        max: milliseconds("max"),
        points: points(&result),
        ..Distribution::default()
    };
    let tags = recorder.request_tags(request);
    whole.times(names::RESPONSE_TIME, &tags, shape.histogram());
    if timed > requests {
        recorder.about.open = true;
        recorder.about.latency("corrected by autocannon with times it did not measure");
        recorder.about.note(format!(
            "{} of {timed} times were added by autocannon's correction, not measured",
            timed - requests
        ));
    } else {
        recorder.about.latency(FROM_THE_SEND);
    }
    recorder.about.fact("imported percentiles", PERCENTILES_ONLY);
    whole.finish(recorder);
    Ok(())
}

/// `p97_5` is the 97.5th.
fn points(result: &Value) -> Vec<(f64, f64)> {
    let map = at(result, "latency").and_then(Value::as_object);
    let point = |(key, value): (&String, &Value)| {
        let percent: f64 = key.strip_prefix('p')?.replace('_', ".").parse().ok()?;
        Some((percent / 100.0, value.as_f64()? * MS))
    };
    map.into_iter().flatten().filter_map(point).collect()
}
