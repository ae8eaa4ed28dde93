//! Which tests to run: one named, the file's first, all profiles, or what the figures on the command line say.

use std::path::Path;
use std::time::Duration;

use loadline_core::file::{Action, Flow, Load, LoadlineFile, Test};
use loadline_core::pack::Pack;
use loadline_core::traffic::{Think, Traffic, profile};
use loadline_core::yaml::{Diagnostic, Place};
use loadline_core::{Objective, Span};
use loadline_load::transport::TargetError;
use loadline_load::{Endpoint, FlowError, FlowScenario, Once, Surroundings};

use super::file::mistakes;
use super::overrides::Overrides;
use super::surroundings::surroundings;
use super::target::{Target, UrlRequest, url_flow};
use crate::failure::Failure;

/// The word that stands for every profile.
const ALL: &str = "all";

/// A test, ready to be run.
#[derive(Debug)]
pub(crate) struct PlannedTest {
    pub(crate) name: String,
    pub(crate) service: Option<String>,
    pub(crate) target: String,
    /// The traffic in words.
    pub(crate) traffic: String,
    /// Done once before; what it saves the users know.
    pub(crate) setup: Option<Once>,
    /// Done once after, however the test ended.
    pub(crate) teardown: Option<Once>,
    /// The users of all loads.
    pub(crate) scenario: FlowScenario,
    /// What is driven side by side; never none.
    pub(crate) loads: Vec<PlannedLoad>,
    /// How long figures are left out at the beginning.
    pub(crate) warm_up: Span,
    /// The test is given up when one of these becomes true.
    pub(crate) abort: Vec<Objective>,
    pub(crate) connections: Option<u32>,
    pub(crate) graceful_stop: Option<Span>,
}

/// One of its loads.
#[derive(Debug)]
pub(crate) struct PlannedLoad {
    pub(crate) traffic: Traffic,
    pub(crate) think: Think,
    pub(crate) users_max: Option<u32>,
    pub(crate) after: Span,
}

/// What a test is, for whoever keeps, shows or reports it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) name: &'a str,
    pub(crate) service: Option<&'a str>,
    pub(crate) target: &'a str,
    /// The traffic in words.
    pub(crate) traffic: &'a str,
    pub(crate) loads: &'a [PlannedLoad],
    /// How long figures are left out at the beginning.
    pub(crate) warm_up: Span,
}

impl About<'_> {
    /// How long it is planned to take, without the graceful end.
    pub(crate) fn length(&self) -> Duration {
        let end = |load: &PlannedLoad| load.after.duration() + load.traffic.length().duration();
        self.loads.iter().map(end).max().unwrap_or_default()
    }

    /// Whether arrivals come by the clock in any of its loads.
    pub(crate) fn is_open(&self) -> bool {
        self.loads.iter().any(|load| load.traffic.is_open())
    }
}

impl PlannedTest {
    /// What it is.
    pub(crate) fn about(&self) -> About<'_> {
        About {
            name: &self.name,
            service: self.service.as_deref(),
            target: &self.target,
            traffic: &self.traffic,
            loads: &self.loads,
            warm_up: self.warm_up,
        }
    }

    /// Every server it talks to as far as that is known ahead, each once.
    pub(crate) fn endpoints(&self) -> Vec<Endpoint> {
        let mut endpoints = self.scenario.endpoints();
        for endpoint in
            [&self.setup, &self.teardown].into_iter().flatten().flat_map(Once::endpoints)
        {
            if !endpoints.contains(endpoint) {
                endpoints.push(endpoint.clone());
            }
        }
        endpoints
    }
}

/// A test of nothing but this traffic.
fn test_of(name: &str, traffic: Traffic, think: Option<Think>) -> Test {
    let (name, place) = (name.to_owned(), Place::default());
    let load = Load { name: None, flow: None, traffic, think, max_users: None, after: Span::ZERO };
    let (warm_up, connections, graceful_stop) = (None, None, None);
    Test { name, loads: vec![load], warm_up, abort: Vec::new(), connections, graceful_stop, place }
}

