//! oha's report as JSON: percentiles, counts by status, kinds of errors.

use loadline_core::window::names;
use serde_json::Value;

use super::about::PERCENTILES_ONLY;
use super::document::{at, count, document, need, number};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::whole::{ALL_REQUESTS, Whole};

pub(super) const FORMAT: Format = Format {
    name: "oha-json",
    tool: "oha",
    made_by: "`oha --no-tui --output-format json URL > FILE`",
    taken: "requests by status, kinds of errors, bytes, percentiles of the response time and the time to the first byte",
    lost: "time within the run, requests that oha cut off at its end, averages of connecting",
    detect: |head| {
        head.starts_with('{') && head.contains("\"successRate\"") && head.contains("\"sizePerSec\"")
    },
    read,
};

const WRITTEN_BY: &str = "`oha --output-format json`";
/// What oha calls requests that it cut off when its time was up.
const CUT_OFF: &str = "aborted due to deadline";

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let report = document(input)?;
    let seconds = need(&report, "summary.total", WRITTEN_BY)?;
    let mut whole = Whole::new(None, seconds, recorder)?;
    let request = RequestTags { name: ALL_REQUESTS, ..RequestTags::default() };
    let counts = |path: &str| -> Vec<(String, u64)> {
        let map = at(&report, path).and_then(Value::as_object);
        let pairs = map.into_iter().flatten();
        pairs.filter_map(|(key, count)| Some((key.clone(), count.as_u64()?))).collect()
    };
    let mut answered = 0_u64;
    for (status, count) in counts("statusCodeDistribution") {
        answered = answered.saturating_add(count);
        whole.answers(recorder, request, &status, count);
    }
    for (error, count) in counts("errorDistribution") {
        if error == CUT_OFF {
            recorder
                .about
                .note(format!("left out: {count} requests that oha cut off when its time was up"));
        } else {
            whole.requests(recorder, RequestTags { error: &error, ..request }, count, count);
        }
    }
    if let Some(bytes) = count(&report, "summary.totalData") {
        whole.count(names::BYTES_RECEIVED, bytes as f64);
    }
    let tags = recorder.request_tags(request);
    let response = Distribution {
        count: answered,
        mean: number(&report, "summary.average"),
        min: number(&report, "summary.fastest"),
        max: number(&report, "summary.slowest"),
        points: points(&report, "latencyPercentiles"),
        ..Distribution::default()
    };
    whole.times(names::RESPONSE_TIME, &tags, response.histogram());
    let first_byte = Distribution {
        count: answered,
        mean: number(&report, "details.firstByte.average"),
        min: number(&report, "details.firstByte.fastest"),
        max: number(&report, "details.firstByte.slowest"),
        points: points(&report, "firstBytePercentiles"),
        ..Distribution::default()
    };
    whole.times("http_first_byte", &tags, first_byte.histogram());
    recorder.about.fact("imported percentiles", PERCENTILES_ONLY);
    recorder.about.latency(
        "from the actual send unless oha ran with --latency-correction, which its file does not tell",
    );
    whole.finish(recorder);
    Ok(())
}

/// `p99.9` and the like.
fn points(report: &Value, path: &str) -> Vec<(f64, f64)> {
    let map = at(report, path).and_then(Value::as_object);
    let point = |(key, value): (&String, &Value)| {
        Some((key.strip_prefix('p')?.parse::<f64>().ok()? / 100.0, value.as_f64()?))
    };
    map.into_iter().flatten().filter_map(point).collect()
}
