//! Locust's totals as JSON: for each request how many took how many milliseconds.

use std::collections::BTreeMap;

use loadline_core::window::names;
use serde_json::Value;

use super::about::FROM_THE_SEND;
use super::document::{at, count, document, need, number, text};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::locust_stats::MS;
use super::percentiles::{Distribution, of_counts};
use super::recorder::{Recorder, RequestTags};
use super::whole::Whole;

pub(super) const FORMAT: Format = Format {
    name: "locust-json",
    tool: "Locust",
    made_by: "`locust --json-file PREFIX`, or `--json` into a file",
    taken: "requests, failures and response times by name and method, sizes",
    lost: "counts of each second, kinds of failures, users",
    detect: |head| head.trim_start().starts_with('[') && head.contains("\"num_none_requests\""),
    read,
};

const WRITTEN_BY: &str = "`locust --json`";

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let list = document(input)?;
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    for entry in entries {
        from = from.min(need(entry, "start_time", WRITTEN_BY)?);
        to = to.max(number(entry, "last_request_timestamp").unwrap_or(f64::NEG_INFINITY));
    }
    if !(from >= 0.0 && to > from && to < 2e11) {
        return Err(ImportError::file("nothing in the file was measured")
            .hint("accepted is a run that made requests"));
    }
    let mut whole = Whole::new(Some((from * 1e3) as i64), to - from, recorder)?;
    for entry in entries {
        let tags = RequestTags {
            name: text(entry, "name").unwrap_or_default(),
            method: text(entry, "method").unwrap_or_default(),
            ..RequestTags::default()
        };
        let requests = need(entry, "num_requests", WRITTEN_BY)? as u64;
        whole.requests(recorder, tags, requests, count(entry, "num_failures").unwrap_or(0));
        whole.count(names::BYTES_RECEIVED, number(entry, "total_content_length").unwrap_or(0.0));
        let total = number(entry, "total_response_time");
        let milliseconds = |path: &str| number(entry, path).map(|value| value * MS);
        let times = counted(entry)?;
        let timed: u64 = times.values().copied().fold(0, u64::saturating_add);
        let known = Distribution {
            mean: total.filter(|_| timed > 0).map(|total| total * MS / timed as f64),
            min: milliseconds("min_response_time"),
            max: milliseconds("max_response_time"),
            ..Distribution::default()
        };
        let tags = recorder.request_tags(tags);
        whole.times(names::RESPONSE_TIME, &tags, of_counts(&times, MS, &known));
    }
    recorder.about.latency(FROM_THE_SEND);
    recorder.about.fact(
        "imported times",
        "Locust rounds each to whole milliseconds, from 100 ms to two digits; mean, min and max are exact",
    );
    whole.finish(recorder);
    Ok(())
}

/// How many requests took how many milliseconds.
fn counted(entry: &Value) -> Result<BTreeMap<u64, u64>, ImportError> {
    let Some(times) = at(entry, "response_times").and_then(Value::as_object) else {
        return Err(ImportError::file("`response_times` is missing")
            .hint(format!("accepted is what {WRITTEN_BY} writes")));
    };
    let mut counts = BTreeMap::new();
    for (time, count) in times {
        let time = time.parse::<f64>().ok().filter(|time| (0.0..1e12).contains(time));
        let (Some(time), Some(count)) = (time, count.as_u64()) else {
            return Err(ImportError::file("`response_times` holds what is no time with its count"));
        };
        let entry: &mut u64 = counts.entry(time as u64).or_default();
        *entry = entry.saturating_add(count);
    }
    Ok(counts)
}
