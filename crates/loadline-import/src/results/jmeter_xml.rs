//! JMeter's results as XML. Samples inside a sample (embedded files, redirects) are parts of it and not added again.
//!
//! Only tags and their attributes are looked at; the text between them (bodies, headers) is passed over unread.

use super::clock::unix_ms;
use super::error::ImportError;
use super::format::Format;
use super::input::Input;
use super::jmeter_sample::{Sample, describe};
use super::recorder::Recorder;

pub(super) const FORMAT: Format = Format {
    name: "jmeter-xml",
    tool: "JMeter",
    made_by: "`jmeter -n -l FILE.jtl` with jmeter.save.saveservice.output_format=xml",
    taken: "every outermost sample: time, status, failure, bytes, connecting and latency",
    lost: "samples inside others, URLs, threads, users, texts of any kind",
    detect: |head| head.contains("<testResults"),
    read,
};

/// Bytes of one tag at most.
const TAG_BYTES_MAX: usize = 1 << 20;
/// Samples inside each other at most.
const DEPTH_MAX: usize = 1_000;

fn read(input: &mut Input<'_>, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let (mut depth, mut tag, mut inside, mut is_closed) = (0_usize, String::new(), false, false);
    let mut number = 0;
    while let Some(line) = input.next_line()? {
        number += 1;
        let mut rest = line;
        loop {
            if inside {
                // A tag goes on over the end of a line; a bracket within its quotes is written otherwise.
                let Some(end) = rest.find('>') else {
                    tag.push_str(rest);
                    tag.push(' ');
                    break;
                };
                tag.push_str(&rest[..end]);
                rest = &rest[end + 1..];
                inside = false;
                is_closed |= tag == "/testResults";
                depth = take(&tag, depth, number, recorder)?;
            } else {
                let Some(start) = rest.find('<') else { break };
                rest = &rest[start + 1..];
                tag.clear();
                inside = true;
            }
        }
        if tag.len() > TAG_BYTES_MAX {
            return Err(ImportError::at(number, 0, "a tag is longer than 1 MiB"));
        }
    }
    if !is_closed {
        return Err(ImportError::at(
            number,
            0,
            "the file breaks off here: `</testResults>` is missing",
        )
        .hint("JMeter writes it when the run ends; add it to import what is there"));
    }
    describe(&mut recorder.about);
    Ok(())
}

/// Takes a tag; gives how many samples are open after it.
fn take(
    tag: &str,
    depth: usize,
    line: u64,
    recorder: &mut Recorder<'_>,
) -> Result<usize, ImportError> {
    let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
    if !matches!(name, "httpSample" | "sample") {
        return Ok(depth);
    }
    if tag.starts_with('/') {
        return Ok(depth.saturating_sub(1));
    }
    if depth == 0 {
        sample(tag, line, recorder)?;
    }
    let is_empty = tag.ends_with('/');
    Ok(if is_empty { depth } else { (depth + 1).min(DEPTH_MAX) })
}

fn sample(tag: &str, line: u64, recorder: &mut Recorder<'_>) -> Result<(), ImportError> {
    let number = |name: &str| {
        let number = attribute(tag, name)?.parse::<f64>().ok()?;
        (number.is_finite() && number >= 0.0).then_some(number)
    };
    let missing = |name: &str, what: &str| {
        ImportError::at(line, 0, format!("the sample's `{name}` is missing or no {what}"))
            .hint("accepted are samples with t, ts, s and lb")
    };
    let label = attribute(tag, "lb").map(unescaped).ok_or_else(|| missing("lb", "text"))?;
    let message = attribute(tag, "rm").map(unescaped).unwrap_or_default();
    let sample = Sample {
        start_ms: number("ts").and_then(unix_ms).ok_or_else(|| missing("ts", "moment"))?,
        elapsed_ms: number("t").ok_or_else(|| missing("t", "number"))?,
        label: &label,
        code: attribute(tag, "rc").unwrap_or_default(),
        message: &message,
        success: attribute(tag, "s").ok_or_else(|| missing("s", "true or false"))? == "true",
        received: number("by"),
        sent: number("sby"),
        latency_ms: number("lt"),
        connect_ms: number("ct"),
    };
    sample.record(recorder);
    Ok(())
}

/// The value of an attribute, as it is written.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, next) = after.split_once('"')?;
        if before.trim_start().rsplit(char::is_whitespace).next() == Some(name) {
            return Some(value);
        }
        rest = next;
    }
    None
}

fn unescaped(text: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    entities
        .into_iter()
        .fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
