//! The timeline stays bounded and loses nothing.

use loadline_core::window::{Aggregate, Gauge, SeriesKey, names};
use loadline_core::{Histogram, Window};

use super::*;

/// A window with `requests` answers of 10 ms, and as many users.
fn window(start_ms: i64, length_ms: u32, requests: u32) -> Window {
    let mut window = Window::new(start_ms, length_ms);
    let mut times = Histogram::new();
    (0..requests).for_each(|_| times.record(0.010));
    let requests = f64::from(requests);
    let series = [
        (names::RESPONSE_TIME, Aggregate::Histogram(times)),
        (names::HTTP_REQUESTS, Aggregate::Counter(requests)),
        (names::USERS, Aggregate::Gauge(Gauge::reading(requests))),
    ];
    window.series = series.into_iter().map(|(name, of)| (SeriesKey::bare(name), of)).collect();
    window
}

fn folded(windows: impl Iterator<Item = Window>) -> Timeline {
    let mut builder = TimelineBuilder::new();
    for window in windows {
        let middle_ms = (window.start_ms + i64::from(window.length_ms / 2)) as u64;
        builder.observe(middle_ms, &window);
    }
    builder.finish()
}

#[test]
fn a_short_run_has_a_point_for_each_second() {
    let timeline = folded((0..600).map(|second| window(second * 1_000, 1_000, 5)));
    assert_eq!((timeline.step_ms, timeline.points.len()), (1_000, 600));
    assert_eq!(timeline.points[7].start_ms, 7_000);
    assert_eq!(timeline.points[7].requests_per_second(), 5.0);
}

#[test]
fn a_long_run_has_at_most_six_hundred_points_and_every_request() {
    let seconds = 5_000;
    let timeline = folded((0..seconds).map(|second| window(second * 1_000, 1_000, 3)));
    assert_eq!(timeline.step_ms, 16_000);
    assert!(timeline.points.len() as u64 <= POINTS_MAX);
    assert_eq!(timeline.points.iter().map(|point| point.requests).sum::<u64>(), 15_000);
    let counts = timeline.points.iter().filter_map(|point| point.response);
    assert_eq!(counts.map(|response| response.count).sum::<u64>(), 15_000);
    assert!(timeline.points.iter().all(|point| point.requests_per_second() == 3.0));
    assert!(timeline.points.iter().all(|point| point.users == Some(3.0)));
}

#[test]
fn a_busy_point_keeps_its_percentiles_within_the_stated_error() {
    let timeline = folded(std::iter::once(window(0, 1_000, 2_000)));
    let response = timeline.points[0].response.unwrap();
    assert!((response.p99 / 0.010 - 1.0).abs() <= response.relative_error);
    assert!(response.relative_error < 0.0055);
}

#[test]
fn windows_longer_than_a_second_widen_the_step() {
    let timeline = folded((0..6).map(|minute| window(minute * 60_000, 60_000, 60)));
    assert_eq!(timeline.step_ms, 64_000);
    assert!(timeline.points.iter().all(|point| point.requests_per_second() == 1.0));
}

#[test]
fn a_pause_without_windows_has_no_points() {
    let timeline = folded([0, 1, 9].into_iter().map(|second| window(second * 1_000, 1_000, 1)));
    let starts: Vec<u64> = timeline.points.iter().map(|point| point.start_ms).collect();
    assert_eq!(starts, [0, 1_000, 9_000]);
}

#[test]
fn a_cut_off_window_has_its_own_rate() {
    let timeline = folded([window(0, 1_000, 10), window(1_000, 750, 6)].into_iter());
    assert_eq!(timeline.points[1].requests_per_second(), 8.0);
}

#[test]
fn a_short_rest_joins_the_point_before_it() {
    let timeline = folded([window(0, 1_000, 10), window(1_000, 250, 5)].into_iter());
    assert_eq!(timeline.points.len(), 1);
    assert_eq!(timeline.points[0].requests, 15);
    assert_eq!(timeline.points[0].requests_per_second(), 12.0);
    let alone = folded(std::iter::once(window(0, 250, 5)));
    assert_eq!(alone.points[0].requests_per_second(), 20.0);
}
