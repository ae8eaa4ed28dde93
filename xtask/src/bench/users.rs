//! `bench users`: many users at once, each of which thinks for a second between requests. Shows whether
//! all of them were active and what they cost in memory.

use clap::Args;

use super::{
    limits::{self, TOOL_CORE},
    loadline::Loadline,
    nginx::Nginx,
    process,
};
use crate::{failure::Failure, workspace::Workspace};

/// How many users, and for how long.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Users at once, one connection each
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=15_000))]
    users: u32,
    /// How long they stay
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
}

/// Files that generator and server keep open besides the connections.
const OPEN_FILES_BESIDES: u64 = 1000;

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(u64::from(options.users) + OPEN_FILES_BESIDES)?;
    let loadline = Loadline::build(workspace)?;
    let nginx = Nginx::start()?;
    let Options { users, seconds } = options;
    let mut command = loadline.run(&nginx.http_url());
    command.args(["--users", &users.to_string(), "--think", "1s"]);
    command.args(["--for", &format!("{seconds}s")]);
    let ended = process::measure(&command, TOOL_CORE, |_, _| {})?;
    let report = loadline.report(&ended)?;
    let (requests, failed, trust) = (report.requests()?, report.failed()?, report.trust()?);
    let resident_mib = ended.cost.resident_max_kib as f64 / 1024.0;
    println!("{users} users with 1 s think time for {seconds} s");
    println!("users active   {}", report.users_max()?);
    println!("requests       {requests}, {failed} failed");
    println!("peak RSS       {resident_mib:.1} MiB");
    println!("trust          {trust}");
    Ok(())
}
