//! `loadline man`: manual pages, and the same reference in Markdown, from the definitions of the command line.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Command};
use clap_mangen::Man;

use crate::cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, note, print};
use crate::output::reference;

/// Print the manual page, or write all of them to a folder.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Write a page for the program and one for each subcommand to this folder.
    #[arg(long, value_name = "FOLDER", conflicts_with = "markdown")]
    to: Option<PathBuf>,
    /// Print the whole reference in Markdown.
    #[arg(long)]
    markdown: bool,
}

/// Prints or writes the pages.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut program = cli::command();
    program.build();
    if args.markdown {
        print(Stream::Stdout, &reference::markdown(&program));
    } else if let Some(folder) = &args.to {
        write_all(&program, folder)?;
    } else {
        let page = page(&program).map_err(Failure::Start)?;
        print(Stream::Stdout, &String::from_utf8_lossy(&page));
    }
    Ok(Exit::Met)
}

fn write_all(program: &Command, folder: &Path) -> Result<(), Failure> {
    let shown = program.get_subcommands().filter(|command| !command.is_hide_set());
    for command in std::iter::once(program).chain(shown) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        let path = folder.join(format!("{name}.1"));
        let unwritable = |source| Failure::Unwritable { path: path.clone(), source };
        let page = page(command).map_err(unwritable)?;
        std::fs::write(&path, page).map_err(unwritable)?;
        note(&format!("written: {}", path.display()));
    }
    Ok(())
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}
