//! The arguments that say where results go.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args as ClapArgs;

use crate::output::files::Out;
use crate::output::streams::{STREAMS, StreamOut};

/// A report written at the end, or a stream that goes out meanwhile.
#[derive(Debug, Clone)]
pub(crate) enum Destination {
    Report(Out),
    Stream(StreamOut),
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kind = text.split('=').next().unwrap_or_default();
        if STREAMS.iter().any(|stream| stream.name == kind) {
            return text.parse().map(Self::Stream);
        }
        text.parse().map(Self::Report).map_err(|error: String| {
            let streams = STREAMS.map(|stream| stream.name).join(", ");
            format!("{error}, {streams}")
        })
    }
}

impl OutputArgs {
    /// The reports written at the end.
    pub(super) fn reports(&self) -> Vec<Out> {
        let report = |out: &Destination| match out {
            Destination::Report(out) => Some(out.clone()),
            Destination::Stream(_) => None,
        };
        self.outs.iter().filter_map(report).collect()
    }

    /// The streams that go out meanwhile.
    pub(super) fn streams(&self) -> Vec<StreamOut> {
        let stream = |out: &Destination| match out {
            Destination::Stream(out) => Some(out.clone()),
            Destination::Report(_) => None,
        };
        self.outs.iter().filter_map(stream).collect()
    }
}

/// Where results go.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write a report: html=report.html, json=result.json, text=summary.txt. Or hand out windows while the
    /// test runs: ndjson=windows.ndjson, prometheus=http://host:9090/api/v1/write. May be given several times.
    #[arg(long = "out", value_name = "KIND=PATH")]
    pub(crate) outs: Vec<Destination>,
    /// In a workflow of GitHub: annotations on stdout, and the report at the end of the job summary.
    #[arg(long)]
    pub(crate) github: bool,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    pub(crate) store: PathBuf,
    /// No live view: only the summary at the end.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
