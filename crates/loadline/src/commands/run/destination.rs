//! Where results go: reports written at the end, streams that go out meanwhile, a script's samples.

use std::str::FromStr;

use super::Args;
use crate::failure::Failure;
use crate::output::files::Out;
use crate::output::k6::{K6_OUTPUTS, K6Out};
use crate::output::streams::{STREAMS, StreamOut};

/// What stands before a report's kind where a script's samples have one of the same name.
const REPORT: &str = "report-";

/// k6's kinds that are not here.
const NOT_HERE: [&str; 4] = ["cloud", "influxdb", "statsd", "web-dashboard"];

/// A value of `--out`.
#[derive(Debug, Clone)]
pub(crate) enum Destination {
    /// A report, and the samples that the text means with a script.
    Report(Out, Option<K6Out>),
    Stream(StreamOut),
    Samples(K6Out),
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kind = text.split('=').next().unwrap_or_default();
        if STREAMS.iter().any(|stream| stream.name == kind) {
            return text.parse().map(Self::Stream);
        }
        if let Some(report) = text.strip_prefix(REPORT) {
            return report.parse().map(|out| Self::Report(out, None));
        }
        let samples = sample_out(text)?;
        match (text.parse(), samples) {
            (Ok(out), samples) => Ok(Self::Report(out, samples)),
            (Err(_), Some(samples)) => Ok(Self::Samples(samples)),
            (Err(error), None) => {
                let streams = STREAMS.map(|stream| stream.name).join(", ");
                Err(format!("{error}, {streams}"))
            }
        }
    }
}

/// What was promised on the command line, and where results go.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// The sentences.
    pub(crate) sentences: Vec<String>,
    /// Reports written at the end.
    pub(crate) reports: Vec<Out>,
    /// Streams of windows.
    pub(crate) streams: Vec<StreamOut>,
    /// Streams of a script's samples.
    pub(crate) samples: Vec<K6Out>,
}

impl Wanted {
    /// What `args` want of a run, of a script or of something else.
    pub(crate) fn of(args: &Args, is_script: bool) -> Result<Self, Failure> {
        let mut wanted = Self::default();
        let mut outs = args.output.outs.clone();
        for text in &args.promise.objectives {
            if is_destination(text) {
                let hint = "`-o` and `--out` take `KIND=PLACE`; an objective reads like `http p95 < 200ms`";
                outs.push(text.parse().map_err(|error: String| {
                    Failure::usage(format!("`-o {text}`: {error}"), hint)
                })?);
            } else {
                wanted.sentences.push(text.clone());
            }
        }
        for out in outs {
            match out {
                Destination::Report(_, Some(samples)) | Destination::Samples(samples)
                    if is_script =>
                {
                    wanted.samples.push(samples);
                }
                Destination::Report(out, _) => wanted.reports.push(out),
                Destination::Stream(stream) => wanted.streams.push(stream),
                Destination::Samples(samples) => {
                    let message = format!("`--out {}` is for k6 scripts", samples.name());
                    let hint = "`--out prometheus=URL` and `--out ndjson=FILE` hand out windows";
                    return Err(Failure::usage(message, hint));
                }
            }
        }
        Ok(wanted)
    }
}

/// k6's output of that text; none when it is none of k6's kinds.
fn sample_out(text: &str) -> Result<Option<K6Out>, String> {
    let name = text.split('=').next().unwrap_or_default();
    let is_known = K6_OUTPUTS.iter().any(|kind| kind.names.contains(&name));
    // The others are refused by the one list of kinds.
    let is_k6s = is_known || NOT_HERE.contains(&name);
    is_k6s.then(|| text.parse()).transpose()
}

/// Whether the value of `-o` says where results go, and is no sentence: a kind alone, or one with a place.
fn is_destination(text: &str) -> bool {
    let is_kind = |text: &str| {
        let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !text.is_empty() && text.bytes().all(is_part)
    };
    match text.split_once('=') {
        Some((kind, to)) => is_kind(kind) && !to.starts_with('='),
        None => is_kind(text),
    }
}
