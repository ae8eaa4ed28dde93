//! `cargo xtask fuzz`: builds the targets of `fuzz/` with coverage marks on the stable compiler and runs
//! each for a while. The coverage flags are libFuzzer's usual ones; nothing beyond cargo and a C++
//! compiler is needed. What a run learns stays in `fuzz/corpus`, a crash in `fuzz/artifacts`, both
//! outside git; the first inputs are in `fuzz/seeds`.

use std::{
    env::consts::ARCH,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clap::Args;

use crate::{command, debian, failure::Failure, workspace::Workspace};

/// What to fuzz and for how long.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How long each target runs
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    seconds: u32,
    /// Run this target alone
    #[arg(long, value_parser = TARGETS)]
    target: Option<String>,
}

/// The targets, as `fuzz/Cargo.toml` names them.
const TARGETS: [&str; 12] = [
    "objective",
    "yaml",
    "feed",
    "response",
    "websocket",
    "events",
    "coding",
    "exposition",
    "imports",
    "http2",
    "har",
    "openapi",
];
/// More resident memory than this is a finding: a parser must not grow with its input.
const RESIDENT_MAX_MIB: u32 = 2048;
/// The lines of a failed run's output that are shown.
const TAIL_LINES: usize = 40;
/// Coverage marks for libFuzzer, as the stable compiler can place them.
const RUSTFLAGS: [&str; 8] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg",
    "fuzzing",
    "-Ccodegen-units=1",
];

/// Fuzzes the targets one after the other.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    debian::ensure(&[debian::CXX])?;
    let folder = workspace.root.join("fuzz");
    let programs = build(&folder)?;
    let wanted = |name: &&str| options.target.as_deref().is_none_or(|target| target == *name);
    for target in TARGETS.into_iter().filter(wanted) {
        fuzz(&folder, &programs, target, options.seconds)?;
    }
    Ok(())
}

/// Builds all targets and returns the folder of their programs. The platform is named, even though it is
/// this machine's, because only then do the flags stay away from build scripts.
fn build(folder: &Path) -> Result<PathBuf, Failure> {
    let platform = format!("{ARCH}-unknown-linux-gnu");
    let mut cargo = command::cargo(folder);
    cargo.args(["build", "--release", "--target", &platform]);
    // The workspace's own flags, if there are any, are for other builds.
    cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env("RUSTFLAGS", RUSTFLAGS.join(" "));
    cargo.env("CARGO_TARGET_DIR", folder.join("target"));
    command::run(&mut cargo)?;
    Ok(folder.join("target").join(platform).join("release"))
}

fn fuzz(folder: &Path, programs: &Path, target: &str, seconds: u32) -> Result<(), Failure> {
    let corpus = folder.join("corpus").join(target);
    let artifacts = folder.join("artifacts").join(target);
    for path in [&corpus, &artifacts] {
        fs::create_dir_all(path).map_err(Failure::io(format!("create {}", path.display())))?;
    }
    println!("fuzz: {target} for {seconds} s");
    let mut program = Command::new(programs.join(target));
    program
        .arg(corpus)
        .arg(folder.join("seeds").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-rss_limit_mb={RESIDENT_MAX_MIB}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .args(["-print_final_stats=1", "-timeout=5"])
        .stdin(Stdio::null());
    let output = program
        .output()
        .map_err(|source| Failure::Start { command: command::describe(&program), source })?;
    let log = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let lines: Vec<&str> = log.lines().collect();
        println!("{}", lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n"));
        let command = format!("fuzz target {target}");
        return Err(Failure::Ended { command, status: output.status });
    }
    let summary = Summary::read(&log).ok_or_else(|| Failure::Unreadable {
        what: "executions and coverage",
        program: target.to_owned(),
        output: log.clone().into_owned(),
    })?;
    let Summary { executions, coverage } = summary;
    println!("fuzz: {target}: {executions} executions, {coverage} edges covered, no crash");
    Ok(())
}

/// What a run did.
#[derive(Debug, PartialEq)]
struct Summary {
    executions: u64,
    coverage: u64,
}

impl Summary {
    /// From libFuzzer's log: the final statistics and the last `cov:` figure.
    fn read(log: &str) -> Option<Self> {
        let executed = "stat::number_of_executed_units:";
        let executions = log.lines().find_map(|line| line.strip_prefix(executed))?;
        let (_, coverage) = log.rsplit_once(" cov: ")?;
        let coverage = coverage.split_whitespace().next()?;
        Some(Self { executions: executions.trim().parse().ok()?, coverage: coverage.parse().ok()? })
    }
}

#[cfg(test)]
mod tests;
