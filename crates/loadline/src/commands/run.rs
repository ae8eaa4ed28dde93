//! `loadline run`: load-tests a URL or a service's file and judges what was measured.

mod credentials;
mod destination;
mod network;
mod output;
mod promise;
mod proxy;
mod request;
mod script;
mod traffic;
mod watch;

use clap::Args as ClapArgs;
use clap::builder::NonEmptyStringValueParser;
use loadline_core::Span;
use loadline_report::{Look, Report, summary};

pub(crate) use self::destination::Wanted;
pub(crate) use self::network::NetworkArgs;
pub(crate) use self::output::OutputArgs;
pub(crate) use self::promise::PromiseArgs;
pub(crate) use self::request::RequestArgs;
pub(crate) use self::script::ScriptArgs;
pub(crate) use self::traffic::TrafficArgs;
pub(crate) use self::watch::WatchArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::failure::print_failure;
use crate::output::files::Out;
use crate::output::github::Github;
use crate::output::hints::{unheard_of, unmeasured, unused_addresses};
use crate::output::print::{Stream, hint, note, print, warning};
use crate::output::streams::StreamOut;
use crate::output::unread::unread;
use crate::plan::{PlannedTest, Promises, Target, packs_named, plan, sentences};
use crate::session::{Performed, Settings, allow_open_files, perform, stop_on_signals};

/// Load-test a URL, a service's YAML file or a k6 script, and judge what was measured.
///
/// Without figures a URL gets 10 users for 30 seconds, a file runs its first test, and a script does what its
/// options say. Figures given with `--test` replace the peak and the length of that test and keep its shape.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// A URL, or a file such as loadline.yaml, script.js, script.ts.
    #[arg(value_name = "URL|FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) traffic: TrafficArgs,
    #[command(flatten)]
    pub(crate) promise: PromiseArgs,
    #[command(flatten)]
    pub(crate) request: RequestArgs,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) watch: WatchArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) script: ScriptArgs,
}

/// Plans the tests, runs them one after the other, and gives the gravest exit of all.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    if script::is_script(args) {
        return script::run(args);
    }
    script::not_without_script(&args.script)?;
    let wanted = Wanted::of(args, false)?;
    let target = Target::read(&args.target)?;
    let mut packs = target.packs()?;
    packs.extend(packs_named(args.promise.standards.iter())?);
    let own = sentences(&wanted.sentences)?;
    let promises =
        Promises { command_line: &own, file: target.objectives(), packs: &packs }.gather();
    let overrides = args.traffic.overrides()?;
    let named = args.traffic.test.as_deref();
    let request = args.request.to_request(&target)?;
    let tests = plan(&target, &request, named, &overrides, &packs)?;
    let settings = Settings { streams: wanted.streams, ..args.settings(promises)? };
    unused_addresses(&settings.network.pinned, &tests).iter().for_each(|text| warning(text));
    let github = args.output.github.then(Github::open).transpose()?;
    run_all(tests, &settings, &wanted.reports, github.as_ref())
}

/// Runs the tests in order; an interrupted one is the last.
pub(crate) fn run_all(
    tests: Vec<PlannedTest>,
    settings: &Settings,
    outs: &[Out],
    github: Option<&Github>,
) -> Result<Exit, Failure> {
    let outs_of = |test: &PlannedTest| -> Vec<Out> {
        if tests.len() < 2 {
            outs.to_vec()
        } else {
            outs.iter().map(|out| out.for_test(&test.name)).collect()
        }
    };
    let outs: Vec<Vec<Out>> = tests.iter().map(outs_of).collect();
    Out::check_all(outs.iter().flatten())?;
    // A page of metrics may have any name.
    if settings.watch.pages.is_empty() {
        unheard_of(&settings.promises).iter().for_each(|text| warning(text));
    }
    allow_open_files(
        tests.iter().map(|test| settings.connections_of(test)).max().unwrap_or_default(),
    );
    let stop = stop_on_signals()?;
    let mut exit = Exit::Met;
    let several = tests.len() > 1;
    for (test, outs) in tests.into_iter().zip(&outs) {
        let streams = |stream: &StreamOut| match several {
            true => stream.for_test(&test.name),
            false => stream.clone(),
        };
        let streams = settings.streams.iter().map(streams).collect();
        let performed = perform(test, &Settings { streams, ..settings.clone() }, &stop)?;
        exit = exit.or(hand_over(&performed, outs));
        if let Some(Err(failure)) = github.map(|github| github.hand_over(&performed.report)) {
            print_failure(&failure);
            exit = exit.or(failure.exit());
        }
        if stop.is_asked() {
            break;
        }
    }
    Ok(exit)
}

/// Prints what came of a test and writes its reports. What goes wrong with one of them is said and does
/// not keep the others back.
pub(crate) fn hand_over(performed: &Performed, outs: &[Out]) -> Exit {
    let Performed { report, exit, failures } = performed;
    show(report, false);
    unmeasured(report).iter().chain(&unread(report)).for_each(|text| hint(text));
    let failed = |failure: &Failure| {
        print_failure(failure);
        failure.exit()
    };
    let written = |out: &Out| match out.write(report) {
        Ok(()) => {
            note(&format!("written: {}", out.path().display()));
            Exit::Met
        }
        Err(failure) => failed(&failure),
    };
    let exit = outs.iter().map(written).fold(*exit, Exit::or);
    failures.iter().map(failed).fold(exit, Exit::or)
}

/// Prints the closing summary.
pub(crate) fn show(report: &Report, all: bool) {
    let colour = Stream::Stdout.has_colour();
    print(Stream::Stdout, &summary(report, Look { colour, all }));
}

impl Args {
    fn settings(&self, promises: Vec<loadline_core::Promise>) -> Result<Settings, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = self.traffic.threads.map_or(cores, usize::from);
        Ok(Settings {
            users_max: self.traffic.max_users,
            late_max: self.traffic.max_late,
            connections: self.network.connections,
            graceful_stop: self.traffic.graceful_stop.map(Span::duration),
            network: self.network.options()?,
            seed: self.traffic.seed,
            quiet: self.output.quiet,
            watch: self.watch.request(&self.network),
            databases: self.watch.databases(),
            ..Settings::new(promises, threads, self.output.store.clone())
        })
    }
}
