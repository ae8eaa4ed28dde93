//! `bench script-truth`: a k6 script with arrivals by the clock and few users, whose target stands still for
//! two seconds. Loadline's corrected durations are held against what the arithmetic says, and its dropped
//! iterations against those of k6, to which the same happens.

use std::{thread, time::Duration};

use clap::Args;

use super::{
    limits,
    nginx::Nginx,
    script_tools::{Programs, Runner, Script, ScriptRun, ScriptTools},
    summary_export::SummaryExport,
};
use crate::{failure::Failure, workspace::Workspace};

/// How many arrivals from how many users.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Arrivals per second
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
    /// Users at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    users: u32,
    #[command(flatten)]
    programs: Programs,
}

const OPEN_FILES: u64 = 10_000;
const LENGTH: Duration = Duration::from_secs(10);
/// How long after the start of a tool its target is stopped.
const STALL_AFTER: Duration = Duration::from_secs(4);
const STALL: Duration = Duration::from_secs(2);
const QUANTILE: f64 = 0.9;

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(OPEN_FILES)?;
    let tools = ScriptTools::prepare(workspace, &options.programs)?;
    let nginx = Nginx::start()?;
    let Options { rate, users, .. } = options;
    println!(
        "{rate}/s for {} s from {users} users, the target stopped for {} s",
        LENGTH.as_secs(),
        STALL.as_secs()
    );
    println!(
        "            corrected p90      truly              duration p90     requests  dropped"
    );
    for runner in [Runner::Loadline, Runner::K6] {
        let (summary, stalled) = stalled_run(&tools, runner, options, &nginx)?;
        print(runner, &summary, true_ms(*rate, stalled))?;
    }
    Ok(())
}

/// Runs the script and stops the target meanwhile; gives for how long that was.
fn stalled_run(
    tools: &ScriptTools,
    runner: Runner,
    options: &Options,
    nginx: &Nginx,
) -> Result<(SummaryExport, Duration), Failure> {
    let variables = [
        format!("RATE={}", options.rate),
        format!("USERS={}", options.users),
        format!("DURATION={}s", LENGTH.as_secs()),
    ];
    let flags = variables.into_iter().flat_map(|variable| ["-e".to_owned(), variable]).collect();
    let run = ScriptRun { script: Script::Stall, url: &nginx.http_url(), threads: 1, flags };
    thread::scope(|scope| {
        let stall = scope.spawn(|| {
            thread::sleep(STALL_AFTER);
            nginx.stall_for(STALL)
        });
        let measured = tools.measure(runner, &run, |_, _| {});
        let stalled = stall.join().map_err(|_| Failure::Refused("the stall failed".to_owned()))?;
        Ok((measured?.1, stalled?))
    })
}

/// The quantile of how long arrivals wait when nothing is answered for `stalled` in the middle of the run and
/// everything else is answered at once.
fn true_ms(rate: u32, stalled: Duration) -> f64 {
    let period = Duration::from_secs(1) / rate;
    let arrivals = LENGTH.as_secs() as u32 * rate;
    let end = STALL_AFTER + stalled;
    let wait = |due: Duration| match due >= STALL_AFTER {
        true => end.saturating_sub(due),
        false => Duration::ZERO,
    };
    let mut waits: Vec<Duration> = (0..arrivals).map(|place| wait(period * place)).collect();
    waits.sort();
    waits[(f64::from(arrivals - 1) * QUANTILE) as usize].as_secs_f64() * 1e3
}

fn print(runner: Runner, summary: &SummaryExport, true_ms: f64) -> Result<(), Failure> {
    let corrected = summary.p90_ms("http_req_corrected_duration").map_or_else(
        || format!("{:>13} {:>12.1} ms {:>10}", "none", true_ms, ""),
        |ms| {
            let deviation = (ms / true_ms - 1.0) * 100.0;
            format!("{ms:>10.1} ms {true_ms:>12.1} ms {deviation:>+8.2} %")
        },
    );
    let duration_ms = summary.p90_ms("http_req_duration").unwrap_or_default();
    println!(
        "{:9}   {corrected} {duration_ms:>12.3} ms {:>12} {:>8}",
        runner.name(),
        summary.requests()?,
        summary.count("dropped_iterations"),
    );
    Ok(())
}

#[cfg(test)]
mod tests;
