//! What wrk and wrk2 print at the end. wrk2 measures from the intended start; with `--u_latency` it prints the
//! same requests from their actual start as well.
//!
//! With `--latency` wrk2 prints its whole histogram, wrk four percentiles. Without it there are none, and no
//! response time is imported: an average says nothing of a percentile.

use loadline_core::window::names;

use super::about::{About, FROM_THE_SEND, PERCENTILES_ONLY};
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::percentiles::Distribution;
use super::recorder::{Recorder, RequestTags};
use super::whole::{BAD_STATUS, Whole};

pub(super) const FORMAT: Format = Format {
    name: "wrk",
    tool: "wrk, wrk2",
    made_by: "`wrk --latency URL > FILE`; of wrk2 with or without `--u_latency`",
    taken: "requests, bad states, socket errors, bytes, percentiles; wrk2's corrected times as response time, its uncorrected ones as service time",
    lost: "time within the run, requests per thread, standard deviations; timeouts, which are no requests",
    detect: |head| {
        head.lines().any(|line| line.starts_with("Running ") && line.contains(" test @ "))
            && !head.starts_with('{')
    },
    read,
};

/// One of the distributions printed, in the order of their lines.
#[derive(Debug, Default)]
struct Printed {
    is_corrected: bool,
    is_uncorrected: bool,
    shape: Distribution,
    /// Whether the whole histogram follows, finer than the list before it.
    has_table: bool,
    /// Percentile, total count up to it, and value of each row.
    table: Vec<(f64, u64, f64)>,
}

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let text = input.document()?;
    let value_of = |start: &str| {
        let mut lines = text.lines().map(str::trim);
        lines.find_map(|line| line.strip_prefix(start)).map(str::trim)
    };
    let missing = |what: &str| {
        ImportError::file(format!("the line `{what}` is missing: the output breaks off"))
            .hint("accepted is all that wrk prints, to the last line")
    };
    let (requests, bytes, lasted) =
        totals(&text).ok_or_else(|| missing("… requests in …, … read"))?;
    let rate = value_of("Requests/sec:").and_then(|rate| rate.parse::<f64>().ok());
    let rate = rate.ok_or_else(|| missing("Requests/sec: …"))?;
    // The length is printed in three digits, the rate in more.
    let seconds = if rate > 0.0 { requests as f64 / rate } else { lasted };
    let mut whole = Whole::new(None, seconds, recorder)?;
    let target =
        text.lines().find_map(|line| line.split_once(" test @ ")).map_or("", |(_, url)| url);
    let request = RequestTags { name: path_of(target), ..RequestTags::default() };
    let is_wrk2 = text.contains("Thread calibration") || text.contains("HdrHistogram");
    recorder.about.name = Some(if is_wrk2 { "wrk2" } else { "wrk" }.to_owned());
    recorder.about.target = Some(target.trim().to_owned());
    recorder.about.traffic =
        text.lines().map(str::trim).find(|line| line.ends_with(" connections")).map(str::to_owned);
    let bad = value_of("Non-2xx or 3xx responses:").and_then(|count| count.parse().ok());
    let bad: u64 = bad.unwrap_or(0).min(requests);
    whole.requests(recorder, request, requests - bad, 0);
    whole.requests(recorder, RequestTags { error: BAD_STATUS, ..request }, bad, bad);
    if let Some(errors) = value_of("Socket errors:") {
        socket_errors(errors, request, &mut whole, recorder);
    }
    whole.count(names::BYTES_RECEIVED, bytes);
    let averages = value_of("Latency ").filter(|line| !line.starts_with("Distribution"));
    times(&text, requests, averages, request, &mut whole, recorder)?;
    whole.finish(recorder);
    Ok(())
}

/// Puts the distributions into the window.
fn times(
    text: &str,
    requests: u64,
    averages: Option<&str>,
    request: RequestTags<'_>,
    whole: &mut Whole,
    recorder: &mut Recorder<'_>,
) -> Result<(), ImportError> {
    let tags = recorder.request_tags(request);
    let mut averages = averages.unwrap_or_default().split_ascii_whitespace().map(seconds_of);
    let (mean, max) = (averages.next().flatten(), averages.nth(1).flatten());
    let printed = printed(text)?;
    if printed.is_empty() {
        recorder.about.note(
            "no percentiles in the file: response times are not imported; `--latency` prints them",
        );
    }
    for mut one in printed {
        if one.shape.count == 0 {
            one.shape = Distribution { count: requests, mean, max, ..one.shape };
        } else if one.shape.count < requests {
            recorder.about.note(format!(
                "times are of {} of {requests} requests: wrk2 leaves out those of its calibration",
                one.shape.count
            ));
        }
        describe(&one, &mut recorder.about);
        let metric = if one.is_uncorrected { names::SERVICE_TIME } else { names::RESPONSE_TIME };
        whole.times(metric, &tags, one.shape.histogram());
    }
    Ok(())
}

