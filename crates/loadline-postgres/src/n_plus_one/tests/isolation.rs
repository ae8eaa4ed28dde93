//! One endpoint alone, twice.

use std::collections::HashMap;
use std::sync::Arc;

use crate::n_plus_one::{Calls, Growth, LoopReport, Observation, isolated};
use crate::statements::StatementKey;

fn key(query_id: i64) -> StatementKey {
    StatementKey { role: 1, database: 1, query_id, is_top_level: true }
}

fn texts() -> HashMap<i64, Arc<str>> {
    let texts = [
        "SELECT id FROM orders LIMIT $1",
        "SELECT * FROM customers WHERE id = $1",
        "UPDATE x SET y = $1",
    ];
    (1..).zip(texts).map(|(id, text)| (id, text.into())).collect()
}

/// Twenty requests: calls and rows of each statement in one of them.
fn alone(statements: &[(i64, f64, f64)]) -> Observation {
    let calls = |(id, calls, rows): &(i64, f64, f64)| {
        (key(*id), Calls { calls: calls * 20.0, rows: rows * 20.0, total_ms: calls * 2.0 })
    };
    Observation {
        seconds: 1.0,
        requests: HashMap::from([("/orders".to_owned(), 20)]),
        statements: statements.iter().map(calls).collect(),
        is_torn: false,
    }
}

fn check(first: &[(i64, f64, f64)], second: &[(i64, f64, f64)]) -> LoopReport {
    isolated("/orders", &alone(first), &alone(second), &texts(), Some(0.2))
}

#[test]
fn calls_that_move_with_the_rows_of_another_statement_are_proven_to_grow() {
    let report = check(&[(1, 1.0, 10.0), (2, 10.0, 10.0)], &[(1, 1.0, 40.0), (2, 40.0, 40.0)]);
    let found = &report.loops[0];
    assert_eq!((found.growth, found.calls_per_request.value), (Growth::Proven, 25.0));
    assert_eq!(found.parent.as_ref().unwrap().statement.as_ref(), "SELECT id FROM orders LIMIT $1");
    assert!((found.gain_ms() - 24.0 * 0.3).abs() < 1e-9, "{found:?}");
}

#[test]
fn calls_that_stay_while_rows_move_are_a_loop_of_constant_length() {
    let report = check(&[(1, 1.0, 10.0), (2, 12.0, 12.0)], &[(1, 1.0, 40.0), (2, 12.0, 12.0)]);
    assert_eq!(report.loops[0].growth, Growth::Constant);
    assert_eq!(report.n_plus_one().count(), 0);
}

#[test]
fn pages_that_stay_prove_nothing_and_are_likely_at_most() {
    let both = [(1, 1.0, 10.0), (2, 10.0, 10.0)];
    assert_eq!(check(&both, &both).loops[0].growth, Growth::Likely);
}

#[test]
fn writes_single_statements_and_torn_readings_show_nothing() {
    let report = check(&[(1, 1.0, 10.0), (3, 10.0, 10.0)], &[(1, 1.0, 40.0), (3, 40.0, 40.0)]);
    assert!(report.loops.is_empty(), "{report:?}");
    let torn = Observation { is_torn: true, ..alone(&[(2, 10.0, 10.0)]) };
    let report = isolated("/orders", &torn, &alone(&[(2, 10.0, 10.0)]), &texts(), None);
    assert_eq!((report.is_too_short, report.dropped, report.loops.len()), (true, 1, 0));
    let nobody = isolated("/other", &alone(&[]), &alone(&[]), &texts(), None);
    assert!(nobody.is_too_short);
}
