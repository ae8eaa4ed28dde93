//! Windows: what adds up, what follows, what is found by its tags.

use super::*;
use crate::Histogram;

fn key(metric: &str, tags: &[(&str, &str)]) -> SeriesKey {
    SeriesKey::new(metric, Tags::new(tags.iter().copied()))
}

fn gauge(value: f64) -> Aggregate {
    Aggregate::Gauge(Gauge::reading(value))
}

fn window(start_ms: i64, series: &[(SeriesKey, Aggregate)]) -> Window {
    Window { start_ms, length_ms: 1_000, series: series.iter().cloned().collect() }
}

fn gauge_of(aggregate: Option<Aggregate>) -> Gauge {
    match aggregate {
        Some(Aggregate::Gauge(gauge)) => gauge,
        other => unreachable!("not a gauge: {other:?}"),
    }
}

#[test]
fn users_of_two_sources_at_one_time_add_up() {
    let mut one = window(0, &[(key("users", &[]), gauge(30.0))]);
    one.add(window(0, &[(key("users", &[]), gauge(20.0))]));
    let users = gauge_of(one.merged("users", &Tags::default()));
    assert_eq!((users.last, users.mean(), users.count), (50.0, 50.0, 1));
}

#[test]
fn users_of_following_windows_keep_the_latest_and_the_mean() {
    let windows = [
        window(0, &[(key("users", &[]), gauge(10.0))]),
        window(1_000, &[(key("users", &[]), gauge(30.0))]),
    ];
    let rollup: Rollup = windows.iter().collect();
    let users = gauge_of(rollup.merged("users", &Tags::default()));
    assert_eq!((users.last, users.mean(), users.max), (30.0, 20.0, 30.0));
    assert_eq!(rollup.seconds(), 2.0);
}

#[test]
fn threads_of_one_machine_are_pooled() {
    let one = window(
        0,
        &[
            (key("generator_cpu", &[("thread", "0")]), gauge(0.9)),
            (key("generator_cpu", &[("thread", "1")]), gauge(0.1)),
        ],
    );
    let cpu = gauge_of(one.merged("generator_cpu", &Tags::default()));
    assert_eq!((cpu.mean(), cpu.max), (0.5, 0.9));
}

#[test]
fn a_filter_takes_the_series_that_contain_it() {
    let count = |value| Aggregate::Counter(value);
    let one = window(
        0,
        &[
            (key("hits", &[("class", "simple"), ("name", "/a")]), count(1.0)),
            (key("hits", &[("class", "simple"), ("name", "/b")]), count(2.0)),
            (key("hits", &[("class", "bulk"), ("name", "/c")]), count(4.0)),
            (key("hits_of_another", &[]), count(8.0)),
        ],
    );
    let check = |filter: &[(&str, &str)], expected: Option<f64>| {
        let found = one.merged("hits", &Tags::new(filter.iter().copied()));
        let found = found.map(|aggregate| match aggregate {
            Aggregate::Counter(count) => count,
            other => unreachable!("not a counter: {other:?}"),
        });
        assert_eq!(found, expected, "{filter:?}");
    };
    check(&[], Some(7.0));
    check(&[("class", "simple")], Some(3.0));
    check(&[("class", "simple"), ("name", "/b")], Some(2.0));
    check(&[("class", "upload")], None);
}

#[test]
fn histograms_of_all_windows_become_one() {
    let histogram = |value| {
        let mut histogram = Histogram::new();
        histogram.record(value);
        Aggregate::Histogram(histogram)
    };
    let windows = [1.0, 2.0, 3.0].map(|value| window(0, &[(key("time", &[]), histogram(value))]));
    let rollup: Rollup = windows.iter().collect();
    let Some(Aggregate::Histogram(whole)) = rollup.merged("time", &Tags::default()) else {
        unreachable!("there is a histogram")
    };
    assert_eq!((whole.count(), whole.quantile(0.5).unwrap().value), (3, 2.0));
}
