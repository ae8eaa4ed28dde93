//! `bench postgres-log`: a log of PostgreSQL read by Loadline and by pgbadger, each pinned to one core: megabytes a second
//! of processor time, the most memory, and whether both count the same. The log is made by an example of
//! `loadline-postgres` on a private cluster under pgbench, or given.

mod counts;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use clap::Args;
use tempfile::TempDir;

use self::counts::{Counts, print_counts};
use super::{
    limits::{self, TOOL_CORE},
    loadline::Loadline,
    postgres_watch::example,
    process::{self, Ended},
};
use crate::{command, debian, failure::Failure, workspace::Workspace};

/// The prefix of the log that is made, and the usual one.
const PREFIX: &str = "%m [%p] %q%u@%d ";

/// Which log.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Megabytes of the log that is made
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    megabytes: u32,
    /// This log, instead of one that is made; its prefix must be `%m [%p] %q%u@%d `
    #[arg(long, value_name = "PATH")]
    log: Option<PathBuf>,
    /// Keep the log that is made here
    #[arg(long, value_name = "PATH", conflicts_with = "log")]
    keep: Option<PathBuf>,
    /// How often Loadline reads it; the fastest counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Leave pgbadger out
    #[arg(long)]
    alone: bool,
    /// This Loadline, instead of one that is built
    #[arg(long, value_name = "PATH")]
    loadline: Option<PathBuf>,
}

/// Makes the log, reads it with both, prints.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    let needed = if options.alone {
        &[debian::POSTGRESQL][..]
    } else {
        &[debian::POSTGRESQL, debian::PGBADGER]
    };
    debian::ensure(needed)?;
    let loadline = Loadline::given_or_built(workspace, options.loadline.as_deref())?;
    let folder =
        TempDir::with_prefix("loadline-bench-").map_err(Failure::io("make a temporary folder"))?;
    let log = match (&options.log, &options.keep) {
        (Some(log), _) => log.clone(),
        (None, Some(log)) => made(workspace, options.megabytes, log.clone())?,
        (None, None) => made(workspace, options.megabytes, folder.path().join("server.log"))?,
    };
    let length = fs::metadata(&log).map_err(Failure::io(format!("read {}", log.display())))?.len();
    let bytes = length as f64;
    println!("{:.0} MB, prefix `{PREFIX}`, one core", bytes / 1e6);
    println!("tool        MB/s of CPU   CPU s   peak RSS");
    let ours = best_of(options.rounds, &loadline, &log)?;
    print_cost("loadline", bytes, &ours);
    let ours = Counts::of_loadline(&ours.output)?;
    if options.alone {
        return Ok(());
    }
    let answer = folder.path().join("pgbadger.json");
    let theirs = finished(process::measure(&pgbadger(&log, &answer), TOOL_CORE, |_, _| {})?)?;
    print_cost("pgbadger", bytes, &theirs);
    let answer = fs::read_to_string(&answer).map_err(Failure::io("read pgbadger's answer"))?;
    print_counts(&ours, &Counts::of_pgbadger(&answer)?);
    Ok(())
}

/// A log of that size.
fn made(workspace: &Workspace, megabytes: u32, path: PathBuf) -> Result<PathBuf, Failure> {
    let mut program = Command::new(example(workspace, "pgbench_log")?);
    command::run(program.arg(megabytes.to_string()).arg(&path))?;
    Ok(path)
}

/// The round that took the least processor time.
fn best_of(rounds: u32, loadline: &Loadline, log: &Path) -> Result<Ended, Failure> {
    let mut command = Command::new(loadline.program());
    command.args(["db", "log", "--format", "json", "--limit", "1000000"]).arg(log);
    let run = || finished(process::measure(&command, TOOL_CORE, |_, _| {})?);
    let mut best = run()?;
    for _ in 1..rounds {
        let next = run()?;
        if cpu_s(&next) < cpu_s(&best) {
            best = next;
        }
    }
    Ok(best)
}

/// One process, quiet, everything as JSON.
fn pgbadger(log: &Path, answer: &Path) -> Command {
    let mut command = Command::new("pgbadger");
    command.args(["-q", "-j", "1", "-f", "stderr", "-x", "json", "--prefix", PREFIX, "-o"]);
    command.arg(answer).arg(log);
    command
}

fn finished(ended: Ended) -> Result<Ended, Failure> {
    if ended.status.success() {
        return Ok(ended);
    }
    let Ended { command, status, output, .. } = ended;
    Err(Failure::Refused(format!("`{command}` ended with {status}:\n{output}")))
}

fn cpu_s(ended: &Ended) -> f64 {
    ended.cost.user_s + ended.cost.system_s
}

fn print_cost(tool: &str, bytes: f64, ended: &Ended) {
    let cpu_s = cpu_s(ended);
    let memory_mib = ended.cost.resident_max_kib as f64 / 1024.0;
    println!("{tool:9} {:13.1} {cpu_s:7.2} {memory_mib:6.1} MiB", bytes / 1e6 / cpu_s);
}
