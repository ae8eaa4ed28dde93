//! The headings under which metrics stand in today's layout.

use crate::summary::results::MetricResult;

/// A heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Custom,
    Http,
    Execution,
    Network,
    Browser,
    WebVitals,
    Grpc,
    WebSocket,
}

/// Every heading in the order of the page.
pub(super) const HEADINGS: [(Heading, &str); 8] = [
    (Heading::Custom, "CUSTOM"),
    (Heading::Http, "HTTP"),
    (Heading::Execution, "EXECUTION"),
    (Heading::Network, "NETWORK"),
    (Heading::Browser, "BROWSER"),
    (Heading::WebVitals, "WEB_VITALS"),
    (Heading::Grpc, "GRPC"),
    (Heading::WebSocket, "WEBSOCKET"),
];

/// What the compact layout shows of HTTP.
const HTTP_SHORT: [&str; 4] =
    ["http_req_corrected_duration", "http_req_duration", "http_req_failed", "http_reqs"];
/// What the full one shows beside it.
const HTTP_MORE: [&str; 6] = [
    "http_req_blocked",
    "http_req_connecting",
    "http_req_receiving",
    "http_req_sending",
    "http_req_tls_handshaking",
    "http_req_waiting",
];

/// Where a metric stands; none for those that have lines of their own or are left out.
pub(super) fn heading(metric: &MetricResult, is_full: bool) -> Option<Heading> {
    let name = metric.split().0;
    if HTTP_SHORT.contains(&name) {
        return Some(Heading::Http);
    }
    if HTTP_MORE.contains(&name) {
        return is_full.then_some(Heading::Http);
    }
    match name {
        "checks" | "group_duration" => return None,
        "iterations" | "iteration_duration" | "iteration_errors" => {
            return Some(Heading::Execution);
        }
        "data_sent" | "data_received" => return Some(Heading::Network),
        _ => {}
    }
    const BY_PREFIX: [(&str, Heading); 6] = [
        ("vus", Heading::Execution),
        ("dropped_iterations", Heading::Execution),
        ("browser_web_vital", Heading::WebVitals),
        ("browser_", Heading::Browser),
        ("grpc_", Heading::Grpc),
        ("ws_", Heading::WebSocket),
    ];
    let by_prefix = BY_PREFIX.iter().find(|(prefix, _)| name.starts_with(prefix));
    Some(by_prefix.map_or(Heading::Custom, |(_, heading)| *heading))
}
