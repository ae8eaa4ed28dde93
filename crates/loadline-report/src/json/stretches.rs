//! Stretches of the run: the levels of its stages, and the points of its timeline.

use serde::Serialize;

use super::requests::{Times, times};
use super::run::seconds;
use crate::figures::Latency;
use crate::fold::Stretch;
use crate::{report, timeline};

#[derive(Serialize)]
pub(super) struct Level {
    label: String,
    start_seconds: f64,
    end_seconds: f64,
    users: Option<f64>,
    offered_per_second: Option<f64>,
    requests: Requests,
    response: Option<Times>,
    service: Option<Times>,
}

#[derive(Serialize)]
struct Requests {
    total: u64,
    failed: u64,
    failed_share: Option<f64>,
    rate_per_second: f64,
}

fn requests(stretch: &Stretch) -> Requests {
    Requests {
        total: stretch.requests,
        failed: stretch.failed,
        failed_share: stretch.failed_share(),
        rate_per_second: stretch.requests_per_second(),
    }
}

pub(super) fn level(level: &report::Level) -> Level {
    let stretch = &level.stretch;
    Level {
        label: level.label.clone(),
        start_seconds: seconds(stretch.start_ms),
        end_seconds: seconds(stretch.end_ms),
        users: stretch.users,
        offered_per_second: stretch.offered_per_second,
        requests: requests(stretch),
        response: stretch.response.as_ref().map(times),
        service: stretch.service.as_ref().map(times),
    }
}

#[derive(Serialize)]
pub(super) struct Timeline {
    step_seconds: f64,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    start_seconds: f64,
    end_seconds: f64,
    users: Option<f64>,
    offered_per_second: Option<f64>,
    requests: Requests,
    response: Option<PointTimes>,
    service: Option<PointTimes>,
}

/// The times that charts draw; a point has no more.
#[derive(Serialize)]
struct PointTimes {
    p50_seconds: f64,
    p95_seconds: f64,
    p99_seconds: f64,
    max_seconds: f64,
}

fn point_times(latency: &Latency) -> PointTimes {
    PointTimes {
        p50_seconds: latency.p50,
        p95_seconds: latency.p95,
        p99_seconds: latency.p99,
        max_seconds: latency.max,
    }
}

pub(super) fn timeline(timeline: &timeline::Timeline) -> Timeline {
    let point = |stretch: &Stretch| Point {
        start_seconds: seconds(stretch.start_ms),
        end_seconds: seconds(stretch.end_ms),
        users: stretch.users,
        offered_per_second: stretch.offered_per_second,
        requests: requests(stretch),
        response: stretch.response.as_ref().map(point_times),
        service: stretch.service.as_ref().map(point_times),
    };
    Timeline {
        step_seconds: seconds(timeline.step_ms),
        points: timeline.points.iter().map(point).collect(),
    }
}
