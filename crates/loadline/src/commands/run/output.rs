//! The arguments that say where results go.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::output::files::Out;

/// Where results go.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write a report: html=report.html, json=result.json, text=summary.txt. May be given several times.
    #[arg(long = "out", value_name = "KIND=PATH")]
    pub(crate) outs: Vec<Out>,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    pub(crate) store: PathBuf,
    /// No live view: only the summary at the end.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
