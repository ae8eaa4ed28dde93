//! Running one planned test: probe, keep, judge and show while it goes on; report when it is over.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use loadline_core::{Judge, Promise, Span, Window};
use loadline_load::{Ending, LoadTest, NetworkOptions, Progress, StopSignal, run};
use loadline_report::Report;
use loadline_store::Store;

use super::keep::Keeper;
use super::reach::reach;
use super::replay::replay;
use super::watched::Watched;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::live::Live;
use crate::plan::PlannedTest;

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
    /// What is watched beside the load.
    pub(crate) watch: loadline_watch::Request,
}

impl Settings {
    /// Connections a test may have open at once.
    pub(crate) fn connections_of(&self, test: &PlannedTest) -> u64 {
        let load_test = load_test(test, self);
        let users = match test.traffic.is_open() {
            true => f64::from(load_test.users_max),
            false => test.traffic.peak(),
        };
        load_test.network.connections.map_or(users as u64, u64::from)
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
            watch: loadline_watch::Request::default(),
        }
    }
}

/// A performed test.
pub(crate) struct Performed {
    pub(crate) report: Report,
    pub(crate) exit: Exit,
    /// What kept the store from taking all of it.
    pub(crate) failure: Option<Failure>,
}

/// Runs one test from its first connection to its last verdict.
pub(crate) fn perform(
    test: PlannedTest,
    settings: &Settings,
    stop: &StopSignal,
) -> Result<Performed, Failure> {
    let mut watched = Watched::open(&settings.watch)?;
    reach(&test.scenario.endpoints(), &settings.network, stop)?;
    let store = Store::open(&settings.store)?;
    let mut keeper = Keeper::begin(store, &test, &settings.promises, settings.threads, now_ms())?;
    let mut judge = Judge::new(settings.promises.clone());
    let mut live = Live::new(&test, settings.quiet);
    let load_test = load_test(&test, settings);
    watched.begin()?;
    let mut observe = |window: &Window, progress: Progress| {
        let window = &*watched.beside(window);
        if !keeper.window(window) {
            stop.ask();
        }
        judge.observe(window);
        live.window(window, progress);
    };
    let ended = run(load_test, test.scenario, stop, &mut observe);
    live.finish();
    let ended = ended?;
    let ending = match ended {
        Ending::Completed => loadline_store::Ending::Completed,
        Ending::Interrupted => loadline_store::Ending::Interrupted,
    };
    keeper.end(now_ms(), ending, &judge.verdicts());
    report(keeper, ended)
}

/// Reads the run back and reports it; what the store could not take is reported all the same.
fn report(keeper: Keeper, ended: Ending) -> Result<Performed, Failure> {
    let Keeper { store, id, failure, held } = keeper;
    let stored = store.find(id.as_str())?;
    let mut report = replay(&store, &stored, &held)?;
    // The store may have failed before it was told.
    report.run.ending = match ended {
        Ending::Completed => loadline_report::Ending::Completed,
        Ending::Interrupted => loadline_report::Ending::Interrupted,
    };
    let exit = exit_of(&report, ended);
    Ok(Performed { report, exit, failure: failure.map(Failure::from) })
}

/// What a run that was measured ends with.
fn exit_of(report: &Report, ended: Ending) -> Exit {
    if ended == Ending::Interrupted {
        Exit::Interrupted
    } else if !report.findings.is_empty() {
        Exit::Untrustworthy
    } else if report.verdicts.iter().any(loadline_core::Verdict::fails_run) {
        Exit::Missed
    } else {
        Exit::Met
    }
}

fn load_test(test: &PlannedTest, settings: &Settings) -> LoadTest {
    let mut load_test = LoadTest::new(test.traffic.clone());
    load_test.think = test.think;
    load_test.threads = settings.threads;
    load_test.seed = settings.seed;
    load_test.network = settings.network.clone();
    load_test.network.connections = settings.connections.or(test.connections);
    let users_max = settings.users_max.or(test.users_max);
    load_test.users_max = users_max.unwrap_or(load_test.users_max);
    load_test.late_max = settings.late_max.unwrap_or(load_test.late_max);
    let graceful = settings.graceful_stop.or(test.graceful_stop.map(Span::duration));
    load_test.graceful_stop = graceful.unwrap_or(load_test.graceful_stop);
    load_test
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as i64
}
