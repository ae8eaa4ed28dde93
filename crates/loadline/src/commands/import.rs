//! `loadline import`: another tool's results, judged and kept like a run of one's own.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::builder::PossibleValuesParser;
use loadline_import::results::{FORMATS, format};

use super::run::{PromiseArgs, hand_over};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::files::Out;
use crate::plan::{Promises, Target, packs_named, sentences};
use crate::session::{Import, keep_import};

/// Judge and keep the results of another tool: k6, Locust, JMeter, oha, wrk, hey, vegeta, autocannon, h2load, ab.
///
/// The format is told by the beginning of the file; gzip is unpacked. `loadline export` writes a file that
/// comes back as it was.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The file that the tool wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A service's file, for its objectives, packs and classes.
    #[arg(value_name = "FILE.yaml")]
    service: Option<String>,
    /// What the file is, where its beginning does not tell.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(FORMATS.map(|format| format.name)))]
    format: Option<String>,
    /// What to call the run.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    promise: PromiseArgs,
    /// Write a report: html=report.html, json=result.json, text=summary.txt. May be given several times.
    #[arg(long = "out", value_name = "KIND=PATH", help_heading = "Output")]
    outs: Vec<Out>,
    /// Where runs are kept.
    #[arg(long, value_name = "FOLDER", default_value = loadline_store::DEFAULT_FOLDER, help_heading = "Output")]
    store: PathBuf,
}

/// Imports the file and prints what came of it.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let target = args.service.as_deref().map(Target::read).transpose()?;
    if let Some(Target::Url(url)) = &target {
        let hint = "the results come from the first file; the second says what is promised";
        return Err(Failure::usage(format!("`{url}` is no service's file"), hint));
    }
    let mut packs = target.as_ref().map_or(Ok(Vec::new()), Target::packs)?;
    packs.extend(packs_named(args.promise.standards.iter())?);
    let own = sentences(&args.promise.objectives)?;
    let file = target.as_ref().map_or(&[][..], Target::objectives);
    let promises = Promises { command_line: &own, file, packs: &packs }.gather();
    Out::check_all(args.outs.iter())?;
    let service = match &target {
        Some(Target::File { service, .. }) => Some(&service.file),
        _ => None,
    };
    let performed = keep_import(Import {
        path: &args.file,
        format: args.format.as_deref().and_then(format),
        name: args.name.as_deref(),
        service: service.and_then(|file| file.service.clone()),
        target: service.and_then(|file| file.target.as_ref()).map(|target| target.value.clone()),
        classes: service.map_or(&[][..], |file| &file.classes),
        promises,
        store: &args.store,
    })?;
    Ok(hand_over(&performed, &args.outs))
}
