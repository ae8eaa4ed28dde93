//! Tests of reading: formats that agree, damaged files, long entries.

use std::path::Path;

use super::format::Format;
use super::reader::{ReadOptions, Skipped, read_source, read_text};
use crate::log::analysis::Analysis;
use crate::log::entry::Severity;

const STDERR: &[u8] = include_bytes!("../examples/server.log");
const CSV: &[u8] = include_bytes!("../examples/server.csv.gz");
const JSON: &[u8] = include_bytes!("../examples/server.json.gz");

fn check(text: &[u8]) -> (Analysis, Skipped) {
    let mut analysis = Analysis::default();
    let skipped = read_text(text, &mut |entry| analysis.add(entry));
    analysis.finish();
    (analysis, skipped)
}

/// What must not depend on how a log is written.
fn summary(analysis: &Analysis) -> String {
    let statements = analysis.statements.by_total();
    let statements: Vec<_> = statements
        .iter()
        .map(|found| {
            let figures = (found.times.count(), found.temp_files, found.errors, found.lock_waits);
            format!("{} {figures:?} {:?} {:?}", found.form, found.slowest, found.repeats)
        })
        .collect();
    let messages = analysis.messages.by_count();
    let messages: Vec<_> =
        messages.iter().map(|group| (group.severity, &group.form, group.count)).collect();
    let vacuums = analysis.vacuums.by_seconds();
    let locks = (analysis.locks.waiting, analysis.locks.waits.count(), &analysis.locks.examples);
    format!("{statements:#?}{messages:#?}{vacuums:#?}{locks:#?}{:#?}", analysis.temp_files)
}

/// The example has the applications' names in two of the three formats.
fn without_applications(summary: &str) -> String {
    summary
        .replace("application: \\\"psql\\\"", "application: \\\"\\\"")
        .replace("application: \\\"pgbench\\\"", "application: \\\"\\\"")
}

