//! Levels by load and the breaking point.

use std::collections::BTreeMap;

use loadline_core::SeriesKey;
use loadline_core::level::{
    self, Breaking, Cause, GeneratorFigures, LevelTimes, LoadAxis, Saturation, SaturationSign, Sign,
};
use serde::Serialize;

use super::run::seconds;
use crate::figures::{saturation_words, sign_words};

#[derive(Serialize)]
pub(super) struct Level {
    load: f64,
    load_low: f64,
    load_high: f64,
    ramp: bool,
    rising: bool,
    start_seconds: f64,
    end_seconds: f64,
    measured_seconds: f64,
    achieved_per_second: f64,
    requests: Requests,
    response: Option<Times>,
    response_growth: Option<f64>,
    errors: Vec<Error>,
    resources: Vec<Resource>,
    generator: Generator,
    held: bool,
    signs: Vec<Said>,
}

#[derive(Serialize)]
struct Requests {
    total: u64,
    failed: u64,
    failed_share: Option<f64>,
    rate_per_second: f64,
}

#[derive(Serialize)]
struct Times {
    avg_seconds: f64,
    p50_seconds: f64,
    p95_seconds: f64,
    p99_seconds: f64,
    max_seconds: f64,
}

#[derive(Serialize)]
struct Error {
    kind: String,
    count: u64,
}

#[derive(Serialize)]
struct Resource {
    metric: String,
    tags: BTreeMap<String, String>,
    mean: f64,
    max: f64,
}

#[derive(Serialize)]
struct Generator {
    lag_p99_seconds: Option<f64>,
    cpu_share: Option<f64>,
    queue_share: Option<f64>,
    dropped_share: Option<f64>,
}

/// A kind that programs act on, and the same in words.
#[derive(Serialize)]
struct Said {
    kind: &'static str,
    text: String,
}

pub(super) fn level(level: &level::Level) -> Level {
    Level {
        load: level.load,
        load_low: level.load_low,
        load_high: level.load_high,
        ramp: level.is_ramp,
        rising: level.is_rising,
        start_seconds: seconds(level.start_ms),
        end_seconds: seconds(level.end_ms),
        measured_seconds: level.measured_seconds,
        achieved_per_second: level.achieved_per_second,
        requests: Requests {
            total: level.requests,
            failed: level.failed,
            failed_share: level.failed_share(),
            rate_per_second: level.requests_per_second(),
        },
        response: level.response.map(times),
        response_growth: level.response_growth,
        errors: level
            .errors
            .iter()
            .map(|error| Error { kind: error.kind.clone(), count: error.count })
            .collect(),
        resources: level.resources.iter().map(resource).collect(),
        generator: generator(&level.generator),
        held: level.is_good(),
        signs: level.signs.iter().map(sign).collect(),
    }
}

const fn times(times: LevelTimes) -> Times {
    Times {
        avg_seconds: times.avg,
        p50_seconds: times.p50,
        p95_seconds: times.p95,
        p99_seconds: times.p99,
        max_seconds: times.max,
    }
}

fn resource(resource: &level::LevelResource) -> Resource {
    let (metric, tags) = series(&resource.series);
    Resource { metric, tags, mean: resource.mean, max: resource.max }
}

fn series(key: &SeriesKey) -> (String, BTreeMap<String, String>) {
    let tags = key.tags.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    (key.metric.to_string(), tags.collect())
}

const fn generator(own: &GeneratorFigures) -> Generator {
    Generator {
        lag_p99_seconds: own.lag_p99,
        cpu_share: own.cpu,
        queue_share: own.queue,
        dropped_share: own.dropped,
    }
}

fn sign(sign: &Sign) -> Said {
    let kind = match sign {
        Sign::NotFollowed { .. } => "not_followed",
        Sign::Flat { .. } => "flat",
        Sign::QueueGrew { .. } => "queue_grew",
        Sign::Errors { .. } => "errors",
        Sign::Missed(_) => "objective_missed",
        Sign::Generator { .. } => "generator",
    };
    Said { kind, text: sign_words(sign) }
}

#[derive(Serialize)]
pub(super) struct BreakingPoint {
    axis: &'static str,
    outcome: &'static str,
    load: f64,
    load_low: Option<f64>,
    load_high: Option<f64>,
    capacity_per_second: Option<f64>,
    estimate: Option<&'static str>,
    sign: Option<Said>,
    cause: Option<Said>,
    saturated: Vec<Saturated>,
    sustained: Option<Sustained>,
}

#[derive(Serialize)]
struct Sustained {
    load: f64,
    achieved_per_second: f64,
    requests_per_second: f64,
}

#[derive(Serialize)]
struct Saturated {
    metric: String,
    tags: BTreeMap<String, String>,
    load: f64,
    figure: f64,
    kind: &'static str,
}

pub(super) fn breaking_point(point: &level::BreakingPoint) -> BreakingPoint {
    let wire = BreakingPoint {
        axis: match point.axis {
            LoadAxis::OfferedRate => "offered_per_second",
            LoadAxis::Users => "users",
        },
        outcome: "found",
        load: 0.0,
        load_low: None,
        load_high: None,
        capacity_per_second: None,
        estimate: None,
        sign: None,
        cause: None,
        saturated: Vec::new(),
        sustained: point.sustained.map(|held| Sustained {
            load: held.load,
            achieved_per_second: held.achieved_per_second,
            requests_per_second: held.requests_per_second,
        }),
    };
    match &point.breaking {
        Breaking::Found {
            load,
            low,
            high,
            capacity_per_second,
            estimate,
            sign: first,
            cause: behind,
            saturated: all,
        } => BreakingPoint {
            load: *load,
            load_low: *low,
            load_high: Some(*high),
            capacity_per_second: *capacity_per_second,
            estimate: Some(estimate),
            sign: Some(sign(first)),
            cause: Some(cause(behind, point.axis)),
            saturated: all.iter().map(saturated).collect(),
            ..wire
        },
        Breaking::NotReached { highest } => {
            BreakingPoint { outcome: "not_reached", load: *highest, ..wire }
        }
        Breaking::Generator { load, limit } => {
            let limit = Said { kind: "generator", text: limit.clone() };
            BreakingPoint { outcome: "generator", load: *load, cause: Some(limit), ..wire }
        }
    }
}

fn cause(cause: &Cause, axis: LoadAxis) -> Said {
    match cause {
        Cause::Resource(own) => Said { kind: "resource", text: saturation_words(own, axis) },
        Cause::Errors { kind, .. } => Said { kind: "errors", text: kind.clone() },
        Cause::Unknown { why } => Said { kind: "unknown", text: why.clone() },
    }
}

fn saturated(own: &Saturation) -> Saturated {
    let (metric, tags) = series(&own.series);
    let kind = match own.sign {
        SaturationSign::UsedUp => "used_up",
        SaturationSign::Missed(_) => "objective_missed",
        SaturationSign::LevelledOff => "levelled_off",
    };
    Saturated { metric, tags, load: own.load, figure: own.figure, kind }
}
