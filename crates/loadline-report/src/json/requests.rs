//! Requests: how many, how long they took by series group, how they failed.

use serde::Serialize;

use crate::figures::{self, Group, Latency};
use crate::report::Report;

#[derive(Serialize)]
pub(super) struct Requests {
    total: u64,
    failed: u64,
    failed_share: Option<f64>,
    rate_per_second: f64,
}

pub(super) fn requests(group: &Group) -> Requests {
    Requests {
        total: group.requests,
        failed: group.failed,
        failed_share: group.failed_share(),
        rate_per_second: group.per_second,
    }
}

/// One histogram of times.
#[derive(Serialize)]
pub(super) struct Times {
    count: u64,
    avg_seconds: f64,
    min_seconds: f64,
    p50_seconds: f64,
    p90_seconds: f64,
    p95_seconds: f64,
    p99_seconds: f64,
    p99_9_seconds: f64,
    p99_99_seconds: f64,
    max_seconds: f64,
    relative_error: f64,
}

pub(super) fn times(latency: &Latency) -> Times {
    Times {
        count: latency.count,
        avg_seconds: latency.avg,
        min_seconds: latency.min,
        p50_seconds: latency.p50,
        p90_seconds: latency.p90,
        p95_seconds: latency.p95,
        p99_seconds: latency.p99,
        p99_9_seconds: latency.p99_9,
        p99_99_seconds: latency.p99_99,
        max_seconds: latency.max,
        relative_error: latency.relative_error,
    }
}

#[derive(Serialize)]
pub(super) struct Latencies {
    overall: Clocks,
    by_class: Vec<ByClass>,
    by_load: Vec<ByLoad>,
    by_name: Vec<ByName>,
    by_answer: Vec<ByAnswer>,
}

/// The clocks of a request: response and service time, and the phases.
#[derive(Serialize)]
struct Clocks {
    response: Option<Times>,
    service: Option<Times>,
    phases: Phases,
}

#[derive(Serialize, Default)]
struct Phases {
    dns: Option<Times>,
    connect: Option<Times>,
    tls: Option<Times>,
    send: Option<Times>,
    wait: Option<Times>,
    receive: Option<Times>,
}

#[derive(Serialize)]
struct ByClass {
    class: Option<String>,
    requests: Requests,
    latency: Clocks,
}

#[derive(Serialize)]
struct ByLoad {
    load: Option<String>,
    requests: Requests,
    latency: Clocks,
}

#[derive(Serialize)]
struct ByName {
    name: Option<String>,
    method: Option<String>,
    requests: Requests,
    latency: Clocks,
}

#[derive(Serialize)]
struct ByAnswer {
    name: Option<String>,
    method: Option<String>,
    status: Option<String>,
    error: Option<String>,
    requests: Requests,
    latency: Clocks,
}

fn clocks(group: &Group) -> Clocks {
    let [dns, connect, tls, send, wait, receive] = group.phases().map(|(_, time)| time.map(times));
    Clocks {
        response: group.response().map(times),
        service: group.service().map(times),
        phases: Phases { dns, connect, tls, send, wait, receive },
    }
}

pub(super) fn latencies(report: &Report, all: &Group) -> Latencies {
    let value = |group: &Group, place: usize| group.value(place).map(str::to_owned);
    let classes = figures::by_class(&report.whole);
    let names = figures::by_name(&report.whole);
    let answers = figures::by_answer(&report.whole);
    Latencies {
        overall: clocks(all),
        by_class: classes
            .iter()
            .map(|group| ByClass {
                class: value(group, 0),
                requests: requests(group),
                latency: clocks(group),
            })
            .collect(),
        by_load: figures::by_load(&report.whole)
            .iter()
            .map(|group| ByLoad {
                load: value(group, 0),
                requests: requests(group),
                latency: clocks(group),
            })
            .collect(),
        by_name: names
            .iter()
            .map(|group| ByName {
                name: value(group, 0),
                method: value(group, 1),
                requests: requests(group),
                latency: clocks(group),
            })
            .collect(),
        by_answer: answers
            .iter()
            .map(|group| ByAnswer {
                name: value(group, 0),
                method: value(group, 1),
                status: value(group, 2),
                error: value(group, 3),
                requests: requests(group),
                latency: clocks(group),
            })
            .collect(),
    }
}

#[derive(Serialize)]
pub(super) struct Error {
    kind: String,
    error: Option<String>,
    status: Option<String>,
    count: u64,
    share: f64,
    by_name: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    name: String,
    count: u64,
}

pub(super) fn errors(report: &Report, total: u64) -> Vec<Error> {
    let error = |row: figures::ErrorRow| Error {
        kind: row.kind(),
        count: row.count,
        share: row.count as f64 / total.max(1) as f64,
        by_name: row.names.into_iter().map(|(name, count)| Named { name, count }).collect(),
        error: row.error,
        status: row.status,
    };
    figures::errors(&report.whole).into_iter().map(error).collect()
}

#[derive(Serialize)]
pub(super) struct Status {
    status: String,
    count: u64,
}

pub(super) fn statuses(report: &Report) -> Vec<Status> {
    let status = |row: figures::StatusRow| Status { status: row.status, count: row.count };
    figures::statuses(&report.whole).into_iter().map(status).collect()
}
