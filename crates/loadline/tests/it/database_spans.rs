//! `loadline db spans` from outside: traces as the collector's file exporter writes them, and files that are none.

use expect_test::expect;
use serde_json::{Value, json};

use crate::program::{Folder, check};

/// A request of `/orders`: a list of `rows` orders, then a statement for each.
fn trace(number: u64, rows: u64) -> String {
    let trace = format!("{number:032x}");
    let text = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let statement = |at: u64, sql: &str, rows: u64| {
        json!({
            "traceId": trace, "spanId": format!("{:016x}", at + 2), "parentSpanId": format!("{:016x}", 1),
            "name": "SELECT", "kind": 3, "startTimeUnixNano": (at * 2_000_000).to_string(),
            "endTimeUnixNano": (at * 2_000_000 + 1_000_000).to_string(),
            "attributes": [text("db.system.name", "postgresql"), text("db.query.text", sql),
                {"key": "db.response.returned_rows", "value": {"intValue": rows.to_string()}}],
        })
    };
    let request = json!({
        "traceId": trace, "spanId": format!("{:016x}", 1), "name": "GET /orders", "kind": 2,
        "startTimeUnixNano": "0", "endTimeUnixNano": "900000000",
        "attributes": [text("http.request.method", "GET"), text("http.route", "/orders")],
    });
    let list = statement(0, "SELECT id FROM orders LIMIT $1", rows);
    let loops = (1..=rows).map(|at| statement(at, "SELECT name FROM customers WHERE id = $1", 1));
    let spans: Vec<Value> = [request, list].into_iter().chain(loops).collect();
    format!("{}\n", json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}))
}

#[test]
fn traces_name_the_statement_that_is_sent_once_for_each_row() {
    let lines: String = (1..=20).map(|number| trace(number, 10 + number % 5 * 5)).collect();
    let folder = Folder::with("spans.json", lines + "{\"resourceSpans\": [\n");
    check(
        &folder,
        &["db", "spans", "spans.json"],
        &expect![[r#"
        exit 0
        --- stdout
        spans.json: 440 spans of 20 traces

        advice: GET /orders runs `select name from customers where id = ?` 20 times in each request: N+1 [n-plus-one]
          evidence  10 to 30 calls in 20 requests, 1 rows a call, 1.00 ms a call, the more rows the more calls after `select id from orders limit ?`, 20 rows a request (from spans of traces)
          next      ask once for all of them: a join in the first statement, `= ANY($1)` with all keys, or the framework's eager or batch loading
          gain      up to 19 ms a request: 19 calls fewer, and a round trip for each besides

        1 finding, 0 notes
        --- stderr
        warning: 1 lines or spans could not be read and were skipped
    "#]],
    );
}

#[test]
fn a_file_without_spans_says_what_would_be_read() {
    let folder = Folder::with("server.log", "LOG:  ready\n");
    check(
        &folder,
        &["db", "spans", "server.log"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read spans in server.log: none of its 1 lines is an ExportTraceServiceRequest of OTLP in JSON
        hint: name a file that the collector's file exporter wrote as JSON, one export a line; `-` reads standard input
    "#]],
    );
    check(
        &folder,
        &["db", "spans", "none.json"],
        &expect![[r#"
        exit 104
        --- stderr
        error: cannot read spans in none.json: No such file or directory (os error 2)
        hint: name a file that the collector's file exporter wrote as JSON, one export a line; `-` reads standard input
    "#]],
    );
}
