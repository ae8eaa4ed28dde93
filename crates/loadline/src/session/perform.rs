//! Running one planned test: probe, keep, judge and show while it goes on; report when it is over.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use loadline_core::{Judge, Promise, Span, Window};
use loadline_load::{
    Given, Load, LoadTest, NetworkOptions, Once, Outcome, Progress, StopSignal, run,
};
use loadline_report::Report;
use loadline_store::{Ended, Ending, Store};

use super::abort::Abort;
use super::keep::Keeper;
use super::reach::reach;
use super::replay::{ending, replay};
use super::warm_up::WarmUp;
use super::watched::{DatabaseRequest, Watched};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::live::Live;
use crate::output::print::{note, warning};
use crate::output::streams::{StreamOut, Streams};
use crate::plan::{PlannedLoad, PlannedTest};

/// What holds for every test of a command.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) promises: Vec<Promise>,
    pub(crate) threads: usize,
    pub(crate) users_max: Option<u32>,
    pub(crate) late_max: Option<usize>,
    pub(crate) connections: Option<u32>,
    pub(crate) graceful_stop: Option<Duration>,
    pub(crate) network: NetworkOptions,
    pub(crate) seed: u64,
    pub(crate) store: PathBuf,
    pub(crate) quiet: bool,
    /// Where windows go while the test runs.
    pub(crate) streams: Vec<StreamOut>,
    /// What is watched beside the load.
    pub(crate) watch: loadline_watch::Request,
    /// What of databases is watched beside it.
    pub(crate) databases: DatabaseRequest,
}

impl Settings {
    /// Connections a test may have open at once.
    pub(crate) fn connections_of(&self, test: &PlannedTest) -> u64 {
        let load_test = load_test(test, self);
        let users = |load: &Load| match load.traffic.is_open() {
            true => u64::from(load.users_max),
            false => load.traffic.peak() as u64,
        };
        let users: u64 = load_test.loads.iter().map(users).sum();
        load_test.network.connections.map_or(users, u64::from)
    }

    /// Settings with the defaults of everything that is not given.
    pub(crate) fn new(promises: Vec<Promise>, threads: usize, store: PathBuf) -> Self {
        Self {
            promises,
            threads,
            users_max: None,
            late_max: None,
            connections: None,
            graceful_stop: None,
            network: NetworkOptions::default(),
            seed: 1,
            store,
            quiet: false,
            streams: Vec::new(),
            watch: loadline_watch::Request::default(),
            databases: DatabaseRequest::default(),
        }
    }
}

/// A performed test.
pub(crate) struct Performed {
    pub(crate) report: Report,
    pub(crate) exit: Exit,
    /// What kept the store or a stream from taking all of it.
    pub(crate) failures: Vec<Failure>,
}

/// Runs one test from its first connection to its last verdict, between its setup and its teardown.
pub(crate) fn perform(
    mut test: PlannedTest,
    settings: &Settings,
    stop: &StopSignal,
) -> Result<Performed, Failure> {
    let watched = Watched::open(&settings.watch, &settings.databases)?;
    reach(&test.endpoints(), &settings.network, stop)?;
    let once = |steps: Option<Once>, given: &Given| match steps {
        Some(steps) => steps.run(&settings.network, given),
        None => Ok(given.clone()),
    };
    let given = once(test.setup.take(), &Given::new()).map_err(Failure::Setup)?;
    test.scenario = test.scenario.given(given.clone());
    let teardown = test.teardown.take();
    let performed = measure(test, settings, watched, stop);
    if let Err(error) = once(teardown, &given) {
        warning(&format!("the teardown was not done to its end: {error}"));
    }
    performed
}