fn describe(one: &Printed, about: &mut About) {
    if one.is_corrected {
        about.open = true;
        about.latency("from the intended start: free of coordinated omission");
    } else if !one.is_uncorrected {
        about.latency(FROM_THE_SEND);
    }
    if !one.has_table {
        about.fact("imported percentiles", PERCENTILES_ONLY);
    }
}

/// `4954 requests in 3.01s, 1.19MB read`: requests, bytes, seconds.
fn totals(text: &str) -> Option<(u64, f64, f64)> {
    let line =
        text.lines().find(|line| line.contains(" requests in ") && line.ends_with(" read"))?;
    let (requests, rest) = line.trim().split_once(" requests in ")?;
    let (lasted, bytes) = rest.split_once(", ")?;
    let bytes = bytes.strip_suffix(" read")?;
    Some((requests.parse().ok()?, bytes_of(bytes)?, seconds_of(lasted)?))
}

/// `connect 0, read 5, write 0, timeout 3`. Those whose answer never came were requests as well.
fn socket_errors(
    line: &str,
    request: RequestTags<'_>,
    whole: &mut Whole,
    recorder: &mut Recorder<'_>,
) {
    for (kind, count) in line.split(", ").filter_map(|part| part.trim().split_once(' ')) {
        let count = count.parse().unwrap_or(0);
        match kind {
            "timeout" if count > 0 => recorder.about.note(format!(
                "left out: {count} timeouts, which wrk counts as often as it looks, not once a request"
            )),
            "timeout" => {}
            _ => whole.requests(recorder, RequestTags { error: kind, ..request }, count, count),
        }
    }
}

/// Every distribution in the text.
fn printed(text: &str) -> Result<Vec<Printed>, ImportError> {
    let mut all: Vec<Printed> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("Latency Distribution") {
            let is_uncorrected = line.contains("Uncorrected");
            let is_corrected = line.contains("Recorded Latency") && !is_uncorrected;
            all.push(Printed { is_corrected, is_uncorrected, ..Printed::default() });
        }
        let Some(one) = all.last_mut() else { continue };
        if line.starts_with("Value") && line.contains("Percentile") {
            one.has_table = true;
        } else if let Some(mean) = line.strip_prefix("#[Mean") {
            one.shape.mean = after_equals(mean).map(|value| value / 1e3);
        } else if let Some(max) = line.strip_prefix("#[Max") {
            one.shape.max = after_equals(max).map(|value| value / 1e3);
            let total = line
                .rsplit_once('=')
                .and_then(|(_, total)| total.trim_end_matches(']').trim().parse().ok());
            one.shape.count = total.ok_or_else(|| {
                ImportError::at(at as u64 + 1, 0, "the total count cannot be read")
            })?;
        } else if one.has_table {
            one.table.extend(row(line));
        } else {
            one.shape.points.extend(point(line));
        }
    }
    for one in &mut all {
        // The list has percentiles that the table passes over, in fewer digits.
        let is_new = |q: f64| one.table.iter().all(|row| (row.0 - q).abs() > 1e-9);
        one.shape.points.retain(|(q, _)| one.table.is_empty() || is_new(*q));
        let rank = |(_, total, value): (f64, u64, f64)| Some((total.checked_sub(1)?, value));
        one.shape.ranks = one.table.drain(..).filter_map(rank).collect();
    }
    Ok(all)
}

/// A line of the list: `99% 8.54ms`.
fn point(line: &str) -> Option<(f64, f64)> {
    let (percent, time) = line.split_once(char::is_whitespace)?;
    let percent: f64 = percent.strip_suffix('%')?.parse().ok()?;
    Some((percent / 100.0, seconds_of(time)?))
}

/// A row of the table, in milliseconds: `15.647 0.500000 52070 2.00`.
fn row(line: &str) -> Option<(f64, u64, f64)> {
    let mut fields = line.split_ascii_whitespace();
    let value: f64 = fields.next()?.parse().ok()?;
    let (q, total) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((q, total, value / 1e3))
}

fn after_equals(text: &str) -> Option<f64> {
    text.split_once('=')?.1.split([',', ']']).next()?.trim().parse().ok()
}

/// `4.84ms` in seconds.
fn seconds_of(text: &str) -> Option<f64> {
    let units = [("us", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3_600.0)];
    units.into_iter().find_map(|(unit, seconds)| {
        let number: f64 = text.trim().strip_suffix(unit)?.parse().ok()?;
        (number.is_finite() && number >= 0.0).then_some(number * seconds)
    })
}

/// `772.43KB` in bytes.
fn bytes_of(text: &str) -> Option<f64> {
    let units = [("KB", 10), ("MB", 20), ("GB", 30), ("TB", 40), ("PB", 50), ("B", 0)];
    units.into_iter().find_map(|(unit, power)| {
        let number: f64 = text.trim().strip_suffix(unit)?.parse().ok()?;
        Some(number * f64::from(power).exp2())
    })
}

/// The path of a URL, without its query.
pub(super) fn path_of(url: &str) -> &str {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let path = rest.find('/').map_or("/", |start| &rest[start..]);
    path.split(['?', '#']).next().unwrap_or(path)
}
