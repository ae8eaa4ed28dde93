//! k6's own metrics: kind, unit, and the series each is in Loadline's windows. One row a metric, in the order
//! k6 registers them.

use loadline_core::window::names;

use super::registry::MetricId;
use crate::summary::{Contains, MetricKind};

/// A metric that every script has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BuiltinMetric {
    /// k6's name.
    pub(crate) name: &'static str,
    pub(crate) kind: MetricKind,
    pub(crate) contains: Contains,
    /// The series in windows: Loadline's own where it measures the same.
    pub(crate) series: &'static str,
}

use Contains::{Data, Default as Plain, Time};
use MetricKind::{Counter, Gauge, Rate, Trend};

const fn row(
    name: &'static str,
    kind: MetricKind,
    contains: Contains,
    series: &'static str,
) -> BuiltinMetric {
    BuiltinMetric { name, kind, contains, series }
}

macro_rules! builtin {
    ($($constant:ident = ($name:literal, $kind:expr, $contains:expr, $series:expr);)*) => {
        /// All of them.
        pub(crate) const BUILTIN: &[BuiltinMetric] = &[$(row($name, $kind, $contains, $series)),*];

        builtin!(@numbers 0; $($constant)*);
    };
    (@numbers $number:expr; $constant:ident $($rest:ident)*) => {
        impl MetricId {
            pub(crate) const $constant: Self = Self($number);
        }
        builtin!(@numbers $number + 1; $($rest)*);
    };
    (@numbers $number:expr;) => {};
}

// Users count everything but themselves: those two numbers are only there to keep their places.
builtin! {
    _VUS = ("vus", Gauge, Plain, names::USERS);
    _VUS_MAX = ("vus_max", Gauge, Plain, "vus_max");
    ITERATIONS = ("iterations", Counter, Plain, names::ITERATIONS);
    ITERATION_DURATION = ("iteration_duration", Trend, Time, names::ITERATION_TIME);
    DROPPED_ITERATIONS = ("dropped_iterations", Counter, Plain, "dropped_iterations");
    ITERATION_ERRORS = ("iteration_errors", Counter, Plain, "iteration_errors");
    CHECKS = ("checks", Rate, Plain, names::CHECKS);
    GROUP_DURATION = ("group_duration", Trend, Time, "group_duration");
    HTTP_REQS = ("http_reqs", Counter, Plain, names::HTTP_REQUESTS);
    HTTP_REQ_FAILED = ("http_req_failed", Rate, Plain, names::HTTP_ERRORS);
    HTTP_REQ_DURATION = ("http_req_duration", Trend, Time, "http_req_duration");
    HTTP_REQ_CORRECTED =
        ("http_req_corrected_duration", Trend, Time, "http_req_corrected_duration");
    HTTP_REQ_BLOCKED = ("http_req_blocked", Trend, Time, "http_req_blocked");
    HTTP_REQ_CONNECTING = ("http_req_connecting", Trend, Time, "http_req_connecting");
    HTTP_REQ_TLS_HANDSHAKING = ("http_req_tls_handshaking", Trend, Time, "http_req_tls_handshaking");
    HTTP_REQ_SENDING = ("http_req_sending", Trend, Time, names::PHASE_SEND);
    HTTP_REQ_WAITING = ("http_req_waiting", Trend, Time, names::PHASE_WAIT);
    HTTP_REQ_RECEIVING = ("http_req_receiving", Trend, Time, names::PHASE_RECEIVE);
    WS_SESSIONS = ("ws_sessions", Counter, Plain, "ws_sessions");
    WS_MSGS_SENT = ("ws_msgs_sent", Counter, Plain, names::WEBSOCKET_MESSAGES_SENT);
    WS_MSGS_RECEIVED = ("ws_msgs_received", Counter, Plain, names::WEBSOCKET_MESSAGES_RECEIVED);
    WS_PING = ("ws_ping", Trend, Time, "ws_ping");
    WS_SESSION_DURATION = ("ws_session_duration", Trend, Time, names::WEBSOCKET_SESSION_TIME);
    WS_CONNECTING = ("ws_connecting", Trend, Time, "ws_connecting");
    GRPC_REQ_DURATION = ("grpc_req_duration", Trend, Time, "grpc_req_duration");
    GRPC_STREAMS = ("grpc_streams", Counter, Plain, "grpc_streams");
    GRPC_STREAMS_MSGS_SENT = ("grpc_streams_msgs_sent", Counter, Plain, "grpc_streams_msgs_sent");
    GRPC_STREAMS_MSGS_RECEIVED =
        ("grpc_streams_msgs_received", Counter, Plain, "grpc_streams_msgs_received");
    DATA_SENT = ("data_sent", Counter, Data, names::BYTES_SENT);
    DATA_RECEIVED = ("data_received", Counter, Data, names::BYTES_RECEIVED);
}
