//! How a run is cut by its load.

use loadline_core::level::{Level, LoadAxis};
use loadline_core::traffic::Stage;
use loadline_core::{Span, Window};

use super::queue::{Queue, steps};
use crate::levels::{Levels, LevelsBuilder};

fn cut(axis: LoadAxis, windows: &[Window]) -> Levels {
    let mut builder = LevelsBuilder::new(axis, 0, Vec::new());
    windows.iter().for_each(|window| builder.observe(window));
    builder.finish()
}

fn labels(levels: &[Level], axis: LoadAxis) -> Vec<String> {
    levels.iter().map(|level| level.label(axis)).collect()
}

#[test]
fn a_held_load_is_a_level_without_its_first_fifth() {
    let queue = Queue::new(4, 0.01, false);
    let windows = queue.open(&steps(&[100.0, 200.0], 20), false, 1);
    let Levels { levels, .. } = cut(LoadAxis::OfferedRate, &windows);
    assert_eq!(labels(&levels, LoadAxis::OfferedRate), ["100/s", "200/s"]);
    assert_eq!((levels[0].start_ms, levels[0].end_ms), (4_000, 20_000));
    assert_eq!((levels[1].start_ms, levels[1].end_ms), (24_000, 40_000));
    assert_eq!(levels[1].measured_seconds, 16.0);
    assert!((levels[1].achieved_per_second - 200.0).abs() < 0.5, "{levels:#?}");
    assert_eq!(levels[1].requests, 3_200);
}

#[test]
fn at_most_ten_seconds_are_left_out() {
    let queue = Queue::new(4, 0.01, false);
    let windows = queue.open(&steps(&[50.0, 60.0], 100), false, 1);
    let Levels { levels, .. } = cut(LoadAxis::OfferedRate, &windows);
    assert_eq!((levels[0].start_ms, levels[1].start_ms), (10_000, 110_000));
}

#[test]
fn ramps_between_held_loads_are_transitions() {
    let queue = Queue::new(4, 0.01, false);
    let to = |from, to| Stage { from, to, length: Span::from_secs(10) };
    let stages = [to(0.0, 50.0), to(50.0, 50.0), to(50.0, 90.0), to(90.0, 90.0), to(90.0, 0.0)];
    let Levels { levels, .. } = cut(LoadAxis::OfferedRate, &queue.open(&stages, false, 1));
    assert_eq!(labels(&levels, LoadAxis::OfferedRate), ["50/s", "90/s"]);
    assert!(levels.iter().all(|level| level.is_rising && !level.is_ramp));
}

#[test]
fn a_ramp_alone_is_cut_into_ranges_and_its_way_down_is_left_out() {
    let queue = Queue::new(4, 0.01, false);
    let to = |from, to| Stage { from, to, length: Span::from_secs(100) };
    let stages = [to(0.0, 200.0), to(200.0, 0.0)];
    let Levels { levels, .. } = cut(LoadAxis::OfferedRate, &queue.open(&stages, false, 1));
    assert!((10..=20).contains(&levels.len()), "{}", levels.len());
    assert!(levels.iter().all(|level| level.is_ramp && level.is_rising));
    assert!(levels.iter().all(|level| level.end_ms <= 101_000));
    assert!(levels.windows(2).all(|pair| pair[0].load < pair[1].load));
}

#[test]
fn a_held_load_after_the_peak_is_shown_but_not_read() {
    let queue = Queue::new(4, 0.01, false);
    let windows = queue.open(&steps(&[100.0, 300.0, 200.0], 20), false, 1);
    let Levels { levels, .. } = cut(LoadAxis::OfferedRate, &windows);
    let rising: Vec<_> = levels.iter().map(|level| level.is_rising).collect();
    assert_eq!(rising, [true, true, false]);
}

#[test]
fn a_load_that_never_changed_has_no_levels() {
    let queue = Queue::new(4, 0.01, false);
    let levels = cut(LoadAxis::OfferedRate, &queue.open(&steps(&[100.0], 30), false, 1));
    assert!(levels.levels.is_empty() && levels.breaking_point.is_none());
}

#[test]
fn a_run_without_a_load_has_no_levels() {
    let mut windows = Queue::new(4, 0.01, false).open(&steps(&[100.0, 200.0], 30), false, 1);
    windows.iter_mut().for_each(|window| window.series.clear());
    assert!(cut(LoadAxis::OfferedRate, &windows).levels.is_empty());
    assert!(cut(LoadAxis::Users, &[]).levels.is_empty());
}

#[test]
fn two_hundred_steps_are_at_most_fifty_levels_that_lose_nothing() {
    let queue = Queue::new(4, 0.01, false);
    let loads: Vec<f64> = (1..=200).map(|step| f64::from(step) * 1.5).collect();
    let windows = queue.open(&steps(&loads, 5), false, 1);
    let Levels { levels, .. } = cut(LoadAxis::OfferedRate, &windows);
    assert!(levels.len() <= 50, "{}", levels.len());
    let requests: f64 = levels.iter().map(|level| level.requests as f64).sum();
    // Of five seconds the first is left out.
    let offered: f64 = loads.iter().map(|load| load * 4.0).sum();
    assert!((requests / offered - 1.0).abs() < 0.02, "{requests} of {offered}");
}
