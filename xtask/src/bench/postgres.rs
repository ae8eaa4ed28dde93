//! `bench postgres`: the choice of indexes on TPC-H beside the best that public tools reached, its proof in measured time,
//! and the sizes of indexes before and after they are built. The program is an example of
//! `loadline-postgres`, which makes a private cluster, loads it and prints the table; this builds and runs it.

use std::process::Command;

use clap::Args;

use crate::{command, debian, failure::Failure, workspace::Workspace};

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// These alone: h1 (scale 1, no keys), h2 (scale 1, keys), h4 (scale 0.1, keys); prove (a choice built and measured,
    /// half an hour), sizes (of indexes, estimated and built)
    settings: Vec<String>,
    /// Show the chosen indexes, what each saves, and the course of each search
    #[arg(long)]
    details: bool,
}

/// Builds and runs.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    debian::ensure(&[debian::POSTGRESQL])?;
    debian::ensure(&[debian::HYPOPG])?;
    let mut cargo = command::cargo(&workspace.root);
    cargo.args(["build", "--release", "-p", "loadline-postgres", "--example", "index_choice"]);
    command::run(&mut cargo)?;
    let mut program = Command::new(workspace.target.join("release/examples/index_choice"));
    program.args(&options.settings).current_dir(&workspace.root);
    if options.details {
        program.env("LOADLINE_BENCH_DETAILS", "1");
    }
    command::run(&mut program)
}
