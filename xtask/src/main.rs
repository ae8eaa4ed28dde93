//! Entry point of the project's own commands: parses the command line, runs one command and turns
//! a failure into one line on stderr. Everything else lives in the modules below.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a development tool: talking to the terminal is its job"
)]

mod bench;
mod check;
mod cli;
mod command;
mod conformance;
mod debian;
mod failure;
mod fuzz;
mod generate;
mod k6;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match cli::run(cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {}", failure.chain());
            ExitCode::FAILURE
        }
    }
}
