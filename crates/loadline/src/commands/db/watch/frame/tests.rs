//! Tests of a page of the terminal.

use std::sync::Arc;

use loadline_postgres::statements::{Counters, Pulse, Statement, StatementKey, States};

use super::lines;

#[test]
fn a_page_shows_rates_and_obeys_no_statement() {
    let states = States { connections: 4, connections_max: 100, active: 1, ..States::default() };
    let statement = Statement {
        key: StatementKey { role: 1, database: 1, query_id: 1, is_top_level: true },
        counters: Counters { calls: 20, total_ms: 100.0, rows: 40, ..Counters::default() },
        text: Arc::from("SELECT '\u{1b}[2J'"),
    };
    let pulse = Pulse {
        seconds: 2.0,
        states,
        calls_per_s: Some(10.0),
        mean_ms: 5.0,
        top: vec![statement],
        ..Pulse::default()
    };
    let page = lines("title", &pulse);
    assert!(page.contains("10 calls/s of 5.00 ms"), "{page}");
    assert!(page.contains("4 of 100: 1 active"), "{page}");
    assert!(page.contains("     10   50 ms  5.00 ms      20  SELECT '\u{fffd}[2J'"), "{page}");
}
