//! Spans as the collector writes them, and as they should not be.

use serde_json::{Value, json};

use super::{SpanReport, SpansError, read_spans};
use crate::n_plus_one::{Growth, StatementLoop};

const LIST: &str = "SELECT id FROM orders LIMIT 10";

fn span(
    trace: u32,
    id: u64,
    parent: u64,
    kind: u64,
    begin: u64,
    attributes: &[(&str, Value)],
) -> Value {
    let attribute = |(key, value): &(&str, Value)| json!({"key": key, "value": value});
    json!({
        "traceId": format!("{trace:032x}"), "spanId": format!("{id:016x}"),
        "parentSpanId": if parent == 0 { String::new() } else { format!("{parent:016x}") },
        "name": "span", "kind": kind, "startTimeUnixNano": begin.to_string(),
        "endTimeUnixNano": (begin + 500_000).to_string(),
        "attributes": attributes.iter().map(attribute).collect::<Vec<_>>(),
    })
}

fn line(spans: &[Value]) -> String {
    format!("{}\n", json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}))
}

fn text(value: &str) -> Value {
    json!({"stringValue": value})
}

/// A request whose loop runs `loops` times behind a list of `rows` rows, with a span of the framework between.
fn request(trace: u32, rows: Option<u64>, loops: u64, at_once: bool) -> Vec<Value> {
    let route = [("http.route", text("/orders")), ("http.request.method", text("GET"))];
    let mut list = vec![("db.query.text", text(LIST))];
    list.extend(
        rows.map(|rows| ("db.response.returned_rows", json!({"intValue": rows.to_string()}))),
    );
    let mut spans = vec![
        span(trace, 1, 0, 2, 0, &route),
        span(trace, 2, 1, 1, 1, &[]),
        span(trace, 3, 2, 3, 2, &list),
    ];
    spans.extend((0..loops).map(|at| {
        let sql = format!("SELECT name FROM customers WHERE id = {at}");
        let begin = if at_once { 1_000 } else { 1_000_000 * (at + 1) };
        span(
            trace,
            10 + at,
            2,
            3,
            begin,
            &[("db.system", text("postgresql")), ("db.statement", text(&sql))],
        )
    }));
    spans
}

fn read(lines: &str) -> SpanReport {
    read_spans(&mut lines.as_bytes()).unwrap()
}

fn only(report: &SpanReport) -> &StatementLoop {
    assert_eq!(report.report.loops.len(), 1, "{report:#?}");
    &report.report.loops[0]
}

#[test]
fn calls_that_go_with_the_rows_before_them_are_proven_one_after_another_or_at_once() {
    for at_once in [false, true] {
        let lines: String = (1..30)
            .map(|at| line(&request(at, Some(u64::from(at)), u64::from(at), at_once)))
            .collect();
        let report = read(&lines);
        let found = only(&report);
        assert_eq!((found.endpoint.as_str(), found.growth), ("GET /orders", Growth::Proven));
        assert_eq!(found.calls_per_request.value, 15.0);
        assert_eq!(found.statement.as_ref(), "select name from customers where id = ?");
        assert_eq!(found.parent.as_ref().unwrap().rows_per_request, Some(15.0));
        assert_eq!((report.report.looked_at, report.skipped, report.homeless), (29, 0, 0));
    }
}

#[test]
fn without_rows_a_number_that_changes_behind_the_same_statement_is_enough() {
    let lines: String = (1..30).map(|at| line(&request(at, None, u64::from(at), false))).collect();
    let report = read(&lines);
    assert_eq!(only(&report).growth, Growth::Follows);
}

#[test]
fn a_loop_of_constant_length_is_none_and_one_as_long_as_the_list_is_likely() {
    let constant: String =
        (1..30).map(|at| line(&request(at, Some(u64::from(at)), 12, false))).collect();
    assert_eq!(only(&read(&constant)).growth, Growth::Constant);
    let alike: String = (1..30).map(|at| line(&request(at, Some(12), 12, false))).collect();
    assert_eq!(only(&read(&alike)).growth, Growth::Likely);
}

#[test]
fn a_loop_that_only_fills_a_cache_is_not_named() {
    let lines: String = (1..30)
        .map(|at| line(&request(at, Some(20), if at < 4 { 20 } else { 0 }, false)))
        .collect();
    assert!(read(&lines).report.loops.is_empty());
}

#[test]
fn spans_of_a_trace_may_come_in_any_order_and_in_many_lines() {
    let mut spans: Vec<Value> =
        (1..30).flat_map(|at| request(at, Some(u64::from(at)), u64::from(at), false)).collect();
    fastrand::Rng::with_seed(3).shuffle(&mut spans);
    let lines: String = spans.chunks(7).map(line).collect();
    assert_eq!(only(&read(&lines)).growth, Growth::Proven);
}

#[test]
fn what_cannot_be_read_is_skipped_and_counted() {
    let mut lines: String =
        (1..30).map(|at| line(&request(at, Some(u64::from(at)), u64::from(at), false))).collect();
    lines.push_str(
        "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"traceId\": 7}, null, {}]}]}]}\n",
    );
    lines.push_str("nothing\n\n{\"resourceMetrics\": []}\n[1\n");
    lines.push_str(&line(&[span(99, 5, 4, 3, 0, &[("db.query.text", text(LIST))])]));
    // Its own parent.
    lines.push_str(&line(&[span(98, 5, 5, 3, 0, &[("db.query.text", text(LIST))])]));
    let report = read(&lines);
    assert_eq!((report.skipped, report.homeless), (6, 2));
    assert_eq!(only(&report).growth, Growth::Proven);
}

#[test]
fn statements_of_other_systems_and_writes_are_left_alone() {
    let other = |system: &str, sql: &str| {
        let spans: Vec<Value> = (0..20)
            .map(|at| {
                span(
                    1,
                    10 + at,
                    1,
                    3,
                    at,
                    &[("db.system", text(system)), ("db.query.text", text(sql))],
                )
            })
            .collect();
        let root = |trace: u32| {
            let mut all = vec![span(trace, 1, 0, 2, 0, &[])];
            all.extend(spans.iter().cloned().map(|mut span| {
                span["traceId"] = json!(format!("{trace:032x}"));
                span
            }));
            line(&all)
        };
        (1..6).map(root).collect::<String>()
    };
    assert!(read(&other("redis", "SELECT 1")).report.loops.is_empty());
    assert!(read(&other("postgresql", "UPDATE t SET x = 1")).report.loops.is_empty());
    assert_eq!(read(&other("postgresql", "SELECT 1")).report.loops.len(), 1);
}

#[test]
fn a_file_of_something_else_says_so_and_an_empty_one_shows_nothing() {
    let error = read_spans(&mut "a\nb\n".as_bytes()).unwrap_err();
    assert!(matches!(error, SpansError::NoSpans { lines: 2 }), "{error}");
    assert_eq!(read(""), SpanReport::default());
    let junk: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    assert!(read_spans(&mut junk.as_slice()).is_err());
}
