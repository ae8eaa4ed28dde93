//! The command line of `cargo xtask`: one variant per command, and the table that hands each one to
//! its module. The first line of a variant's text also stands in CONTRIBUTING.md (see `generate`).

use clap::{Parser, Subcommand};

use crate::{
    bench, check, conformance, failure::Failure, fuzz, generate, test, tidy, workspace::Workspace,
};

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What `cargo xtask` can do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the whole gate; `--fast` leaves the tests out
    Check(check::Options),
    /// Run the style rules alone
    Tidy,
    /// Install what the tests need, then run them all
    Test,
    /// Rewrite the generated parts of files
    Generate,
    /// Measure Loadline beside its rivals on this machine
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Run every script with a known result under Loadline and under k6
    Conformance(conformance::Options),
    /// Fuzz the parsers for a while each
    Fuzz(fuzz::Options),
}

/// Runs the command that the line asks for.
pub(crate) fn run(cli: Cli) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    match cli.command {
        Command::Check(options) => check::run(&workspace, &options),
        Command::Tidy => tidy::run(&workspace),
        Command::Test => test::run(&workspace),
        Command::Generate => generate::write(&workspace),
        Command::Bench(bench) => bench::run(&workspace, &bench),
        Command::Conformance(options) => conformance::run(&workspace, &options),
        Command::Fuzz(options) => fuzz::run(&workspace, &options),
    }
}
