//! k6's metrics as Loadline's: which series each of them becomes, in which unit.
//!
//! Values of k6 are milliseconds, bytes or plain numbers. A metric that has no place here keeps its own name.

use loadline_core::Tags;
use loadline_core::window::names;

use super::recorder::{Recorder, RequestTags};
use super::whole::{BAD_STATUS, is_bad};

/// What k6 calls the kinds of its metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Counter,
    Gauge,
    Rate,
    Trend,
}

impl Kind {
    /// The kind of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "counter" => Self::Counter,
            "gauge" => Self::Gauge,
            "rate" => Self::Rate,
            "trend" => Self::Trend,
            _ => return None,
        })
    }
}

/// Where the values of a metric go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) kind: Kind,
    pub(crate) series: Option<&'static str>,
    /// Base units in a unit of k6's.
    pub(crate) unit: f64,
    /// Whether it speaks of a request and carries its tags.
    pub(crate) of_request: bool,
    /// Whether a zero says that there was nothing to time.
    pub(crate) zero_is_none: bool,
}

const MS: f64 = 1e-3;

const fn place(kind: Kind, series: Option<&'static str>, unit: f64, of_request: bool) -> Place {
    Place { kind, series, unit, of_request, zero_is_none: false }
}

const fn phase(series: &'static str) -> Place {
    Place { zero_is_none: true, ..place(Kind::Trend, Some(series), MS, true) }
}

/// The place of a metric that k6 has of its own.
pub(crate) fn built_in(metric: &str) -> Option<Place> {
    use Kind::{Counter, Gauge, Rate, Trend};
    Some(match metric {
        "http_req_duration" => place(Trend, Some(names::RESPONSE_TIME), MS, true),
        "http_reqs" => place(Counter, Some(names::HTTP_REQUESTS), 1.0, true),
        "http_req_failed" => place(Rate, Some(names::HTTP_ERRORS), 1.0, true),
        "http_req_connecting" => phase(names::PHASE_CONNECT),
        "http_req_tls_handshaking" => phase(names::PHASE_TLS),
        "http_req_sending" => place(Trend, Some(names::PHASE_SEND), MS, true),
        "http_req_waiting" => place(Trend, Some(names::PHASE_WAIT), MS, true),
        "http_req_receiving" => place(Trend, Some(names::PHASE_RECEIVE), MS, true),
        "http_req_blocked" => place(Trend, None, MS, true),
        "iterations" => place(Counter, Some(names::ITERATIONS), 1.0, false),
        "iteration_duration" => place(Trend, Some(names::ITERATION_TIME), MS, false),
        "checks" => place(Rate, Some(names::CHECKS), 1.0, false),
        "vus" => place(Gauge, Some(names::USERS), 1.0, false),
        "vus_max" => place(Gauge, None, 1.0, false),
        "data_sent" => place(Counter, Some(names::BYTES_SENT), 1.0, false),
        "data_received" => place(Counter, Some(names::BYTES_RECEIVED), 1.0, false),
        "dropped_iterations" => place(Counter, Some(names::DROPPED_ARRIVALS), 1.0, false),
        "group_duration"
        | "ws_connecting"
        | "ws_session_duration"
        | "ws_ping"
        | "grpc_req_duration" => place(Trend, None, MS, false),
        "ws_sessions"
        | "ws_msgs_sent"
        | "ws_msgs_received"
        | "grpc_streams"
        | "grpc_streams_msgs_sent"
        | "grpc_streams_msgs_received" => place(Counter, None, 1.0, false),
        _ => return None,
    })
}

/// The place of a metric that a script made.
pub(crate) const fn made_by_script(kind: Kind, is_time: bool) -> Place {
    place(kind, None, if is_time { MS } else { 1.0 }, false)
}

/// The tags of a point that matter here.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PointTags<'a> {
    pub(crate) name: &'a str,
    pub(crate) url: &'a str,
    pub(crate) method: &'a str,
    pub(crate) status: &'a str,
    pub(crate) error: &'a str,
    pub(crate) error_code: &'a str,
    pub(crate) expected: &'a str,
}

/// Records one point of a metric.
pub(crate) fn record(
    recorder: &mut Recorder<'_>,
    metric: &str,
    place: Place,
    at_ms: i64,
    value: f64,
    point: PointTags<'_>,
) {
    recorder.aimed_at(point.url);
    let tags =
        if place.of_request { recorder.request_tags(request_tags(point)) } else { Tags::default() };
    let series = place.series.unwrap_or(metric);
    let value = value * place.unit;
    match (place.kind, series) {
        // k6 counts what it dropped; Loadline's share is of all arrivals.
        (Kind::Counter, names::DROPPED_ARRIVALS) => {
            (0..value.clamp(0.0, 1e6) as u64)
                .for_each(|_| recorder.share(at_ms, series, &tags, true));
        }
        (Kind::Counter, names::ITERATIONS) => {
            recorder.count(at_ms, series, &tags, value);
            recorder.share(at_ms, names::DROPPED_ARRIVALS, &tags, false);
        }
        (Kind::Counter, _) => recorder.count(at_ms, series, &tags, value),
        (Kind::Gauge, _) => recorder.gauge(at_ms, series, &tags, value),
        (Kind::Rate, _) => recorder.share(at_ms, series, &tags, value != 0.0),
        (Kind::Trend, _) if place.zero_is_none && value == 0.0 => {}
        (Kind::Trend, _) => recorder.time(at_ms, series, &tags, value),
    }
}

fn request_tags<'a>(point: PointTags<'a>) -> RequestTags<'a> {
    let status = if point.status == "0" { "" } else { point.status };
    let error = match () {
        () if !point.error_code.is_empty() => error_kind(point.error_code, point.error),
        () if point.expected == "false" && is_bad(status) => BAD_STATUS,
        () => point.error,
    };
    let name = if point.name.is_empty() { point.url } else { point.name };
    RequestTags { name, method: point.method, status, error }
}

/// k6's numbers of errors, by their hundreds.
fn error_kind<'a>(code: &str, text: &'a str) -> &'a str {
    match code {
        "1050" => "timed out waiting",
        "1211" => "timed out connecting",
        "1212" => "refused",
        "1220" => "reset",
        _ if code.len() != 4 => text,
        _ if code.starts_with("11") => "dns",
        _ if code.starts_with("13") => "tls",
        _ if code.starts_with("14") || code.starts_with("15") => BAD_STATUS,
        _ if !text.is_empty() => text,
        _ => "unknown kind",
    }
}
