//! `bench memory`: a constant load for ten minutes. Memory must not depend on how long a run takes, so
//! the resident size at its end is held against the size after two minutes.

use std::time::Duration;

use clap::Args;

use super::{
    limits::{self, TOOL_CORE},
    loadline::Loadline,
    nginx::Nginx,
    process,
    resident::Resident,
};
use crate::{failure::Failure, workspace::Workspace};

/// How much load, and for how long.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Requests per second
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: u32,
    /// How long the load lasts; sizes are compared at a fifth of it and at its end
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=120))]
    minutes: u32,
}

const OPEN_FILES: u64 = 10_000;
const SAMPLE_EVERY: Duration = Duration::from_secs(10);
/// The first size of the comparison is taken when this part of the run is over.
const WARM_AFTER_SHARE: f64 = 0.2;

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(OPEN_FILES)?;
    let loadline = Loadline::build(workspace)?;
    let nginx = Nginx::start()?;
    let mut command = loadline.run(&nginx.http_url());
    command.args(["--rate", &format!("{}/s", options.rate)]);
    command.args(["--for", &format!("{}m", options.minutes)]);
    let length = Duration::from_secs(u64::from(options.minutes) * 60);
    let mut resident = Resident::new(SAMPLE_EVERY, length);
    let ended = process::measure(&command, TOOL_CORE, |at, kib| resident.look(at, kib))?;
    let report = loadline.report(&ended)?;
    let (requests, failed, trust) = (report.requests()?, report.failed()?, report.trust()?);
    println!("{requests} requests, {failed} failed, trust {trust}");
    resident.print_comparison(length.mul_f64(WARM_AFTER_SHARE));
    Ok(())
}
