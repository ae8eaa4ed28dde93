//! A script's run from its setup to its last word.

use std::time::{SystemTime, UNIX_EPOCH};

use loadline_core::window::Rollup;
use loadline_core::{Judge, Promise, Span, Window};
use loadline_load::{LoadTest, Outcome, Progress, StopSignal, run};
use loadline_script::LogLevel;
use loadline_script::threshold::ThresholdWatch;
use loadline_store::{Ended, Ending, Store};

use super::ending::{ending_of, exit_of, last_words};
use super::observe::Observers;
use super::request::{Prepared, ScriptRequest, boxed};
use super::summary::{Told, tell};
use super::wait::{wait_for_enter, wait_for_interruption};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::live::Live;
use crate::output::failure::print_failure;
use crate::output::k6::{K6Opening, K6Outputs};
use crate::output::print::note;
use crate::output::streams::Streams;
use crate::plan::{About, PlannedLoad};
use crate::session::keep::Keeper;
use crate::session::perform::{Performed, Settings, report};
use crate::session::watched::Watched;

/// Runs a script to its end: setup, scenarios, teardown, summary.
pub(crate) fn perform_script(
    request: &ScriptRequest,
    prepared: &Prepared,
    settings: &Settings,
    stop: &StopSignal,
) -> Result<Performed, Failure> {
    let Prepared { script, options, thresholds } = prepared;
    if options.paused == Some(true) {
        wait_for_enter(stop)?;
    }
    let watched = Watched::open(&settings.watch, &settings.databases)?;
    let outputs = open_outputs(request, prepared, settings)?;
    outputs.take().into_iter().for_each(|take| script.send_samples(take));
    let (before, outputs) = set_up(request, prepared, settings, outputs)?;
    let load_test = load_test(prepared, settings);
    let mut observers = observers(request, prepared, &load_test, settings, stop, outputs)?;
    observers.watched = watched;
    observers.watched.begin()?;
    let began = SystemTime::now();
    let mut observe = |window: &Window, progress: Progress| observers.window(window, progress);
    let ended = run(load_test, script.scenario(before), stop, &mut observe);
    std::mem::replace(&mut observers.live, Live::Quiet).finish();
    let Outcome { ending, notes, .. } = ended?;
    notes.iter().for_each(|text| note(text));
    let torn_down = tear_down(prepared, settings, &mut observers);
    let duration_s = began.elapsed().unwrap_or_default().as_secs_f64();
    let Observers {
        mut keeper,
        judge,
        thresholds: watch,
        watched,
        streams,
        outputs,
        rollup,
        crossed,
        ..
    } = observers;
    if options.linger == Some(true) && ending != loadline_load::Ending::Interrupted {
        wait_for_interruption()?;
    }
    let ending = ending_of(script, crossed.as_deref(), ending);
    let ended = Ended { at_ms: now_ms(), ending };
    let (verdicts, own) = (watch.verdicts(), judge.verdicts());
    let all: Vec<_> = own.iter().chain(&verdicts).cloned().collect();
    keeper.findings(&watched.findings());
    keeper.end(&ended, &all);
    let mut unsent = streams.end(&ended);
    unsent.extend(outputs.end(&ended));
    last_words(script, thresholds, &verdicts, crossed.is_some())
        .into_iter()
        .for_each(|words| script.log(LogLevel::Error, &words));
    let exit = exit_of(script, &ended.ending, &verdicts, &own, &rollup).or(torn_down);
    let path = request.shown().display().to_string();
    let told = Told {
        script,
        options,
        thresholds,
        verdicts: &verdicts,
        rollup: &rollup,
        duration_s,
        ended_ms: ended.at_ms,
        path: &path,
    };
    let mut failures = tell(&told, &request.summary, &settings.network);
    failures.extend(unsent);
    let performed = report(keeper, &ended.ending, failures)?;
    Ok(Performed { exit, ..performed })
}

/// Runs the teardown, where there is one; gives what it ends with.
fn tear_down(prepared: &Prepared, settings: &Settings, observers: &mut Observers<'_>) -> Exit {
    let Prepared { script, options, .. } = prepared;
    if options.no_teardown == Some(true) || !script.has("teardown") {
        return Exit::Met;
    }
    match script.teardown(&settings.network) {
        Ok(mut window) => {
            window.start_ms = now_ms() - i64::from(window.length_ms);
            observers.take(&window);
            Exit::Met
        }
        Err(failure) => {
            let failure = boxed(failure);
            print_failure(&failure);
            failure.exit()
        }
    }
}

