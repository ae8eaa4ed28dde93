//! `bench memory`: a constant load for ten minutes. Memory must not depend on how long a run takes, so
//! the resident size at its end is held against the size after two minutes.

use std::time::Duration;

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

/// The resident size at one moment.
#[derive(Debug, Clone, Copy)]
struct Sample {
    at: Duration,
    resident_kib: u64,
}

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
    let mut samples: Vec<Sample> = Vec::new();
    let ended = process::measure(&command, TOOL_CORE, |at, resident_kib| {
        let is_due = samples.last().is_none_or(|last| at >= last.at + SAMPLE_EVERY);
        // After the last second of load the report is written, which is not what is measured.
        if is_due && at <= length {
            println!("{:5} s {:8.1} MiB", at.as_secs(), mib(resident_kib));
            samples.push(Sample { at, resident_kib });
        }
    })?;
    let report = loadline.report(&ended)?;
    let (requests, failed, trust) = (report.requests()?, report.failed()?, report.trust()?);
    println!("{requests} requests, {failed} failed, trust {trust}");
    print_comparison(&samples, length);
    Ok(())
}

fn print_comparison(samples: &[Sample], length: Duration) {
    let warm_at = length.mul_f64(WARM_AFTER_SHARE);
    let warm = samples.iter().find(|sample| sample.at >= warm_at);
    let (Some(warm), Some(last)) = (warm, samples.last()) else { return };
    let growth = last.resident_kib as f64 / warm.resident_kib as f64 - 1.0;
    println!(
        "resident {:.1} MiB at {} s, {:.1} MiB at {} s: {:+.1} %",
        mib(warm.resident_kib),
        warm.at.as_secs(),
        mib(last.resident_kib),
        last.at.as_secs(),
        growth * 100.0
    );
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