/// The tests to run, in order; never none.
pub(crate) fn plan(
    target: &Target,
    request: &UrlRequest,
    named: Option<&str>,
    overrides: &Overrides,
    packs: &[Pack],
) -> Result<Vec<PlannedTest>, Failure> {
    let file = match target {
        Target::Url(_) => None,
        Target::File { service, .. } => Some(&service.file),
    };
    let chosen = choose(file, named, overrides, packs)?;
    chosen.into_iter().map(|test| aim(target, request, test, overrides)).collect()
}

fn choose(
    file: Option<&LoadlineFile>,
    named: Option<&str>,
    overrides: &Overrides,
    packs: &[Pack],
) -> Result<Vec<Test>, Failure> {
    let own = file.map_or(&[][..], |file| &file.tests);
    let adjusted = |test: Test| overrides.adjusted(test);
    match named {
        Some(ALL) => {
            profile::NAMES.iter().map(|name| find(name, own, packs).and_then(adjusted)).collect()
        }
        Some(name) => Ok(vec![find(name, own, packs).and_then(adjusted)?]),
        None if overrides.names_traffic() || own.is_empty() => {
            Ok(vec![overrides.finished(test_of("run", overrides.traffic()?, None))])
        }
        None => Ok(vec![adjusted(own[0].clone())?]),
    }
}

/// A test by its name: the file's own first, then the packs', the last one first, then the profiles.
fn find(name: &str, own: &[Test], packs: &[Pack]) -> Result<Test, Failure> {
    let in_packs = packs.iter().rev().flat_map(|pack| pack.tests.iter().map(|(_, test)| test));
    if let Some(test) = own.iter().chain(in_packs).find(|test| test.name == name) {
        return Ok(test.clone());
    }
    if let Some(profile) = profile::find(name) {
        return Ok(test_of(name, profile.traffic, Some(profile.think)));
    }
    let of_packs = packs.iter().flat_map(|pack| pack.tests.iter().map(|(_, test)| test));
    let mut names: Vec<&str> = own.iter().chain(of_packs).map(|test| &*test.name).collect();
    names.extend(profile::NAMES.iter().filter(|profile| !own.iter().any(|t| t.name == **profile)));
    let hint = format!("there are: {}, {ALL}", names.join(", "));
    Err(Failure::usage(format!("there is no test `{name}`"), hint))
}

/// Aims a test at its target: compiles the flows it drives.
fn aim(
    target: &Target,
    request: &UrlRequest,
    test: Test,
    overrides: &Overrides,
) -> Result<PlannedTest, Failure> {
    let (service, base, surroundings) = match target {
        Target::Url(url) => (None, url.clone(), Surroundings::default()),
        Target::File { path, service } => {
            let base = base_of(&service.file, path, &service.text)?;
            let surroundings =
                surroundings(path, service).map_err(|error| in_file(error, path, &service.text))?;
            (service.file.service.clone(), base.to_owned(), surroundings)
        }
    };
    let mut scenario: Option<FlowScenario> = None;
    let mut loads = Vec::new();
    for load in &test.loads {
        let (flow, users) = users_of(target, request, load, &surroundings)?;
        let think = overrides.think.or(load.think).or(flow.think).unwrap_or_default();
        loads.push(PlannedLoad {
            traffic: load.traffic.clone(),
            think,
            users_max: load.max_users,
            after: load.after,
        });
        scenario = Some(match scenario {
            Some(others) => others.beside(users),
            None => users,
        });
    }
    let planned = PlannedTest {
        setup: once(target, |file| &file.setup, &surroundings)?,
        teardown: once(target, |file| &file.teardown, &surroundings)?,
        traffic: test.traffic(),
        name: test.name,
        service,
        target: base,
        scenario: scenario.expect("a test drives at least one load"),
        loads,
        warm_up: test.warm_up.unwrap_or_default(),
        abort: test.abort,
        connections: test.connections,
        graceful_stop: test.graceful_stop,
    };
    check_warm_up(&planned)?;
    Ok(planned)
}

