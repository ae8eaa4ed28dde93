//! `bench postgres-watch`: what `loadline db watch` costs the server it watches. The program is an example of
//! `loadline-postgres`, which makes a private cluster, puts it under pgbench's load and lets the watch run in every other
//! turn of it; this builds both and runs it.

use std::{path::PathBuf, process::Command};

use clap::Args;

use super::{limits, loadline::Loadline};
use crate::{command, debian, failure::Failure, workspace::Workspace};

/// How long, and with how many statements.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Pairs of turns, one with and one without the watch
    #[arg(long, default_value_t = 150, value_parser = clap::value_parser!(u32).range(2..=1_000))]
    pairs: u32,
    /// Seconds of a turn
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(2..=600))]
    seconds: u32,
    /// Different statements in the server's statistics, which keep 5,000 at most
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(0..=5_000))]
    statements: u32,
    /// This Loadline, instead of one that is built
    #[arg(long, value_name = "PATH")]
    loadline: Option<PathBuf>,
}

/// Builds and runs.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    debian::ensure(&[debian::POSTGRESQL])?;
    let loadline = Loadline::given_or_built(workspace, options.loadline.as_deref())?;
    let mut program = Command::new(example(workspace, "watch_cost")?);
    program.arg(loadline.program());
    let figures = [options.pairs, options.seconds, options.statements];
    command::run(program.args(figures.map(|figure| figure.to_string())))
}

/// Builds an example of the adviser and gives its path.
pub(super) fn example(workspace: &Workspace, name: &str) -> Result<PathBuf, Failure> {
    let mut cargo = command::cargo(&workspace.root);
    cargo.args(["build", "--release", "-p", "loadline-postgres", "--example", name]);
    command::run(&mut cargo)?;
    Ok(workspace.target.join("release/examples").join(name))
}
