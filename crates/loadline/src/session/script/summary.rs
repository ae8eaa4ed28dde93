//! The end of a script's run, told: k6's summary on stdout, or what `handleSummary` makes of it.

use std::collections::BTreeMap;
use std::path::Path;

use loadline_core::Verdict;
use loadline_core::window::Rollup;
use loadline_load::NetworkOptions;
use loadline_script::Script;
use loadline_script::options::{Options, SummaryMode};
use loadline_script::summary::{Catalogue, MachineHead, Results, SummaryOptions, ThresholdResult};
use loadline_script::threshold::Thresholds;

use super::request::SummaryRequest;
use crate::failure::Failure;
use crate::output::failure::print_failure;
use crate::output::print::{Stream, print};
use crate::output::when::rfc3339;

/// The version of k6 whose shapes these are.
const K6_VERSION: &str = "2.2.0";

/// What the summary is made from.
pub(super) struct Told<'a> {
    pub(super) script: &'a Script,
    pub(super) options: &'a Options,
    pub(super) thresholds: &'a Thresholds,
    pub(super) verdicts: &'a [Verdict],
    pub(super) rollup: &'a Rollup,
    pub(super) duration_s: f64,
    /// When it ended, in milliseconds since 1970.
    pub(super) ended_ms: i64,
    /// The script's path as it was given.
    pub(super) path: &'a str,
}

/// Tells the end of a run; gives what went wrong with it.
pub(super) fn tell(
    told: &Told<'_>,
    request: &SummaryRequest,
    network: &NetworkOptions,
) -> Vec<Failure> {
    let results = results(told, request);
    let generated_at = rfc3339(told.ended_ms);
    let machine_head =
        MachineHead { generated_at: &generated_at, k6_version: K6_VERSION, script: told.path };
    let mut failures = Vec::new();
    if let Some(path) = &request.export {
        let text = match request.machine_readable {
            true => results.machine_export(machine_head),
            false => results.export(),
        };
        failures.extend(write(path, text.as_bytes()).err());
    }
    if request.mode == SummaryMode::Disabled {
        return failures;
    }
    let data = match request.machine_readable {
        true => results.machine_data(machine_head),
        false => results.data(),
    };
    let handled = if told.script.has("handleSummary") {
        told.script.handle_summary(&data, network)
    } else {
        Ok(None)
    };
    match handled {
        Ok(Some(json)) => failures.extend(hand_out(&json)),
        Ok(None) => print(Stream::Stdout, &results.text(request.mode)),
        Err(failure) => {
            print_failure(&super::request::boxed(failure));
            print(Stream::Stdout, &results.text(request.mode));
        }
    }
    failures
}

fn results(told: &Told<'_>, request: &SummaryRequest) -> Results {
    let thresholds: BTreeMap<String, Vec<ThresholdResult>> = told
        .thresholds
        .results(told.verdicts)
        .into_iter()
        .map(|(metric, results)| (metric.to_owned(), results))
        .collect();
    let metrics = told.script.metrics();
    let seen = told.script.seen_paths();
    let catalogue = Catalogue { metrics: &metrics, thresholds: &thresholds, seen: &seen };
    let mut results = Results::of(told.rollup, catalogue);
    results.duration_s = told.duration_s;
    let no_colour = request.no_colour || !Stream::Stdout.has_colour();
    results.options = SummaryOptions::of(told.options, no_colour);
    results.is_stdout_tty = Stream::Stdout.is_terminal();
    results.is_stderr_tty = Stream::Stderr.is_terminal();
    results.setup_data = told.script.setup_data().and_then(|json| serde_json::from_str(json).ok());
    results
}

/// What `handleSummary` returned, each part where it belongs: files, stdout, stderr.
fn hand_out(json: &str) -> Vec<Failure> {
    let Ok(serde_json::Value::Object(parts)) = serde_json::from_str(json) else {
        return Vec::new();
    };
    let mut failures = Vec::new();
    for (place, content) in parts {
        let text = match content {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        match &*place {
            "stdout" => print(Stream::Stdout, &text),
            "stderr" => print(Stream::Stderr, &text),
            path => failures.extend(write(Path::new(path), text.as_bytes()).err()),
        }
    }
    failures
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes)
        .map_err(|source| Failure::Unwritable { path: path.to_owned(), source })
}
