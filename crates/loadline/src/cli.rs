//! The command line: what can be typed, and the way from there to an exit code.

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::commands;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::failure::print_failure;

/// Performance engineering from one binary: state targets, test, judge, report.
#[derive(Debug, Parser)]
#[command(
    name = "loadline",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Try(commands::try_out::Args),
    Init(commands::init::Args),
    Run(Box<commands::run::Args>),
    Inspect(commands::inspect::Args),
    History(commands::history::Args),
    Show(commands::show::Args),
    Compare(commands::compare::Args),
    Export(commands::export::Args),
    Import(commands::import::Args),
    Standards(commands::standards::Args),
    Db(commands::db::Args),
    Shop(commands::shop::Args),
    Completions(commands::completions::Args),
    Man(commands::man::Args),
    Help(commands::help::Args),
}

/// The definitions, for whatever is made from them.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

/// Reads the command line, does what it says, and gives the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { Exit::Usage } else { Exit::Met };
            // Nothing is left to do when even this cannot be printed.
            let _ = error.print();
            return ExitCode::from(code.code());
        }
    };
    let done: Result<Exit, Failure> = match cli.command {
        Command::Try(args) => commands::try_out::run(&args),
        Command::Init(args) => commands::init::run(&args),
        Command::Run(args) => commands::run::run(&args),
        Command::Inspect(args) => commands::inspect::run(&args),
        Command::History(args) => commands::history::run(&args),
        Command::Show(args) => commands::show::run(&args),
        Command::Compare(args) => commands::compare::run(&args),
        Command::Export(args) => commands::export::run(&args),
        Command::Import(args) => commands::import::run(&args),
        Command::Standards(args) => commands::standards::run(&args),
        Command::Db(args) => commands::db::run(&args),
        Command::Shop(args) => commands::shop::run(args),
        Command::Completions(args) => commands::completions::run(&args),
        Command::Man(args) => commands::man::run(&args),
        Command::Help(args) => commands::help::run(&args),
    };
    let exit = done.unwrap_or_else(|failure| {
        print_failure(&failure);
        failure.exit()
    });
    ExitCode::from(exit.code())
}
