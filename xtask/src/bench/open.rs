//! `bench open`: an open load at a constant rate, with target and generator on cores of their own. Shows
//! how late the generator released its requests.

use clap::Args;

use super::{
    limits::{self, TOOL_CORE},
    loadline::Loadline,
    nginx::Nginx,
    process,
};
use crate::{failure::Failure, workspace::Workspace};

/// How much load, and for how long.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Requests per second
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: u32,
    /// How long the load lasts
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
}

const OPEN_FILES: u64 = 10_000;
/// The percentiles shown, as the result names them.
const PERCENTILES: [&str; 4] = ["p50", "p99", "p99_9", "max"];

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(OPEN_FILES)?;
    let loadline = Loadline::build(workspace)?;
    let nginx = Nginx::start()?;
    let Options { rate, seconds } = options;
    let mut command = loadline.run(&nginx.http_url());
    command.args(["--rate", &format!("{rate}/s"), "--for", &format!("{seconds}s")]);
    let ended = process::measure(&command, TOOL_CORE, |_, _| {})?;
    let report = loadline.report(&ended)?;
    let (requests, failed, trust) = (report.requests()?, report.failed()?, report.trust()?);
    let cpu_s = ended.cost.user_s + ended.cost.system_s;
    println!("{rate} requests/s open for {seconds} s: {requests} requests, {failed} failed");
    for percentile in PERCENTILES {
        println!("generator lag {percentile:5} {:9.3} ms", report.lag_ms(percentile)?);
    }
    println!("generator CPU {:.0} %", cpu_s * 100.0 / ended.cost.wall_s);
    println!("trust         {trust}");
    Ok(())
}
