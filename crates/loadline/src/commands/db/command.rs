//! The subcommands of `loadline db`, in the order help lists them.

use clap::{Args as ClapArgs, Subcommand};

use super::{check, config, explain, indexes, log, slow, spans, tables, watch};
use crate::exit::Exit;
use crate::failure::Failure;

/// Look into a PostgreSQL server: what is slow, what is missing, what is too much. Nothing is changed unless told to
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Slow(slow::Args),
    Indexes(indexes::Args),
    Tables(tables::Args),
    Config(config::Args),
    Explain(explain::Args),
    Log(log::Args),
    Spans(spans::Args),
    Watch(watch::Args),
}

/// Does what the subcommand says.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.command {
        Command::Check(args) => check::run(args),
        Command::Slow(args) => slow::run(args),
        Command::Indexes(args) => indexes::run(args),
        Command::Tables(args) => tables::run(args),
        Command::Config(args) => config::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Log(args) => log::run(args),
        Command::Spans(args) => spans::run(args),
        Command::Watch(args) => watch::run(args),
    }
}
