//! `loadline run script.js`: a k6 script.

use std::path::{Path, PathBuf};

use loadline_script::options::{Layer, from_variables};

use super::Args;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::failure::print_failure;
use crate::output::k6::Variables;
use crate::output::print::note;
use crate::plan::sentences;
use crate::session::{
    ScriptRequest, SummaryRequest, allow_open_files, perform_script, stop_on_signals,
};

/// What a script's file is called.
const EXTENSIONS: [&str; 6] = ["js", "mjs", "cjs", "ts", "mts", "cts"];

/// Whether that argument names a script.
pub(super) fn is_script(target: &str) -> bool {
    let extension = Path::new(target).extension().and_then(|extension| extension.to_str());
    !target.contains("://") && extension.is_some_and(|own| EXTENSIONS.contains(&own))
}

/// Runs the script of these arguments.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let _ = sentences(&args.promise.objectives)?;
    let settings = args.settings(Vec::new())?;
    let variables = from_variables(std::env::vars())
        .map_err(|error| Failure::Script(Box::new(error.into())))?;
    let request = ScriptRequest {
        path: PathBuf::from(&args.target),
        layers: vec![(Layer::Environment, variables)],
        env: std::env::vars().collect(),
        summary: SummaryRequest::default(),
        variables: Variables::of_process(),
        ..ScriptRequest::default()
    };
    let stop = stop_on_signals()?;
    let prepared = request.prepare(&settings.network, &stop)?;
    let users = prepared.script.users_max();
    allow_open_files(u64::from(users));
    let performed = perform_script(&request, &prepared, &settings, &stop)?;
    performed.failures.iter().for_each(print_failure);
    note(&format!("kept as {}: `loadline show` draws its report", performed.report.run.id));
    Ok(performed.failures.iter().map(Failure::exit).fold(performed.exit, Exit::or))
}
