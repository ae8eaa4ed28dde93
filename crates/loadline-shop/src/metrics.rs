//! Counts and times each request and writes the figures as Prometheus text.
//!
//! Requests come in through [`track`], the outermost layer, so that a figure holds everything that
//! the shop did, faults included. Text goes out through [`Metrics::render`].
//!
//! Bound on series: endpoints are route patterns, never paths, and methods outside the standard
//! ones share one name. Deliberately not here: figures about the process or the machine.

use std::{
    fmt::Write,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};

use crate::{database::Database, state::ShopState};

/// Upper bounds of the histogram's buckets: 1 ms to 10 s, close together where the targets lie.
const BUCKETS_S: [f64; 12] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0, 10.0];

/// The endpoint under which requests to no route are counted.
const UNMATCHED: &str = "unmatched";

/// The figures of all endpoints.
///
/// One lock for all: it is held for some hundred nanoseconds per request, and the list behind it
/// has about as many entries as there are routes.
#[derive(Default)]
pub(crate) struct Metrics {
    endpoints: Mutex<Vec<Endpoint>>,
    open: [AtomicUsize; 2],
}

/// A connection that stays.
#[derive(Clone, Copy)]
pub(crate) enum Open {
    WebSocket,
    EventStream,
}

/// Counts a connection as open until it is dropped.
pub(crate) struct OpenGuard {
    metrics: Arc<Metrics>,
    kind: Open,
}

struct Endpoint {
    method: &'static str,
    path: String,
    /// Requests by status.
    statuses: Vec<(u16, u64)>,
    /// Requests per bucket, not yet summed up; the last one takes what lies above all bounds.
    buckets: [u64; BUCKETS_S.len() + 1],
    total: Duration,
}

/// The layer: times the request and counts its answer.
pub(crate) async fn track(
    State(state): State<ShopState>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = method_name(request.method());
    let path = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let path = path.as_ref().map_or(UNMATCHED, MatchedPath::as_str);
    state.metrics.record(method, path, response.status().as_u16(), started.elapsed());
    response
}

impl Metrics {
    fn record(&self, method: &'static str, path: &str, status: u16, took: Duration) {
        let mut endpoints = self.endpoints();
        let known = endpoints.iter().position(|e| e.method == method && e.path == path);
        let index = known.unwrap_or_else(|| {
            endpoints.push(Endpoint::new(method, path));
            endpoints.len() - 1
        });
        endpoints[index].record(status, took);
    }

    /// All figures in the Prometheus text format, version 0.0.4, in the order of first use.
    pub(crate) fn render(&self, database: &Database) -> String {
        let endpoints = self.endpoints();
        let mut text = String::new();
        header(&mut text, "http_requests_total", "counter", "Requests answered.");
        for endpoint in endpoints.iter() {
            endpoint.write_counts(&mut text);
        }
        let name = "http_request_duration_seconds";
        header(&mut text, name, "histogram", "Time from the request's headers to the answer's.");
        for endpoint in endpoints.iter() {
            endpoint.write_durations(&mut text, name);
        }
        for (name, help, count) in [
            ("active_database_connections", "Database connections at work.", database.active()),
            ("max_database_connections", "Database connections there are.", database.connections()),
        ] {
            header(&mut text, name, "gauge", help);
            line(&mut text, format_args!("{name} {count}"));
        }
        for (name, kind, help) in [
            ("open_websockets", Open::WebSocket, "WebSockets that are open."),
            ("open_event_streams", Open::EventStream, "Streams of events that are open."),
        ] {
            header(&mut text, name, "gauge", help);
            let open = self.open[kind as usize].load(Ordering::Relaxed);
            line(&mut text, format_args!("{name} {open}"));
        }
        text
    }

    /// Counts a connection that stays.
    pub(crate) fn open(self: &Arc<Self>, kind: Open) -> OpenGuard {
        self.open[kind as usize].fetch_add(1, Ordering::Relaxed);
        OpenGuard { metrics: Arc::clone(self), kind }
    }

    /// The figures are whole after each statement, so a panic elsewhere does not spoil them.
    fn endpoints(&self) -> MutexGuard<'_, Vec<Endpoint>> {
        self.endpoints.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OpenGuard {
    fn drop(&mut self) {
        self.metrics.open[self.kind as usize].fetch_sub(1, Ordering::Relaxed);
    }
}

impl Endpoint {
    fn new(method: &'static str, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            statuses: Vec::new(),
            buckets: [0; BUCKETS_S.len() + 1],
            total: Duration::ZERO,
        }
    }

    fn record(&mut self, status: u16, took: Duration) {
        match self.statuses.iter_mut().find(|(known, _)| *known == status) {
            Some((_, count)) => *count += 1,
            None => self.statuses.push((status, 1)),
        }
        let took_s = took.as_secs_f64();
        self.buckets[BUCKETS_S.partition_point(|&bound_s| bound_s < took_s)] += 1;
        self.total += took;
    }

    fn write_counts(&self, text: &mut String) {
        let labels = self.labels();
        for (status, count) in &self.statuses {
            line(text, format_args!("http_requests_total{{{labels},status=\"{status}\"}} {count}"));
        }
    }

    fn write_durations(&self, text: &mut String, name: &str) {
        let labels = self.labels();
        let mut count = 0;
        for (bound_s, bucket) in BUCKETS_S.iter().zip(self.buckets) {
            count += bucket;
            line(text, format_args!("{name}_bucket{{{labels},le=\"{bound_s}\"}} {count}"));
        }
        count += self.buckets[BUCKETS_S.len()];
        line(text, format_args!("{name}_bucket{{{labels},le=\"+Inf\"}} {count}"));
        line(text, format_args!("{name}_sum{{{labels}}} {}", self.total.as_secs_f64()));
        line(text, format_args!("{name}_count{{{labels}}} {count}"));
    }

    fn labels(&self) -> String {
        format!("method=\"{}\",endpoint=\"{}\"", self.method, self.path)
    }
}

fn header(text: &mut String, name: &str, kind: &str, help: &str) {
    line(text, format_args!("# HELP {name} {help}"));
    line(text, format_args!("# TYPE {name} {kind}"));
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("writing to a string cannot fail");
}

/// A static name, which also bounds the number of series that odd clients can create.
fn method_name(method: &Method) -> &'static str {
    const STANDARD: [(Method, &str); 8] = [
        (Method::GET, "GET"),
        (Method::POST, "POST"),
        (Method::PUT, "PUT"),
        (Method::DELETE, "DELETE"),
        (Method::PATCH, "PATCH"),
        (Method::HEAD, "HEAD"),
        (Method::OPTIONS, "OPTIONS"),
        (Method::TRACE, "TRACE"),
    ];
    STANDARD.iter().find(|(known, _)| known == method).map_or("OTHER", |(_, name)| name)
}
