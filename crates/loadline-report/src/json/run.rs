//! The run, its totals, and the generator.

use std::collections::BTreeMap;

use loadline_core::window::{Gauge, Share};
use serde::Serialize;

use super::requests::{Times, times};
use crate::figures;
use crate::report::Report;

#[derive(Serialize)]
pub(super) struct Run {
    id: String,
    name: String,
    service: Option<String>,
    target: String,
    started: String,
    duration_seconds: f64,
    ending: &'static str,
    traffic: String,
    open: bool,
    command: String,
    version: String,
    environment: BTreeMap<String, String>,
    stages: Vec<Stage>,
}

#[derive(Serialize)]
struct Stage {
    label: String,
    start_seconds: f64,
    end_seconds: f64,
}

pub(super) fn run(report: &Report) -> Run {
    let run = &report.run;
    let stages = run.stages.iter().map(|stage| Stage {
        label: stage.label.clone(),
        start_seconds: seconds(stage.start_ms),
        end_seconds: seconds(stage.end_ms),
    });
    Run {
        id: run.id.clone(),
        name: run.name.clone(),
        service: run.service.clone(),
        target: run.target.clone(),
        started: run.started.clone(),
        duration_seconds: report.whole.seconds(),
        ending: run.ending.word(),
        traffic: run.traffic.clone(),
        open: run.open,
        command: run.command.clone(),
        version: run.version.clone(),
        environment: run.environment.iter().cloned().collect(),
        stages: stages.collect(),
    }
}

pub(super) fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1_000.0
}

#[derive(Serialize)]
pub(super) struct Totals {
    iterations: Option<u64>,
    iterations_interrupted: Option<u64>,
    iteration_time: Option<Times>,
    checks: Option<Part>,
    sent_bytes: Option<u64>,
    received_bytes: Option<u64>,
    connections_opened: Option<u64>,
}

/// How many of all.
#[derive(Serialize)]
pub(super) struct Part {
    count: u64,
    total: u64,
    share: Option<f64>,
}

pub(super) fn part(share: Share) -> Part {
    Part { count: share.hits, total: share.total, share: share.fraction() }
}

pub(super) fn totals(report: &Report) -> Totals {
    let volume = figures::Volume::of(&report.whole);
    Totals {
        iterations: volume.iterations,
        iterations_interrupted: volume.iterations_interrupted,
        iteration_time: volume.iteration_time.as_ref().map(times),
        checks: volume.checks.map(part),
        sent_bytes: volume.bytes_sent,
        received_bytes: volume.bytes_received,
        connections_opened: volume.connections_opened,
    }
}

#[derive(Serialize)]
pub(super) struct Generator {
    lag: Lag,
    cpu: Option<Level>,
    queue: Option<Level>,
    memory_max_bytes: Option<f64>,
    offered_per_second: Option<f64>,
    dropped: Option<Part>,
    late: Option<Part>,
}

/// Always present, so that a reader finds its fields; null in them where no arrival was released.
#[derive(Serialize)]
struct Lag {
    count: u64,
    p50_seconds: Option<f64>,
    p99_seconds: Option<f64>,
    p99_9_seconds: Option<f64>,
    max_seconds: Option<f64>,
}

/// A share of the time over all readings.
#[derive(Serialize)]
struct Level {
    avg_share: f64,
    max_share: f64,
}

pub(super) fn generator(report: &Report) -> Generator {
    let generator = figures::Generator::of(&report.whole);
    let lag = generator.lag;
    let level = |gauge: Gauge| Level { avg_share: gauge.mean(), max_share: gauge.max };
    Generator {
        lag: Lag {
            count: lag.map_or(0, |lag| lag.count),
            p50_seconds: lag.map(|lag| lag.p50),
            p99_seconds: lag.map(|lag| lag.p99),
            p99_9_seconds: lag.map(|lag| lag.p99_9),
            max_seconds: lag.map(|lag| lag.max),
        },
        cpu: generator.cpu.map(level),
        queue: generator.queue.map(level),
        memory_max_bytes: generator.memory.map(|memory| memory.max),
        offered_per_second: generator.offered.map(|offered| offered.mean()),
        dropped: generator.dropped.map(part),
        late: generator.late.map(part),
    }
}
