//! The arguments that say where results go.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::destination::Destination;

/// Where results go.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write a report: html=report.html, json=result.json, text=summary.txt. Or hand out windows while the
    /// test runs: ndjson=windows.ndjson, prometheus=http://host:9090/api/v1/write. Of a k6 script json, csv,
    /// experimental-prometheus-rw and opentelemetry write samples, report-json and report-csv the reports. `-o`
    /// takes such a value, too. May be given several times.
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
