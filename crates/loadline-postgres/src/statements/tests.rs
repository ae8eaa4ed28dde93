//! Texts read as words, and differences of readings.

use std::collections::HashMap;

use loadline_core::Window;
use loadline_core::window::{Aggregate, SeriesKey, Tags};

use super::{
    Counters, Pulse, Reading, StatementClass, StatementKey, StatementKind, States, between, tags,
};

fn kind(text: &str) -> StatementKind {
    StatementKind::of(text, 1.0)
}

#[test]
fn a_text_tells_its_class_and_tables() {
    let cases = [
        (
            "SELECT abalance FROM pgbench_accounts WHERE aid = $1",
            StatementClass::Simple,
            "pgbench_accounts",
        ),
        ("select * from a, b x where a.id = x.id", StatementClass::Join, "a b"),
        ("SELECT 1 FROM public.\"A b\" AS t JOIN c ON c.id = t.id", StatementClass::Join, "A b c"),
        ("UPDATE t SET v = v + $1 WHERE id = $2", StatementClass::Write, "t"),
        ("INSERT INTO h (a, b) VALUES ($1, $2)", StatementClass::Write, "h"),
        ("WITH x AS (DELETE FROM q RETURNING *) SELECT * FROM x", StatementClass::Write, "q x"),
        ("COPY big FROM STDIN", StatementClass::Bulk, "big"),
        (
            "-- a note\n/* and one */ SELECT extract(year FROM day) FROM d",
            StatementClass::Simple,
            "d",
        ),
        ("SELECT * FROM generate_series($1, $2)", StatementClass::Simple, ""),
        ("vacuum analyze t", StatementClass::Utility, ""),
        ("BEGIN", StatementClass::Utility, ""),
    ];
    for (text, class, tables) in cases {
        let kind = kind(text);
        assert_eq!((kind.class, kind.tables.join(" ").as_str()), (class, tables), "{text}");
    }
}

#[test]
fn many_rows_make_a_write_a_bulk_write() {
    assert_eq!(StatementKind::of("INSERT INTO t SELECT $1", 5_000.0).class, StatementClass::Bulk);
}

#[test]
fn compared_columns_are_named() {
    let kind =
        kind("SELECT * FROM t WHERE t.a = $1 AND b IN ($2, $3) AND c > now() AND d LIKE 'x%'");
    assert_eq!(kind.compared, ["a", "b", "c", "d"]);
    assert!(kind.has_filter);
}

#[test]
fn any_text_has_words() {
    for text in [
        "",
        "'",
        "\"",
        "$",
        "$a$",
        "$a$ x",
        "/*",
        "--",
        "E'\\'",
        "é = ç",
        "\u{0}",
        "select 'a''b\"",
        "((((",
    ] {
        let _ = kind(text);
    }
}

fn key(query_id: i64) -> StatementKey {
    StatementKey { role: 10, database: 5, query_id, is_top_level: true }
}

fn reading(at_s: f64, began_s: Option<f64>, calls: &[(i64, i64)]) -> Reading {
    let counters =
        |calls: i64| Counters { calls, total_ms: calls as f64 * 2.0, ..Counters::default() };
    let counters: HashMap<_, _> =
        calls.iter().map(|(id, calls)| (key(*id), counters(*calls))).collect();
    Reading { at_s, began_s, counters, ..Reading::default() }
}

#[test]
fn a_difference_holds_what_ran_in_between() {
    let between = between(
        &reading(10.0, None, &[(1, 5), (2, 7)]),
        &reading(12.0, None, &[(1, 9), (2, 7), (3, 1)]),
    );
    assert!(!between.was_reset);
    assert_eq!((between.seconds, between.counters.len()), (2.0, 2));
    assert_eq!(between.counters[&key(1)].calls, 4);
    assert_eq!(between.counters[&key(1)].mean_ms(), 2.0);
}

#[test]
fn a_reset_in_the_middle_is_noticed_with_and_without_the_servers_word() {
    let told = between(&reading(10.0, Some(1.0), &[(1, 5)]), &reading(20.0, Some(14.0), &[(1, 9)]));
    assert!(told.was_reset);
    assert_eq!((told.seconds, told.counters[&key(1)].calls), (6.0, 9));
    let seen =
        between(&reading(10.0, None, &[(1, 5), (2, 8)]), &reading(20.0, None, &[(1, 2), (2, 1)]));
    assert!(seen.was_reset);
    assert_eq!(seen.counters[&key(1)].calls, 2);
}

#[test]
fn a_pulse_is_series_that_objectives_can_judge() {
    let states =
        States { connections: 40, connections_max: 100, lag_s: Some(3.0), ..States::default() };
    let pulse = Pulse {
        seconds: 2.0,
        states,
        transactions_per_s: 50.0,
        hit_blocks: 99,
        read_blocks: 1,
        classes: [(
            StatementClass::Simple,
            Counters { calls: 4, total_ms: 20.0, ..Counters::default() },
        )]
        .into(),
        ..Pulse::default()
    };
    let series = pulse.series("postgres:db:5432/shop");
    let own =
        |name: &'static str, class| SeriesKey::new(name, tags("postgres:db:5432/shop", class));
    let level = |key: SeriesKey| match &series[&key] {
        Aggregate::Gauge(gauge) => gauge.last,
        Aggregate::Counter(count) => *count,
        other => panic!("{other:?}"),
    };
    assert_eq!(level(own("connections_share", None)), 0.4);
    assert_eq!(level(own("lag", None)), 3.0);
    assert_eq!(level(own("transactions", None)), 100.0);
    assert_eq!(level(own("sql_mean", Some("simple"))), 0.005);
    assert!(
        matches!(&series[&own("cache_hits", None)], Aggregate::Share(share) if share.hits == 99)
    );
}

#[test]
fn the_mean_of_all_classes_is_the_mean_of_all_statements() {
    let counters = |calls: i64, total_ms: f64| Counters { calls, total_ms, ..Counters::default() };
    let classes =
        [(StatementClass::Simple, counters(99, 99.0)), (StatementClass::Join, counters(1, 101.0))];
    let pulse = Pulse { classes: classes.into(), ..Pulse::default() };
    let window = Window { series: pulse.series("postgres:db"), ..Window::new(0, 1_000) };
    let mean = match window.merged("sql_mean", &Tags::default()) {
        Some(Aggregate::Gauge(mean)) => (mean.mean(), mean.count),
        other => panic!("{other:?}"),
    };
    assert_eq!(mean, (0.002, 100));
}
