//! `bench script-memory`: a constant rate of a k6 script with fifty tagged series, each with a threshold.
//! Memory must not depend on how long a run takes, so the resident size at its end is held against the size
//! after a tenth of it: after three minutes of thirty.

use std::{path::PathBuf, time::Duration};

use clap::Args;

use super::{
    limits,
    nginx::Nginx,
    resident::Resident,
    script_tools::{Runner, Script, ScriptRun, ScriptTools},
};
use crate::{failure::Failure, workspace::Workspace};

/// How much load, and for how long.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Requests per second
    #[arg(long, default_value_t = 3_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: u32,
    /// How long the load lasts; sizes are compared at a tenth of it and at its end
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=240))]
    minutes: u32,
    /// This Loadline, instead of one that is built
    #[arg(long, value_name = "PATH")]
    loadline: Option<PathBuf>,
}

const OPEN_FILES: u64 = 10_000;
const SAMPLE_EVERY: Duration = Duration::from_secs(30);
/// The first size of the comparison is taken when this part of the run is over.
const WARM_AFTER_SHARE: f64 = 0.1;

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(OPEN_FILES)?;
    let tools = ScriptTools::without_k6(workspace, options.loadline.as_deref())?;
    let nginx = Nginx::start()?;
    let Options { rate, minutes, .. } = options;
    let flags = ["-e", &format!("RATE={rate}"), "-e", &format!("DURATION={minutes}m")];
    let flags = flags.map(str::to_owned).to_vec();
    let run = ScriptRun { script: Script::Series, url: &nginx.http_url(), threads: 1, flags };
    let length = Duration::from_secs(u64::from(*minutes) * 60);
    let mut resident = Resident::new(SAMPLE_EVERY, length);
    let look = |at, kib| resident.look(at, kib);
    let (_, summary) = tools.measure(Runner::Loadline, &run, look)?;
    println!(
        "{} requests, {} failed, {} iterations dropped",
        summary.requests()?,
        summary.requests_failed(),
        summary.count("dropped_iterations")
    );
    resident.print_comparison(length.mul_f64(WARM_AFTER_SHARE));
    Ok(())
}
