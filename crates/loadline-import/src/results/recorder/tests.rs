//! Measurements in, windows out: order, gaps, bounds.

use loadline_core::window::{Tags, Window, names};

use super::{Recorder, Request, RequestTags};

/// The windows that requests ending at these moments make, and the notes.
fn windows(room: usize, ends_ms: impl IntoIterator<Item = i64>) -> (Vec<Window>, Vec<String>) {
    let mut windows = Vec::new();
    let mut emit = |window: &Window| windows.push(window.clone());
    let mut recorder = Recorder::new(0, &mut emit).with_room(room);
    for end_ms in ends_ms {
        let tags = RequestTags { name: "a", ..RequestTags::default() };
        recorder.request(&Request { end_ms, seconds: Some(0.1), tags, ..Request::default() });
    }
    let (about, ..) = recorder.finish();
    (windows, about.notes)
}

fn requests(windows: &[Window]) -> f64 {
    let count = |window: &Window| match window.merged(names::HTTP_REQUESTS, &Tags::default()) {
        Some(loadline_core::Aggregate::Counter(count)) => count,
        _ => 0.0,
    };
    windows.iter().map(count).sum()
}

#[test]
fn measurements_in_any_order_make_windows_in_the_order_of_time() {
    let (windows, notes) = windows(1_000_000, [9_500, 1_200, 5_000, 1_900, 9_100]);
    let starts: Vec<_> = windows.iter().map(|w| (w.start_ms, w.length_ms)).collect();
    let expected = [(1_100, 900), (2_000, 3_000), (5_000, 1_000), (6_000, 3_000), (9_000, 500)];
    assert_eq!(starts, expected);
    assert_eq!(requests(&windows), 5.0);
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn a_request_that_began_seconds_before_it_ended_is_covered_from_its_begin() {
    let mut seen = Vec::new();
    let mut emit = |window: &Window| seen.push((window.start_ms, window.length_ms));
    let mut recorder = Recorder::new(0, &mut emit);
    recorder.request(&Request { end_ms: 7_250, seconds: Some(5.0), ..Request::default() });
    recorder.finish();
    assert_eq!(seen, [(2_250, 4_750), (7_000, 250)]);
}

#[test]
fn without_room_the_oldest_windows_leave_and_nothing_is_lost() {
    // Two seconds at a time fit; one measurement comes long after its second has left.
    let in_order = (0..100).flat_map(|second| [second * 1_000 + 100, second * 1_000 + 600]);
    let (windows, notes) = windows(400, in_order.chain([3_000]));
    assert_eq!(requests(&windows), 201.0);
    assert!(windows.is_sorted_by_key(|window| window.start_ms));
    assert!(notes.iter().any(|note| note.contains("came too late")), "{notes:?}");
}

#[test]
fn what_cannot_be_a_time_is_counted_as_left_out() {
    let mut emit = |_: &Window| {};
    let mut recorder = Recorder::new(0, &mut emit);
    recorder.time(5, "x", &Tags::default(), -1.0);
    recorder.time(5, "x", &Tags::default(), f64::NAN);
    let (about, ..) = recorder.finish();
    assert_eq!(about.notes, ["left out: 2 × values that no time can have"]);
}
