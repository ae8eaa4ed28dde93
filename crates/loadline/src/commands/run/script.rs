//! `loadline run script.js`: a k6 script.

mod args;
mod layer;
mod misplaced;

use std::path::{Path, PathBuf};

use loadline_core::{Origin, Promise};
use loadline_script::options::{
    Layer, Options, OptionsError, RuntimeOptions, connections, from_config_file, from_flags,
    from_variables,
};

pub(crate) use self::args::ScriptArgs;
use self::layer::{flags, runtime};
use self::misplaced::not_for_scripts;
pub(super) use self::misplaced::not_without_script;
use super::{Args, Wanted};
use crate::commands::values::variables;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::failure::print_failure;
use crate::output::files::Out;
use crate::output::k6::{K6Out, Variables};
use crate::output::print::{hint, note, warning};
use crate::plan::{Promises, packs_named, sentences};
use crate::session::{
    LogForm, LogPlace, LogRequest, ScriptRequest, Settings, SummaryRequest, allow_open_files,
    perform_script, stop_on_signals,
};

/// What a script's file is called.
const EXTENSIONS: [&str; 6] = ["js", "mjs", "cjs", "ts", "mts", "cts"];

/// Whether the target is a script, by its name or because `--type` says so.
pub(super) fn is_script(args: &Args) -> bool {
    let extension = Path::new(&args.target).extension().and_then(|extension| extension.to_str());
    let is_named_so = extension.is_some_and(|own| EXTENSIONS.contains(&own));
    args.script.kind.is_some() || is_named_so && !args.target.contains("://")
}

/// Runs the script of these arguments.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    not_for_scripts(args)?;
    let wanted = Wanted::of(args, true)?;
    let runtime = runtime(&args.script, |name| std::env::var(name).ok())
        .over(RuntimeOptions::from_variables(variables())?);
    let request = request(args, &runtime, wanted.samples)?;
    let settings = Settings {
        streams: wanted.streams,
        ..args.settings(promises(&wanted.sentences, &args.promise.standards)?)?
    };
    Out::check_all(wanted.reports.iter())?;
    let stop = stop_on_signals()?;
    let prepared = request.prepare(&settings.network, &stop)?;
    let network = connections(&prepared.options, settings.network)?;
    network.check()?;
    let settings = Settings { network, ..settings };
    prepared.options.warnings.iter().for_each(|text| warning(text));
    let users = prepared.script.users_max();
    allow_open_files(u64::from(users));
    let performed = perform_script(&request, &prepared, &settings, &stop)?;
    for out in &wanted.reports {
        out.write(&performed.report)?;
        note(&format!("written: {}", out.path().display()));
    }
    for finding in &performed.report.advice {
        warning(&format!("{} ({})", finding.symptom, finding.evidence));
        hint(&finding.next_step);
    }
    performed.failures.iter().for_each(print_failure);
    note(&format!("kept as {}: `loadline show` draws its report", performed.report.run.id));
    Ok(performed.failures.iter().map(Failure::exit).fold(performed.exit, Exit::or))
}

fn request(
    args: &Args,
    runtime: &RuntimeOptions,
    mut outs: Vec<K6Out>,
) -> Result<ScriptRequest, Failure> {
    if outs.is_empty() {
        let read = |text: &String| {
            text.parse().map_err(|message: String| Failure::usage(message, "`K6_OUT` asks for it"))
        };
        outs = runtime.outs.iter().map(read).collect::<Result<_, _>>()?;
    }
    let layers = layers(args, runtime)?;
    Ok(ScriptRequest {
        path: PathBuf::from(&args.target),
        env: runtime.env(variables()),
        secret_sources: runtime.secret_sources.clone(),
        summary: SummaryRequest {
            mode: runtime.summary_mode(),
            export: runtime.summary_export.as_ref().map(PathBuf::from),
            machine_readable: runtime.machine_readable_summary == Some(true),
            no_colour: runtime.no_color == Some(true),
        },
        no_thresholds: !runtime.judges_thresholds(),
        log: log(args, runtime, &layers)?,
        layers,
        outs,
        variables: Variables::of_process(),
    })
}

/// Where the log goes, and how.
fn log(
    args: &Args,
    runtime: &RuntimeOptions,
    layers: &[(Layer, Options)],
) -> Result<LogRequest, Failure> {
    let place = runtime.log_output.as_deref().map(str::parse::<LogPlace>).transpose();
    let place = place.map_err(|message| {
        Failure::usage(message, "`--log-output` is stderr, stdout, none or file=FILE")
    })?;
    let form = runtime.log_format.as_deref().map(str::parse::<LogForm>).transpose();
    let form =
        form.map_err(|message| Failure::usage(message, "`--log-format` is text, json or raw"))?;
    let console = layers.iter().filter(|(_, options)| options.console_output.is_some());
    let console = console.max_by_key(|(layer, _)| *layer);
    Ok(LogRequest {
        place: place.unwrap_or_default(),
        form: form.unwrap_or_default(),
        verbose: args.script.verbose,
        console: console
            .and_then(|(_, options)| options.console_output.as_ref())
            .map(PathBuf::from),
    })
}

/// Every layer of options but the script's own.
fn layers(args: &Args, runtime: &RuntimeOptions) -> Result<Vec<(Layer, Options)>, Failure> {
    let mut layers = vec![
        (Layer::Environment, from_variables(variables())?),
        (Layer::Flags, from_flags(flags(args))?),
    ];
    if let Some(file) = &runtime.config {
        let text = std::fs::read_to_string(file).map_err(|source| {
            let message = format!("cannot read the configuration file `{file}`: {source}");
            OptionsError::new(message, "`--config` names a file of options in JSON")
        })?;
        layers.push((Layer::ConfigFile, from_config_file(file, &text)?));
    }
    Ok(layers)
}

/// What the command line promises beside the thresholds of the script; a script promises nothing else.
fn promises(texts: &[String], standards: &[String]) -> Result<Vec<Promise>, Failure> {
    let own = sentences(texts)?;
    let packs = packs_named(standards.iter())?;
    let mut promises = Promises { command_line: &own, file: &[], packs: &packs }.gather();
    promises.retain(|promise| !matches!(promise.origin, Origin::Implied | Origin::Generator));
    Ok(promises)
}
