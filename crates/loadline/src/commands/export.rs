//! `loadline export`: a kept run as lines of JSON that `loadline import` reads back without loss.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use loadline_import::own::{end_line, header_line, window_line};
use loadline_store::{Run, Store, StoreError};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::note;
use crate::session::lines::{end_of, header_of};

/// What stands for standard output.
const STDOUT: &str = "-";

/// Write a kept run as lines of JSON: its description, then a line for each window.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The run: its id, the beginning of it, `last`, or `last~1` for the one before.
    #[arg(value_name = "RUN", default_value = "last")]
    run: String,
    /// Where to write; `-` is standard output.
    #[arg(long, value_name = "FILE", default_value = STDOUT)]
    out: PathBuf,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    store: PathBuf,
}

/// Writes the run.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    if !args.store.exists() {
        return Err(StoreError::NoSuchRun { reference: args.run.clone() }.into());
    }
    let store = Store::open(&args.store)?;
    let run = store.find(&args.run)?;
    if args.out.as_os_str() == STDOUT {
        let out = BufWriter::new(std::io::stdout().lock());
        return write(&store, &run, out, &args.out);
    }
    let unwritable = |source| Failure::Unwritable { path: args.out.clone(), source };
    let file = File::create(&args.out).map_err(unwritable)?;
    let exit = write(&store, &run, BufWriter::new(file), &args.out)?;
    note(&format!("written: {}", args.out.display()));
    Ok(exit)
}

/// Writes every line. A reader that went away, as `head` does, is no error.
fn write(store: &Store, run: &Run, mut out: impl Write, path: &Path) -> Result<Exit, Failure> {
    let mut is_open = true;
    let mut line = |line: String| -> Result<bool, Failure> {
        match writeln!(out, "{line}").and_then(|()| out.flush()) {
            Ok(()) => Ok(true),
            Err(source) if source.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(source) => Err(Failure::Unwritable { path: path.to_owned(), source }),
        }
    };
    is_open &= line(header_line(&header_of(run)))?;
    for window in store.windows(&run.id) {
        if !is_open {
            break;
        }
        is_open = line(window_line(&window?))?;
    }
    if let (true, Some(ended)) = (is_open, &run.ended) {
        line(end_line(&end_of(ended)))?;
    }
    Ok(Exit::Met)
}
