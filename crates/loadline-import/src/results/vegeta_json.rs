//! vegeta's results as JSON, one object a line.

use std::borrow::Cow;

use serde::Deserialize;

use super::clock::moment_ms;
use super::csv::truncated;
use super::document::parse_error;
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::recorder::Recorder;
use super::vegeta_result::{Hit, describe};

pub(super) const FORMAT: Format = Format {
    name: "vegeta-json",
    tool: "vegeta",
    made_by: "`vegeta encode results.bin > FILE`",
    taken: "every result: time, status, error, method, path, bytes",
    lost: "bodies, headers, queries of URLs",
    detect: |head| {
        let line = head.lines().next().unwrap_or_default();
        line.starts_with('{') && line.contains("\"attack\":") && line.contains("\"seq\":")
    },
    read,
};

#[derive(Deserialize)]
struct Line<'a> {
    code: u16,
    #[serde(borrow)]
    timestamp: Cow<'a, str>,
    latency: f64,
    #[serde(default)]
    bytes_out: f64,
    #[serde(default)]
    bytes_in: f64,
    #[serde(borrow, default)]
    error: Cow<'a, str>,
    #[serde(borrow, default)]
    method: Cow<'a, str>,
    #[serde(borrow, default)]
    url: Cow<'a, str>,
}

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let mut number = 0;
    while let Some(text) = input.next_line()? {
        number += 1;
        if text.is_empty() {
            continue;
        }
        let line: Line<'_> = serde_json::from_str(text).map_err(|error| match error.is_eof() {
            true => truncated(number, "the line is not a whole JSON object"),
            false => parse_error(number - 1, &error)
                .hint("accepted are the lines of `vegeta encode --to json`"),
        })?;
        let start_ms = moment_ms(&line.timestamp).ok_or_else(|| {
            ImportError::at(number, 0, format!("the timestamp is `{}`", line.timestamp))
                .hint("accepted is RFC 3339, as 2026-11-21T05:09:08.652Z")
        })?;
        if line.latency < 0.0 {
            return Err(ImportError::at(number, 0, "the latency is below zero"));
        }
        let hit = Hit {
            start_ms,
            latency_ns: line.latency,
            code: &line.code.to_string(),
            error: &line.error,
            method: &line.method,
            url: &line.url,
            received: line.bytes_in,
            sent: line.bytes_out,
        };
        hit.record(recorder);
    }
    describe(&mut recorder.about);
    Ok(())
}
