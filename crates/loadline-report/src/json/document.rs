//! The document: its parts in their order.

use serde::Serialize;

use super::{levels, requests, run, samples, streams, stretches, verdicts, watched};
use crate::figures;
use crate::report::Report;

/// The name and version of the schema, the first field of every file.
pub const SCHEMA: &str = "loadline.report/1";

#[derive(Serialize)]
struct Wire {
    schema: &'static str,
    run: run::Run,
    verdicts: Vec<verdicts::Verdict>,
    trust: verdicts::Trust,
    advice: Vec<verdicts::Finding>,
    requests: requests::Requests,
    latency: requests::Latencies,
    errors: Vec<requests::Error>,
    samples: Vec<samples::Sample>,
    statuses: Vec<requests::Status>,
    totals: run::Totals,
    stages: Vec<stretches::Level>,
    levels: Vec<levels::Level>,
    breaking_point: Option<levels::BreakingPoint>,
    timeline: stretches::Timeline,
    watched: Vec<watched::Watched>,
    websockets: Vec<streams::Sockets>,
    events: Vec<streams::Events>,
    generator: run::Generator,
}

/// The report as JSON.
pub(crate) fn render(report: &Report) -> String {
    let all = figures::overall(&report.whole);
    let wire = Wire {
        schema: SCHEMA,
        run: run::run(report),
        verdicts: report.verdicts.iter().map(verdicts::verdict).collect(),
        trust: verdicts::trust(report),
        advice: verdicts::findings(&report.advice),
        requests: requests::requests(&all),
        latency: requests::latencies(report, &all),
        errors: requests::errors(report, all.requests),
        samples: samples::samples(report),
        statuses: requests::statuses(report),
        totals: run::totals(report),
        stages: report.stages.iter().map(stretches::level).collect(),
        levels: report.levels.iter().map(levels::level).collect(),
        breaking_point: report.breaking_point.as_ref().map(levels::breaking_point),
        timeline: stretches::timeline(&report.timeline),
        watched: watched::watched(report),
        websockets: streams::sockets(report),
        events: streams::events(report),
        generator: run::generator(report),
    };
    let mut text =
        serde_json::to_string_pretty(&wire).expect("the wire structs hold text and numbers only");
    text.push('\n');
    text
}
