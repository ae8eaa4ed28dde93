//! Figures are read off aggregates as they stand.

use loadline_core::window::{Aggregate, Rollup, SeriesKey, Share, names};
use loadline_core::{Histogram, Tags, Window};

use super::*;

fn request(window: &mut Window, tags: &[(&str, &str)], seconds: &[f64], failed: u64) {
    let tags = Tags::new(tags.iter().copied());
    let mut times = Histogram::new();
    seconds.iter().for_each(|seconds| times.record(*seconds));
    let total = seconds.len() as u64;
    let series = [
        (names::RESPONSE_TIME, Aggregate::Histogram(times)),
        (names::HTTP_REQUESTS, Aggregate::Counter(total as f64)),
        (names::HTTP_ERRORS, Aggregate::Share(Share { hits: failed, total })),
    ];
    for (name, aggregate) in series {
        window.series.insert(SeriesKey::new(name, tags.clone()), aggregate);
    }
}

fn whole() -> Rollup {
    let mut window = Window::new(0, 2_000);
    let item = [("name", "/items"), ("method", "GET"), ("class", "simple")];
    request(&mut window, &[&item[..], &[("status", "200")]].concat(), &[0.1, 0.3], 0);
    request(&mut window, &[&item[..], &[("status", "503")]].concat(), &[0.2], 1);
    let order = [("name", "POST /orders"), ("method", "POST"), ("error", "connection refused")];
    request(&mut window, &order, &[0.5, 0.5], 2);
    Rollup::from_iter([&window])
}

#[test]
fn all_requests_are_one_group() {
    let all = overall(&whole());
    assert_eq!((all.requests, all.failed, all.per_second), (5, 3, 2.5));
    assert_eq!(all.response().unwrap().max, 0.5);
    assert_eq!(all.failed_share(), Some(0.6));
    assert!(all.service().is_none());
}

#[test]
fn requests_are_grouped_by_name_whatever_their_answer() {
    let names: Vec<(String, u64)> =
        by_name(&whole()).iter().map(|group| (group.request(), group.requests)).collect();
    assert_eq!(names, [("GET /items".to_owned(), 3), ("POST /orders".to_owned(), 2)]);
    assert_eq!(by_answer(&whole()).len(), 3);
}

#[test]
fn a_class_is_grouped_and_what_has_none_stands_apart() {
    let whole = whole();
    let classes = by_class(&whole);
    let classes: Vec<(Option<&str>, u64)> =
        classes.iter().map(|group| (group.value(0), group.requests)).collect();
    assert_eq!(classes, [(None, 2), (Some("simple"), 3)]);
}

#[test]
fn phases_that_belong_to_no_request_make_no_group() {
    let mut window = Window::new(0, 1_000);
    let mut connect = Histogram::new();
    connect.record(0.001);
    let key = SeriesKey::bare(names::PHASE_CONNECT);
    window.series.insert(key, Aggregate::Histogram(connect));
    let whole = Rollup::from_iter([&window]);
    assert!(by_name(&whole).is_empty());
    assert!(by_class(&whole).is_empty());
    assert_eq!(overall(&whole).phases()[1].1.unwrap().count, 1);
}

#[test]
fn errors_are_named_by_kind_and_the_most_frequent_come_first() {
    let rows: Vec<(String, u64)> =
        errors(&whole()).iter().map(|row| (row.kind(), row.count)).collect();
    let expected = [("connection refused".to_owned(), 2), ("status 503".to_owned(), 1)];
    assert_eq!(rows, expected);
}

#[test]
fn an_empty_run_has_no_figures() {
    let empty = Rollup::default();
    assert_eq!(overall(&empty).requests, 0);
    assert!(overall(&empty).response().is_none());
    assert!(errors(&empty).is_empty() && statuses(&empty).is_empty());
    assert!(Generator::of(&empty).lag.is_none());
}

fn check_sentence(met: usize, missed: usize, unknown: usize, owed: usize, expected: &str) {
    assert_eq!(Tally { met, missed, unknown, owed }.sentence(), expected);
}

#[test]
fn the_tally_says_it_in_one_line() {
    check_sentence(0, 0, 3, 0, "no objective was judged");
    check_sentence(1, 0, 0, 0, "the objective was met");
    check_sentence(4, 0, 2, 0, "all 4 objectives met, 2 not measured");
    check_sentence(3, 1, 0, 0, "1 of 4 objectives missed");
    check_sentence(0, 1, 2, 2, "1 of 1 objective missed, 2 not measured");
    check_sentence(3, 0, 1, 1, "1 objective asked for could not be judged, 3 met");
}