/// Runs the setup, where there is one; gives what was measured meanwhile, and the outputs that took it.
fn set_up(
    request: &ScriptRequest,
    prepared: &Prepared,
    settings: &Settings,
    outputs: K6Outputs,
) -> Result<(Window, K6Outputs), Failure> {
    let Prepared { script, options, .. } = prepared;
    if options.no_setup == Some(true) || !script.has("setup") {
        return Ok((Window::default(), outputs));
    }
    match script.setup(&settings.network) {
        Ok(window) => Ok((window, outputs)),
        Err(failure) => {
            // What was measured until then is still to be written.
            let ending = Ending::Aborted(failure.to_string());
            outputs.end(&Ended { at_ms: now_ms(), ending }).iter().for_each(print_failure);
            tell_of_nothing(request, prepared, settings).iter().for_each(print_failure);
            Err(boxed(failure))
        }
    }
}

/// Tells the end of a run that got no further than its setup: k6 shows its summary, empty as it is.
fn tell_of_nothing(
    request: &ScriptRequest,
    prepared: &Prepared,
    settings: &Settings,
) -> Vec<Failure> {
    let path = request.shown().display().to_string();
    let told = Told {
        script: &prepared.script,
        options: &prepared.options,
        thresholds: &prepared.thresholds,
        verdicts: &[],
        rollup: &Rollup::default(),
        duration_s: 0.0,
        ended_ms: now_ms(),
        path: &path,
    };
    tell(&told, &request.summary, &settings.network)
}

/// Opens k6's outputs, which may want samples as early as the setup.
fn open_outputs(
    request: &ScriptRequest,
    prepared: &Prepared,
    settings: &Settings,
) -> Result<K6Outputs, Failure> {
    let opening = K6Opening {
        metrics: &prepared.script.metrics(),
        system_tags: &prepared.options.system_tags(),
        tls: &settings.network.tls,
        variables: &request.variables,
    };
    K6Outputs::open(&request.outs, &opening)
}

/// Opens everything that takes windows.
fn observers<'a>(
    request: &ScriptRequest,
    prepared: &'a Prepared,
    load_test: &LoadTest,
    settings: &Settings,
    stop: &'a StopSignal,
    outputs: K6Outputs,
) -> Result<Observers<'a>, Failure> {
    let store = Store::open(&settings.store)?;
    let loads: Vec<PlannedLoad> = load_test.loads.iter().map(planned).collect();
    let name = request.shown().file_name().map(|name| name.to_string_lossy().into_owned());
    let path = request.shown().display().to_string();
    let traffic = traffic_in_words(prepared, &loads);
    let about = About {
        name: name.as_deref().unwrap_or("script"),
        service: None,
        target: &path,
        traffic: &traffic,
        loads: &loads,
        warm_up: Span::ZERO,
    };
    let promises: Vec<Promise> =
        settings.promises.iter().cloned().chain(prepared.thresholds.promises()).collect();
    let keeper = Keeper::begin(store, &about, &promises, settings.threads, now_ms())?;
    let run = keeper.stored()?;
    let streams = Streams::open(&settings.streams, &run, &settings.network.tls)?;
    let users = |load: &loadline_load::Load| match load.traffic.is_open() {
        true => load.users_prepared,
        false => load.traffic.peak() as u32,
    };
    Ok(Observers {
        script: &prepared.script,
        keeper,
        judge: Judge::new(settings.promises.clone()),
        thresholds: ThresholdWatch::new(prepared.thresholds.clone()),
        watched: Watched::default(),
        streams,
        outputs,
        live: Live::new(&about, settings.quiet),
        rollup: Rollup::default(),
        stop,
        users_prepared: load_test.loads.iter().map(users).sum(),
        crossed: None,
    })
}

fn planned(load: &loadline_load::Load) -> PlannedLoad {
    PlannedLoad {
        traffic: load.traffic.clone(),
        think: load.think,
        users_max: Some(load.users_max),
        after: load.after.into(),
    }
}

/// `browse: 10 users for 30s; buy: 5/s for 1m`; without the name where there is one.
fn traffic_in_words(prepared: &Prepared, loads: &[PlannedLoad]) -> String {
    let names = prepared.script.scenario_names();
    match loads {
        [only] => only.traffic.to_string(),
        several => {
            let one = |(name, load): (&String, &PlannedLoad)| format!("{name}: {}", load.traffic);
            names.iter().zip(several).map(one).collect::<Vec<_>>().join("; ")
        }
    }
}

fn load_test(prepared: &Prepared, settings: &Settings) -> LoadTest {
    let mut load_test = LoadTest::of(prepared.script.loads().to_vec());
    load_test.threads = settings.threads;
    load_test.seed = settings.seed;
    load_test.network = settings.network.clone();
    load_test.segment = prepared.script.segment().cloned();
    load_test
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as i64
}
