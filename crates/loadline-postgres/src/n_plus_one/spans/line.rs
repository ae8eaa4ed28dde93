//! A line of JSON to spans.
//!
//! Deliberately not here: which spans belong together (`traces`).

use serde_json::Value;

/// Attributes of a span that are looked at; more are read over.
const ATTRIBUTES_MAX: usize = 256;

/// A span, as far as it matters here.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) trace: u128,
    pub(super) id: u64,
    pub(super) parent: u64,
    pub(super) begin_ns: u64,
    pub(super) end_ns: u64,
    pub(super) what: What,
}

/// What a span is of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// A request that a service answers.
    Request { endpoint: String },
    /// A statement of PostgreSQL.
    Statement { sql: String, rows: Option<u64> },
    /// Anything between.
    Other,
}

/// The spans of a line; none where it is no `ExportTraceServiceRequest`. Spans without ids are counted instead.
pub(super) fn spans(line: &[u8]) -> Option<(Vec<Span>, u64)> {
    let value: Value = serde_json::from_slice(line).ok()?;
    let resources = list(&value, &["resourceSpans", "resource_spans"])?;
    let (mut spans, mut broken) = (Vec::new(), 0);
    for resource in resources {
        let scopes = list(resource, &["scopeSpans", "scope_spans", "instrumentationLibrarySpans"]);
        for scope in scopes.into_iter().flatten() {
            for found in scope.get("spans").and_then(Value::as_array).into_iter().flatten() {
                match span(found) {
                    Some(span) => spans.push(span),
                    None => broken += 1,
                }
            }
        }
    }
    Some((spans, broken))
}

fn list<'v>(value: &'v Value, names: &[&str]) -> Option<&'v Vec<Value>> {
    names.iter().find_map(|name| value.get(name)).and_then(Value::as_array)
}

fn span(value: &Value) -> Option<Span> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let nanoseconds = |name: &str| {
        let value = value.get(name);
        value.and_then(|value| value.as_u64().or_else(|| value.as_str()?.parse().ok())).unwrap_or(0)
    };
    let trace = u128::from_str_radix(text("traceId")?, 16).ok()?;
    let id = u64::from_str_radix(text("spanId")?, 16).ok()?;
    let parent = text("parentSpanId").and_then(|id| u64::from_str_radix(id, 16).ok()).unwrap_or(0);
    let (begin_ns, end_ns) = (nanoseconds("startTimeUnixNano"), nanoseconds("endTimeUnixNano"));
    let attributes =
        Attributes(value.get("attributes").and_then(Value::as_array).map_or(&[], Vec::as_slice));
    let what = what(text("name").unwrap_or_default(), value.get("kind"), &attributes);
    Some(Span { trace, id, parent, begin_ns, end_ns, what })
}

fn what(name: &str, kind: Option<&Value>, attributes: &Attributes<'_>) -> What {
    let is_server = kind.is_some_and(|kind| kind == 2 || kind == "SPAN_KIND_SERVER");
    if is_server {
        return What::Request {
            endpoint: attributes.endpoint().unwrap_or_else(|| name.to_owned()),
        };
    }
    let system = attributes.text(&["db.system.name", "db.system"]);
    let is_ours = system.is_none_or(|system| system.contains("postgres"));
    match attributes.text(&["db.query.text", "db.statement"]) {
        Some(sql) if is_ours => What::Statement {
            sql: sql.to_owned(),
            rows: attributes.number(&["db.response.returned_rows", "db.response.row_count"]),
        },
        _ => What::Other,
    }
}

/// Attributes, each a key and a value with its type.
struct Attributes<'v>(&'v [Value]);

impl Attributes<'_> {
    fn find(&self, names: &[&str]) -> Option<&Value> {
        let named = |name: &&str| {
            let is_it = |attribute: &&Value| attribute.get("key").is_some_and(|key| key == *name);
            self.0.iter().take(ATTRIBUTES_MAX).find(is_it)
        };
        names.iter().find_map(named).and_then(|attribute| attribute.get("value"))
    }

    fn text(&self, names: &[&str]) -> Option<&str> {
        self.find(names)?.get("stringValue").and_then(Value::as_str)
    }

    /// A whole number, which JSON of Protocol Buffers writes as a text.
    fn number(&self, names: &[&str]) -> Option<u64> {
        let value = self.find(names)?.get("intValue")?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    }

    /// `GET /orders`.
    fn endpoint(&self) -> Option<String> {
        let route = self.text(&["http.route"])?;
        let method = self.text(&["http.request.method", "http.method"]);
        Some(method.map_or_else(|| route.to_owned(), |method| format!("{method} {route}")))
    }
}