/// The test itself.
fn measure(
    test: PlannedTest,
    settings: &Settings,
    mut watched: Watched,
    stop: &StopSignal,
) -> Result<Performed, Failure> {
    let store = Store::open(&settings.store)?;
    let started_ms = now_ms();
    let mut keeper =
        Keeper::begin(store, &test.about(), &settings.promises, settings.threads, started_ms)?;
    let warm_up = WarmUp::new(started_ms, test.warm_up.duration().as_millis() as u64);
    let mut abort = Abort::new(&test.abort);
    let opened = keeper
        .stored()
        .and_then(|run| Streams::open(&settings.streams, &run, &settings.network.tls));
    let mut streams = match opened {
        Ok(streams) => streams,
        Err(failure) => {
            let ending = Ending::Aborted(failure.to_string());
            keeper.end(&Ended { at_ms: now_ms(), ending }, &[]);
            return Err(failure);
        }
    };
    let mut judge = Judge::new(settings.promises.clone());
    let mut live = Live::new(&test.about(), settings.quiet);
    let load_test = load_test(&test, settings);
    watched.begin()?;
    let mut observe = |window: &Window, progress: Progress| {
        let window = &*watched.beside(window);
        if !keeper.window(window) {
            stop.ask();
        }
        if warm_up.is_over_at(window) {
            judge.observe(window);
        }
        streams.window(window);
        if abort.observe(window) {
            stop.ask();
        }
        live.window(window, progress);
    };
    let ended = run(load_test, test.scenario, stop, &mut observe);
    live.finish();
    let Outcome { ending, samples, notes } = ended?;
    notes.iter().for_each(|text| note(text));
    let ending = match (abort.reason(), ending) {
        (Some(reason), _) => Ending::Aborted(reason),
        (None, loadline_load::Ending::Completed) => Ending::Completed,
        (None, loadline_load::Ending::Interrupted) => Ending::Interrupted,
    };
    let ended = Ended { at_ms: now_ms(), ending };
    keeper.samples(&samples);
    keeper.findings(&watched.findings());
    keeper.end(&ended, &judge.verdicts());
    let unsent = streams.end(&ended);
    report(keeper, &ended.ending, unsent)
}

/// Reads the run back and reports it; what the store could not take is reported all the same.
pub(super) fn report(
    keeper: Keeper,
    ended: &Ending,
    mut failures: Vec<Failure>,
) -> Result<Performed, Failure> {
    let Keeper { store, id, failure, held } = keeper;
    let stored = store.find(id.as_str())?;
    let mut report = replay(&store, &stored, &held)?;
    // The store may have failed before it was told.
    (report.run.ending, report.run.aborted) = ending(Some(ended));
    let exit = exit_of(&report, ended);
    failures.extend(failure.map(Failure::from));
    Ok(Performed { report, exit, failures })
}

/// What a run that was measured ends with.
pub(super) fn exit_of(report: &Report, ended: &Ending) -> Exit {
    if *ended == Ending::Interrupted {
        Exit::Interrupted
    } else if !report.findings.is_empty() {
        Exit::Untrustworthy
    } else if matches!(ended, Ending::Aborted(_))
        || report.verdicts.iter().any(loadline_core::Verdict::fails_run)
    {
        Exit::Missed
    } else {
        Exit::Met
    }
}

fn load_test(test: &PlannedTest, settings: &Settings) -> LoadTest {
    let load = |planned: &PlannedLoad| {
        let load = Load::new(planned.traffic.clone());
        Load {
            think: planned.think,
            users_max: settings.users_max.or(planned.users_max).unwrap_or(load.users_max),
            late_max: settings.late_max.unwrap_or(load.late_max),
            after: planned.after.duration(),
            ..load
        }
    };
    let mut load_test = LoadTest::of(test.loads.iter().map(load).collect());
    load_test.threads = settings.threads;
    load_test.seed = settings.seed;
    load_test.network = settings.network.clone();
    load_test.network.connections = settings.connections.or(test.connections);
    let graceful = settings.graceful_stop.or(test.graceful_stop.map(Span::duration));
    load_test.graceful_stop = graceful.unwrap_or(load_test.graceful_stop);
    load_test
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as i64
}
