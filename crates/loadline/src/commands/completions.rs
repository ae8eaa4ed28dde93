//! `loadline completions`: what a shell needs to complete commands and flags.

use clap::Args as ClapArgs;
use clap_complete::Shell;

use crate::cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, print};

/// Print a script that completes commands and flags in a shell.
///
/// bash: loadline completions bash > ~/.local/share/bash-completion/completions/loadline
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::command(), "loadline", &mut script);
    print(Stream::Stdout, &String::from_utf8_lossy(&script));
    Ok(Exit::Met)
}
