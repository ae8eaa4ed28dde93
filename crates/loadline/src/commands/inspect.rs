//! `loadline inspect`: the options of a k6 script, as k6 prints them.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_load::{NetworkOptions, StopSignal};
use loadline_script::options::{
    Layer, Plan, RuntimeOptions, consolidate, from_script, from_variables, inspect,
};

use super::values::{assignment, variables};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{line, warning};
use crate::session::ScriptRequest;

/// Print the options of a k6 script as JSON, without running it.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The script.
    #[arg(value_name = "FILE")]
    script: PathBuf,
    /// Add what a run needs: how many users, how long; variables count, too.
    #[arg(long)]
    execution_requirements: bool,
    /// A variable of `__ENV`: NAME=VALUE, or NAME for the process's own. May be given several times.
    #[arg(long, short = 'e', value_name = "NAME=VALUE", value_parser = assignment)]
    env: Vec<(String, Option<String>)>,
    /// Whether `__ENV` holds the variables of the process; it does not unless said otherwise.
    #[arg(long)]
    include_system_env_vars: bool,
}

/// Evaluates the top level of the script and prints what it exports.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let env = args.env.iter().filter_map(|(name, value)| {
        Some((name.clone(), value.clone().or_else(|| std::env::var(name).ok())?))
    });
    let runtime = RuntimeOptions {
        env: env.collect(),
        include_system_env_vars: Some(args.include_system_env_vars),
        ..RuntimeOptions::default()
    };
    let request = ScriptRequest {
        path: args.script.clone(),
        env: runtime.env(variables()),
        ..ScriptRequest::default()
    };
    let script = request.load(&NetworkOptions::default(), &StopSignal::default())?;
    let own = from_script(&script.options())?;
    let printed = if args.execution_requirements {
        let over = from_variables(variables())?;
        let options = consolidate([(Layer::Script, own), (Layer::Environment, over)])?;
        options.warnings.iter().for_each(|text| warning(text));
        inspect(&options, Some(&Plan::of(&options)?))
    } else {
        own.warnings.iter().for_each(|text| warning(text));
        inspect(&own, None)
    };
    line(&printed);
    Ok(Exit::Met)
}
