//! Spans of a request as OpenTelemetry's collector writes them to a file: a line of JSON for each request.
//!
//! Deliberately not here: sending them, and any field that nobody under test reads.

use std::fs::File;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// Where spans go; nowhere, unless the service was told.
#[derive(Debug, Default)]
pub(super) struct SpanFile(Option<Mutex<File>>);

/// The spans of one request.
#[derive(Debug)]
pub(super) struct Trace {
    id: u128,
    endpoint: &'static str,
    begin_ns: u128,
    statements: Vec<(&'static str, u128, u128, usize)>,
}

impl SpanFile {
    pub(super) fn new(file: Option<File>) -> Self {
        Self(file.map(Mutex::new))
    }

    /// Writes a request's spans; a full disk is not this service's concern.
    pub(super) fn write(&self, trace: &Trace) {
        let Some(file) = &self.0 else { return };
        let line = format!("{}\n", trace.request());
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = file.write_all(line.as_bytes());
    }
}

impl Trace {
    pub(super) fn begin(endpoint: &'static str) -> Self {
        Self { id: fastrand::u128(1..), endpoint, begin_ns: now_ns(), statements: Vec::new() }
    }

    /// A statement that began at `begin_ns` has returned.
    pub(super) fn statement(&mut self, text: &'static str, begin_ns: u128, rows: usize) {
        self.statements.push((text, begin_ns, now_ns(), rows));
    }

    /// The texts of all statements, in their order.
    pub(super) fn texts(&self) -> Vec<&'static str> {
        self.statements.iter().map(|(text, ..)| *text).collect()
    }

    /// An `ExportTraceServiceRequest`.
    fn request(&self) -> Value {
        let root = format!("{:016x}", 1);
        let server = json!({
            "traceId": format!("{:032x}", self.id), "spanId": root, "name": format!("GET {}", self.endpoint),
            "kind": 2, "startTimeUnixNano": self.begin_ns.to_string(), "endTimeUnixNano": now_ns().to_string(),
            "attributes": [text("http.request.method", "GET"), text("http.route", self.endpoint)],
        });
        let statements = self.statements.iter().enumerate().map(|(at, (sql, begin_ns, end_ns, rows))| {
            json!({
                "traceId": format!("{:032x}", self.id), "spanId": format!("{:016x}", at + 2), "parentSpanId": root,
                "name": "SELECT", "kind": 3, "startTimeUnixNano": begin_ns.to_string(),
                "endTimeUnixNano": end_ns.to_string(),
                "attributes": [
                    text("db.system.name", "postgresql"), text("db.query.text", sql),
                    json!({"key": "db.response.returned_rows", "value": {"intValue": rows.to_string()}}),
                ],
            })
        });
        let spans: Vec<Value> = std::iter::once(server).chain(statements).collect();
        json!({"resourceSpans": [{"resource": {"attributes": [text("service.name", "orders")]},
               "scopeSpans": [{"scope": {"name": "orders"}, "spans": spans}]}]})
    }
}

fn text(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}

pub(super) fn now_ns() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos()
}
