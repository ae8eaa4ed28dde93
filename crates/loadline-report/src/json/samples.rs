//! Failing requests as they were sent and answered.

use loadline_core::sample::Excerpt;
use serde::Serialize;

use crate::report::Report;

#[derive(Serialize)]
pub(super) struct Sample {
    after_seconds: f64,
    name: String,
    method: String,
    url: String,
    status: Option<u16>,
    error: String,
    detail: String,
    request: Message,
    response: Message,
}

#[derive(Serialize)]
struct Message {
    head: String,
    body: String,
}

fn message(excerpt: &Excerpt) -> Message {
    Message { head: excerpt.head.clone(), body: excerpt.body.clone() }
}

pub(super) fn samples(report: &Report) -> Vec<Sample> {
    let wire = |sample: &loadline_core::Sample| Sample {
        after_seconds: (sample.at_ms - report.run.started_ms) as f64 / 1_000.0,
        name: sample.name.clone(),
        method: sample.method.clone(),
        url: sample.url.clone(),
        status: sample.status,
        error: sample.error.clone(),
        detail: sample.detail.clone(),
        request: message(&sample.request),
        response: message(&sample.response),
    };
    report.samples.iter().map(wire).collect()
}
