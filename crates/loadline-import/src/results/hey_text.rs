//! What hey prints at the end: percentiles, counts by status, kinds of errors.

use loadline_core::window::names;

use super::about::{FROM_THE_SEND, PERCENTILES_ONLY};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::whole::{ALL_REQUESTS, Whole};

pub(super) const FORMAT: Format = Format {
    name: "hey-text",
    tool: "hey",
    made_by: "`hey URL > FILE`",
    taken: "requests by status, kinds of errors, bytes, percentiles",
    lost: "time within the run, averages of the phases",
    detect: |head| head.contains("Summary:\n  Total:") && head.contains("Requests/sec:"),
    read,
};

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let text = input.document()?;
    let figure = |start: &str| {
        let mut lines = text.lines().map(str::trim);
        let line = lines.find_map(|line| line.strip_prefix(start))?;
        line.split_ascii_whitespace().next()?.parse::<f64>().ok()
    };
    let need = |start: &str| {
        figure(start).ok_or_else(|| {
            ImportError::file(format!("the line `{start} …` is missing"))
                .hint("accepted is all that hey prints, to the last line")
        })
    };
    let mut whole = Whole::new(None, need("Total:")?, recorder)?;
    need("Requests/sec:")?;
    let request = RequestTags { name: ALL_REQUESTS, ..RequestTags::default() };
    let mut answered = 0_u64;
    for (status, rest) in bracketed(&text, "Status code distribution:") {
        let count = rest.split_ascii_whitespace().next().and_then(|count| count.parse().ok());
        let count: u64 = count.unwrap_or(0);
        answered = answered.saturating_add(count);
        whole.answers(recorder, request, status, count);
    }
    let mut failed = 0_u64;
    for (count, error) in bracketed(&text, "Error distribution:") {
        let count = count.parse().unwrap_or(0);
        failed = failed.saturating_add(count);
        whole.requests(recorder, RequestTags { error, ..request }, count, count);
    }
    if answered == 0 && failed == 0 {
        return Err(ImportError::file(
            "neither states nor errors are listed: the output breaks off",
        )
        .hint("accepted is all that hey prints, to the last line"));
    }
    whole.count(names::BYTES_RECEIVED, figure("Total data:").unwrap_or(0.0));
    let shape = Distribution {
        count: answered,
        mean: figure("Average:"),
        min: figure("Fastest:"),
        max: figure("Slowest:"),
        points: text.lines().filter_map(point).collect(),
        ..Distribution::default()
    };
    let tags = recorder.request_tags(request);
    whole.times(names::RESPONSE_TIME, &tags, shape.histogram());
    recorder.about.latency(FROM_THE_SEND);
    recorder.about.fact("imported percentiles", PERCENTILES_ONLY);
    whole.finish(recorder);
    Ok(())
}

/// `95% in 0.0058 secs`; hey prints two signs of percent in some versions.
fn point(line: &str) -> Option<(f64, f64)> {
    let (percent, rest) = line.trim().split_once("% in ")?;
    let percent: f64 = percent.trim_end_matches('%').parse().ok()?;
    let seconds: f64 = rest.strip_suffix(" secs")?.parse().ok()?;
    Some((percent / 100.0, seconds))
}

/// The lines `[…] …` below a heading, as what is in the brackets and what follows.
fn bracketed<'t>(text: &'t str, heading: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let below = text.split_once(heading).map_or("", |(_, below)| below);
    let lines = below.lines().skip(1).map(str::trim).take_while(|line| line.starts_with('['));
    lines.filter_map(|line| {
        let (inside, rest) = line.strip_prefix('[')?.split_once(']')?;
        Some((inside, rest.trim()))
    })
}
