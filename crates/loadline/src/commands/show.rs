//! `loadline show`: a kept run again, judged anew from its windows.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_store::{Store, StoreError};

use super::run::show;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::files::Out;
use crate::output::print::note;
use crate::session::replay;

/// Show a kept run again; a killed one up to its last full second.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The run: its id, the beginning of it, `last`, or `last~1` for the one before.
    #[arg(value_name = "RUN", default_value = "last")]
    run: String,
    /// List every objective, those not measured too.
    #[arg(long)]
    all: bool,
    /// Write a report: html=report.html, json=result.json, text=summary.txt. May be given several times.
    #[arg(long = "out", value_name = "KIND=PATH")]
    outs: Vec<Out>,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER)]
    store: PathBuf,
}

/// Prints the summary and writes the reports asked for.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    if !args.store.exists() {
        return Err(StoreError::NoSuchRun { reference: args.run.clone() }.into());
    }
    let store = Store::open(&args.store)?;
    Out::check_all(args.outs.iter())?;
    let report = replay(&store, &store.find(&args.run)?, &[])?;
    show(&report, args.all);
    for out in &args.outs {
        out.write(&report)?;
        note(&format!("written: {}", out.path().display()));
    }
    Ok(Exit::Met)
}
