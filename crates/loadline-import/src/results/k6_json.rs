//! k6's stream of points, one JSON object a line.
//!
//! A `Metric` line declares a metric before its first point; a `Point` line has one value with its tags.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::about::{About, FROM_THE_SEND};
use super::clock::moment_ms;
use super::csv::truncated;
use super::document::parse_error;
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::k6_metrics::{Kind, Place, PointTags, built_in, made_by_script, record};
use super::recorder::Recorder;

/// Metrics that a script may make, at most.
const METRICS_MAX: usize = 500;

pub(super) const FORMAT: Format = Format {
    name: "k6-json",
    tool: "k6",
    made_by: "`k6 run --out json=FILE`, also .gz",
    taken: "every point of every metric, in windows of a second; thresholds as facts",
    lost: "tags other than name, method, status and error; groups; metadata",
    detect: |head| {
        let line = head.lines().next().unwrap_or_default();
        line.starts_with('{')
            && line.contains("\"metric\":")
            && (line.contains("\"Metric\"") || line.contains("\"Point\""))
    },
    read,
};

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    metric: Cow<'a, str>,
    #[serde(borrow)]
    data: Data<'a>,
}

/// What declares a metric and what a point has, in one: which it is stands in the line's type.
#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    contains: Cow<'a, str>,
    #[serde(default)]
    thresholds: Option<Vec<String>>,
    #[serde(borrow, default)]
    time: Cow<'a, str>,
    value: Option<f64>,
    #[serde(borrow, default)]
    tags: Option<Tags<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tags<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    url: Cow<'a, str>,
    #[serde(borrow)]
    method: Cow<'a, str>,
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    error: Cow<'a, str>,
    #[serde(borrow)]
    error_code: Cow<'a, str>,
    #[serde(borrow)]
    expected_response: Cow<'a, str>,
}

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut made: BTreeMap<String, Place> = BTreeMap::new();
    let mut number = 0;
    while let Some(text) = input.next_line()? {
        number += 1;
        if text.is_empty() {
            continue;
        }
        match serde_json::from_str::<Line<'_>>(text) {
            Ok(line) => take(&line, number, &mut made, recorder)?,
            Err(error) if error.is_eof() => {
                return Err(truncated(number, "the line is not a whole JSON object"));
            }
            Err(error) => {
                let hint = "accepted are the lines of `k6 run --out json=FILE`";
                return Err(parse_error(number - 1, &error).hint(hint));
            }
        }
    }
    describe(&mut recorder.about);
    Ok(())
}

/// What holds for every file of single points of k6.
pub(super) fn describe(about: &mut About) {
    about.latency(FROM_THE_SEND);
    about.fact(
        "imported http_req_duration",
        "sending, waiting and receiving; k6 leaves out waiting for a connection and opening it",
    );
}

fn take(
    line: &Line<'_>,
    number: u64,
    made: &mut BTreeMap<String, Place>,
    recorder: &mut Recorder<'_>,
) -> Result<(), ImportError> {
    match &*line.kind {
        "Metric" => declare(line, number, made, recorder),
        "Point" => point(line, number, made, recorder),
        other => Err(ImportError::at(number, 0, format!("a line of the type `{other}`"))
            .hint("accepted are `Metric` and `Point`; the file may be of a newer k6")),
    }
}

fn declare(
    line: &Line<'_>,
    number: u64,
    made: &mut BTreeMap<String, Place>,
    recorder: &mut Recorder<'_>,
) -> Result<(), ImportError> {
    let thresholds = line.data.thresholds.as_deref().unwrap_or_default();
    if !thresholds.is_empty() {
        recorder.about.fact(&format!("k6 thresholds of {}", line.metric), thresholds.join(", "));
    }
    if built_in(&line.metric).is_some() || line.metric.contains('{') {
        return Ok(());
    }
    let kind = Kind::named(&line.data.kind).ok_or_else(|| {
        ImportError::at(number, 0, format!("a metric of the kind `{}`", line.data.kind))
            .hint("accepted are counter, gauge, rate and trend; the file may be of a newer k6")
    })?;
    if made.len() < METRICS_MAX {
        let place = made_by_script(kind, line.data.contains == "time");
        made.insert(line.metric.to_string(), place);
    }
    Ok(())
}

fn point(
    line: &Line<'_>,
    number: u64,
    made: &BTreeMap<String, Place>,
    recorder: &mut Recorder<'_>,
) -> Result<(), ImportError> {
    let at_ms = moment_ms(&line.data.time).ok_or_else(|| {
        ImportError::at(number, 0, format!("the time is `{}`", line.data.time))
            .hint("accepted is RFC 3339, as 2026-11-21T05:09:08.652Z")
    })?;
    let value = line.data.value.ok_or_else(|| {
        ImportError::at(number, 0, "the point has no value").hint("accepted is a number")
    })?;
    let Some(place) = built_in(&line.metric).or_else(|| made.get(&*line.metric).copied()) else {
        recorder.skip("points of metrics that were not declared before");
        return Ok(());
    };
    let none = Tags::default();
    let tags = line.data.tags.as_ref().unwrap_or(&none);
    let tags = PointTags {
        name: &tags.name,
        url: &tags.url,
        method: &tags.method,
        status: &tags.status,
        error: &tags.error,
        error_code: &tags.error_code,
        expected: &tags.expected_response,
    };
    record(recorder, &line.metric, place, at_ms, value, tags);
    Ok(())
}