/// A warm-up as long as the test would leave nothing to judge.
fn check_warm_up(test: &PlannedTest) -> Result<(), Failure> {
    let (warm_up, length) = (test.warm_up.duration(), test.about().length());
    if warm_up.is_zero() || warm_up < length {
        return Ok(());
    }
    let (name, length) = (&test.name, Span::from(length));
    let message = format!(
        "the warm-up of {} leaves nothing of the test `{name}`, which takes {length}",
        test.warm_up
    );
    Err(Failure::usage(message, "shorten the warm-up, or make the test longer with `--for`"))
}

/// Steps that a file has done once beside a test, if it has any.
fn once(
    target: &Target,
    steps: impl Fn(&LoadlineFile) -> &[Action],
    surroundings: &Surroundings,
) -> Result<Option<Once>, Failure> {
    let Target::File { path, service } = target else { return Ok(None) };
    let actions = steps(&service.file);
    if actions.is_empty() {
        return Ok(None);
    }
    let base = base_of(&service.file, path, &service.text)?;
    let once = Once::new(actions, base, &service.file.classes, surroundings);
    once.map(Some).map_err(|error| in_file(error, path, &service.text))
}

/// The flow of a load, and the users that follow it.
fn users_of(
    target: &Target,
    request: &UrlRequest,
    load: &Load,
    surroundings: &Surroundings,
) -> Result<(Flow, FlowScenario), Failure> {
    let (path, service) = match target {
        Target::Url(url) => {
            let (flow, base) = url_flow(url, request)?;
            let users = FlowScenario::new(&flow, &base, &[], surroundings)?;
            return Ok((flow, users));
        }
        Target::File { path, service } => (path, service),
    };
    let file = &service.file;
    let base = base_of(file, path, &service.text)?;
    let flow = flow_of(file, load, base)?;
    let users = match &load.name {
        None => FlowScenario::new(&flow, base, &file.classes, surroundings),
        Some(name) => FlowScenario::of_load(name, &flow, base, &file.classes, surroundings),
    };
    let users = users.map_err(|error| in_file(error, path, &service.text))?;
    Ok((flow, users))
}

fn base_of<'f>(file: &'f LoadlineFile, path: &Path, text: &str) -> Result<&'f str, Failure> {
    if let Some(target) = &file.target {
        let wrong = |error: TargetError| {
            let hint = Some("a target reads like `http://127.0.0.1:8080`".to_owned());
            mistakes(path, text, vec![target.error(error.to_string(), hint)])
        };
        return Endpoint::of(&target.value).map(|_| &*target.value).map_err(wrong);
    }
    Err({
        let missing = Diagnostic {
            message: "the file has no `target`".to_owned(),
            hint: Some("add `target: http://127.0.0.1:8080`".to_owned()),
            offset: 0,
            length: 0,
            line: 1,
            column: 1,
        };
        mistakes(path, text, vec![missing])
    })
}

/// The flow a load drives: its own, else that of the file's first test, else the first. A file without
/// flows has its target requested.
fn flow_of(file: &LoadlineFile, load: &Load, base: &str) -> Result<Flow, Failure> {
    let all_loads = || file.tests.iter().flat_map(|test| &test.loads);
    let first_named = || all_loads().find_map(|load| load.flow.as_ref());
    let by_name = load.flow.as_ref().or_else(first_named).and_then(|name| file.flows.get(name));
    if let Some(flow) = by_name.or_else(|| file.flows.values().next()) {
        return Ok(flow.clone());
    }
    url_flow(base, &UrlRequest::default()).map(|(flow, _)| flow)
}

/// A mistake in a flow, shown where it stands in the file.
fn in_file(error: FlowError, path: &Path, text: &str) -> Failure {
    match error.place() {
        Some(place) => {
            mistakes(path, text, vec![Diagnostic::at(place, error.to_string(), error.hint())])
        }
        None => Failure::Flow(error),
    }
}
