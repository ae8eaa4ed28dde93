//! Which tests to run: one named, the file's first, all profiles, or what the figures on the command line say.

use std::path::Path;

use loadline_core::Span;
use loadline_core::file::{Flow, LoadlineFile, Test};
use loadline_core::pack::Pack;
use loadline_core::traffic::{Think, Traffic, profile};
use loadline_core::yaml::Diagnostic;
use loadline_load::transport::TargetError;
use loadline_load::{Endpoint, FlowError, FlowScenario};

use super::file::mistakes;
use super::overrides::Overrides;
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
    pub(crate) scenario: FlowScenario,
    pub(crate) traffic: Traffic,
    pub(crate) think: Think,
    pub(crate) users_max: Option<u32>,
    pub(crate) connections: Option<u32>,
    pub(crate) graceful_stop: Option<Span>,
}

/// A test by its figures, before they meet a target.
struct Figures {
    name: String,
    flow: Option<String>,
    traffic: Traffic,
    think: Option<Think>,
    users_max: Option<u32>,
    connections: Option<u32>,
    graceful_stop: Option<Span>,
}

impl Figures {
    fn of_test(test: &Test) -> Self {
        Self {
            name: test.name.clone(),
            flow: test.flow.clone(),
            traffic: test.traffic.clone(),
            think: test.think,
            users_max: test.max_users,
            connections: test.connections,
            graceful_stop: test.graceful_stop,
        }
    }

    fn of_traffic(name: &str, traffic: Traffic, think: Option<Think>) -> Self {
        let name = name.to_owned();
        let (users_max, connections, graceful_stop) = (None, None, None);
        Self { name, flow: None, traffic, think, users_max, connections, graceful_stop }
    }
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
    chosen.into_iter().map(|figures| aim(target, request, figures, overrides)).collect()
}

fn choose(
    file: Option<&LoadlineFile>,
    named: Option<&str>,
    overrides: &Overrides,
    packs: &[Pack],
) -> Result<Vec<Figures>, Failure> {
    let own = file.map_or(&[][..], |file| &file.tests);
    let adjusted = |mut figures: Figures| {
        figures.traffic = overrides.adjust(figures.traffic)?;
        Ok(figures)
    };
    match named {
        Some(ALL) => {
            profile::NAMES.iter().map(|name| find(name, own, packs).and_then(adjusted)).collect()
        }
        Some(name) => Ok(vec![find(name, own, packs).and_then(adjusted)?]),
        None if overrides.names_traffic() || own.is_empty() => {
            Ok(vec![Figures::of_traffic("run", overrides.traffic()?, None)])
        }
        None => Ok(vec![adjusted(Figures::of_test(&own[0]))?]),
    }
}

/// A test by its name: the file's own first, then the packs', the last one first, then the profiles.
fn find(name: &str, own: &[Test], packs: &[Pack]) -> Result<Figures, Failure> {
    let in_packs = packs.iter().rev().flat_map(|pack| pack.tests.iter().map(|(_, test)| test));
    if let Some(test) = own.iter().chain(in_packs).find(|test| test.name == name) {
        return Ok(Figures::of_test(test));
    }
    if let Some(profile) = profile::find(name) {
        return Ok(Figures::of_traffic(name, profile.traffic, Some(profile.think)));
    }
    let of_packs = packs.iter().flat_map(|pack| pack.tests.iter().map(|(_, test)| test));
    let mut names: Vec<&str> = own.iter().chain(of_packs).map(|test| &*test.name).collect();
    names.extend(profile::NAMES.iter().filter(|profile| !own.iter().any(|t| t.name == **profile)));
    let hint = format!("there are: {}, {ALL}", names.join(", "));
    Err(Failure::usage(format!("there is no test `{name}`"), hint))
}

/// Aims a test at its target: compiles the flow it drives.
fn aim(
    target: &Target,
    request: &UrlRequest,
    figures: Figures,
    overrides: &Overrides,
) -> Result<PlannedTest, Failure> {
    let think = |flow: &Flow| overrides.think.or(figures.think).or(flow.think).unwrap_or_default();
    let (service, base, scenario, think) = match target {
        Target::Url(url) => {
            let (flow, base) = url_flow(url, request)?;
            let scenario = FlowScenario::new(&flow, &base, &[])?;
            (None, url.clone(), scenario, think(&flow))
        }
        Target::File { path, service } => {
            let file = &service.file;
            let base = base_of(file, path, &service.text)?;
            let flow = flow_of(file, &figures, base)?;
            let scenario = FlowScenario::new(&flow, base, &file.classes)
                .map_err(|error| in_file(error, path, &service.text))?;
            (file.service.clone(), base.to_owned(), scenario, think(&flow))
        }
    };
    let Figures { name, traffic, users_max, connections, graceful_stop, .. } = figures;
    Ok(PlannedTest {
        name,
        service,
        target: base,
        scenario,
        traffic,
        think,
        users_max,
        connections,
        graceful_stop,
    })
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

/// The flow a test drives: its own, else that of the file's first test, else the first. A file without
/// flows has its target requested.
fn flow_of(file: &LoadlineFile, figures: &Figures, base: &str) -> Result<Flow, Failure> {
    let first_named = || file.tests.iter().find_map(|test| test.flow.as_ref());
    let by_name = figures.flow.as_ref().or_else(first_named).and_then(|name| file.flows.get(name));
    if let Some(flow) = by_name.or_else(|| file.flows.values().next()) {
        return Ok(flow.clone());
    }
    url_flow(base, &UrlRequest::default()).map(|(flow, _)| flow)
}

/// A mistake in a flow, shown where it stands in the file.
fn in_file(error: FlowError, path: &Path, text: &str) -> Failure {
    match &error {
        FlowError::JsonPath { place, .. } => {
            let hint = Some("it reads like `$.access_token` or `$.items[0].id`".to_owned());
            mistakes(path, text, vec![Diagnostic::at(*place, error.to_string(), hint)])
        }
        _ => Failure::Flow(error),
    }
}