#[test]
fn three_formats_of_one_log_say_the_same() {
    let [stderr, csv, json] = [STDERR, CSV, JSON].map(|text| {
        let (analysis, skipped) = check(text);
        assert_eq!(skipped, Skipped::default());
        assert_eq!(analysis.entries, 401);
        without_applications(&summary(&analysis))
    });
    for other in [csv, json] {
        let mut lines = stderr.lines().zip(other.lines());
        assert_eq!(lines.find(|(a, b)| a != b), None);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_and_nothing_else() {
    let (analysis, _) = check(STDERR);
    let statements = analysis.statements.by_total();
    let found = statements.iter().find(|found| found.form == "select ?").expect("the statement");
    let slowest = found.slowest.as_ref().expect("a call");
    assert_eq!(slowest.sql, "SELECT 'caf\u{fffd} \"quoted\"'");
}

#[test]
fn a_log_cut_anywhere_is_read_and_counted() {
    for text in [STDERR, CSV, JSON] {
        for part in 1..16 {
            let (whole, _) = check(text);
            if text == STDERR {
                let (analysis, skipped) = check(&text[text.len() * part / 16..]);
                assert!(analysis.entries < whole.entries);
                assert!(skipped.lines < 50, "{skipped:?}");
            }
        }
    }
}

#[test]
fn a_broken_quote_costs_its_row_alone() {
    let rows = csv_rows(5);
    let mut text = rows.clone();
    text.push_str("2026-11-21 11:22:33.123 UTC,\"a\",\"b\",7,\"never closed\n");
    text.push_str(&rows);
    let (analysis, skipped) = check(text.as_bytes());
    assert_eq!((analysis.entries, skipped.lines), (10, 1));
}

fn csv_rows(count: usize) -> String {
    let row = "2026-11-21 11:22:33.123 UTC,\"a\",\"b\",7,\"::1:5\",1.2,1,\"SELECT\",2026-11-21 11:22:30 UTC,3/4,0,LOG,00000,\"duration: 1.000 ms  statement: SELECT \"\"X\"\"\n,1\",,,,,,,,,\"psql\",\"client backend\",,0\n";
    row.repeat(count)
}

#[test]
fn lines_of_others_are_skipped_and_counted() {
    let line =
        "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  duration: 1.000 ms  statement: SELECT 1\n";
    let text =
        format!("{line}something else\n\tits continuation\n{line}{{\"json\": true}}\n\n{line}");
    let (analysis, skipped) = check(text.as_bytes());
    assert_eq!((analysis.entries, analysis.statements.calls()), (3, 3));
    assert_eq!(skipped.lines, 3);
}

#[test]
fn a_statement_of_ten_megabytes_is_one_entry() {
    let rows = "(1, 'some text'),\n\t".repeat(600_000);
    let head = "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  duration: 1.000 ms  statement: ";
    let text = format!("{head}INSERT INTO t VALUES {rows}(2, '')\n{head}SELECT 1\n");
    assert!(text.len() > 10_000_000);
    let (analysis, skipped) = check(text.as_bytes());
    assert_eq!((analysis.entries, skipped), (2, Skipped::default()));
    let statements = analysis.statements.by_total();
    assert!(statements.iter().any(|found| found.form == "insert into t values (?, ?)"));
}

#[test]
fn an_entry_beyond_the_bound_is_cut_and_counted() {
    let rows = "(1, 'some text'),\n\t".repeat(1_600_000);
    let head = "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  duration: 1.000 ms  statement: ";
    let text = format!("{head}INSERT INTO t VALUES {rows}(2, '')\n{head}SELECT 1\n");
    assert!(text.len() > 24 << 20);
    let (analysis, skipped) = check(text.as_bytes());
    assert_eq!((analysis.statements.calls(), skipped.cut_entries), (2, 1));
    assert!(skipped.lines > 0);
}

#[test]
fn a_prefix_that_nobody_can_tell_costs_who_and_when_alone() {
    let text = "?? one LOG:  duration: 5.000 ms  statement: SELECT 1\n!!two:three ERROR:  no\n";
    let (analysis, _) = check(text.as_bytes());
    assert_eq!(analysis.statements.calls(), 1);
    assert_eq!(analysis.messages.count(Severity::Error), 1);
}

#[test]
fn durations_on_lines_of_their_own_find_their_statement() {
    let text = "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  statement: SELECT 1\n\
                2026-11-21 11:22:33.124 UTC [8] a@b LOG:  execute s1: SELECT x FROM t WHERE id = $1\n\
                2026-11-21 11:22:33.124 UTC [8] a@b DETAIL:  parameters: $1 = '5'\n\
                2026-11-21 11:22:33.125 UTC [7] a@b LOG:  duration: 4.000 ms\n\
                2026-11-21 11:22:33.126 UTC [8] a@b LOG:  duration: 2.000 ms\n";
    let (analysis, _) = check(text.as_bytes());
    let found = analysis.statements.by_total();
    let found: Vec<_> =
        found.iter().map(|found| (found.form.as_str(), found.total_seconds())).collect();
    assert_eq!(found, [("select ?", 0.004), ("select x from t where id = ?", 0.002)]);
}

#[test]
fn more_statements_than_are_told_apart_are_added_up() {
    let mut text = String::new();
    for number in 0..25_000 {
        text.push_str(&format!(
            "2026-11-21 11:22:33.123 UTC [7] a@b LOG:  duration: {}.000 ms  statement: SELECT c{number}\n",
            if number == 3 { 9_999 } else { 1 }
        ));
    }
    let (analysis, _) = check(text.as_bytes());
    assert_eq!(analysis.statements.calls(), 25_000);
    assert!((analysis.statements.total_seconds() - 34.998).abs() < 1e-6);
    assert!(analysis.statements.folded() > 0);
    assert_eq!(analysis.statements.by_total()[0].form, "select c3");
    assert!(analysis.statements.by_total().len() <= 10_000);
}

#[test]
fn a_given_format_and_prefix_win() {
    let text = "x 7 LOG:  hello\n";
    let options = ReadOptions {
        format: Some(Format::Stderr),
        prefix: crate::log::prefix::Prefix::compile("x %p ").ok(),
    };
    let (mut pids, mut skipped) = (Vec::new(), Skipped::default());
    let mut sink = |entry: &crate::log::entry::Entry<'_>| pids.push(entry.origin.pid);
    let known =
        read_source(&mut text.as_bytes(), Path::new("text"), &options, &mut sink, &mut skipped);
    assert_eq!(known.expect("a log").prefix.as_deref(), Some("x %p "));
    assert_eq!(pids, [7]);
}
