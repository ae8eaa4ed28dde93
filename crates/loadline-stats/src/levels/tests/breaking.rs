//! The breaking point of queues whose capacity is known.

use loadline_core::level::{Breaking, LoadAxis};
use loadline_core::traffic::Stage;
use loadline_core::{Origin, Promise, Span, Window};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::queue::{Queue, steps};
use crate::levels::{Levels, LevelsBuilder};

const PARTS: [f64; 9] = [0.3, 0.45, 0.6, 0.72, 0.84, 0.93, 1.06, 1.2, 1.35];

fn levels(axis: LoadAxis, windows: &[Window], promises: &[&str]) -> Levels {
    let promise = |sentence: &&str| Promise {
        objective: sentence.parse().unwrap(),
        origin: Origin::CommandLine,
    };
    let mut builder = LevelsBuilder::new(axis, 0, promises.iter().map(promise).collect());
    windows.iter().for_each(|window| builder.observe(window));
    builder.finish()
}

/// Where it broke: between, at, and the throughput it levelled off at.
fn found(levels: &Levels) -> (Option<f64>, f64, f64, Option<f64>) {
    match &levels.breaking_point.as_ref().unwrap().breaking {
        Breaking::Found { load, low, high, capacity_per_second, .. } => {
            (*low, *load, *high, *capacity_per_second)
        }
        other => panic!("not found: {other:?}\n{levels:#?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_breaking_point_of_steps_is_within_five_percent_of_the_truth(
        workers in 1_usize..20,
        capacity in 400.0..1_500.0_f64,
        is_random: bool,
        is_poisson: bool,
        seed: u64,
    ) {
        let queue = Queue::new(workers, workers as f64 / capacity, is_random);
        let stages = steps(&PARTS.map(|part| part * capacity), 15);
        let levels = levels(LoadAxis::OfferedRate, &queue.open(&stages, is_poisson, seed), &[]);
        let (low, load, high, _) = found(&levels);
        prop_assert!((load / capacity - 1.0).abs() < 0.05, "{load} of {capacity}, {low:?} {high}");
    }

    #[test]
    fn the_breaking_point_of_a_ramp_is_within_five_percent_of_the_truth(
        workers in 1_usize..20,
        capacity in 300.0..1_500.0_f64,
        is_random: bool,
        seed: u64,
    ) {
        let queue = Queue::new(workers, workers as f64 / capacity, is_random);
        let stages = [Stage { from: 0.0, to: 1.5 * capacity, length: Span::from_secs(180) }];
        let levels = levels(LoadAxis::OfferedRate, &queue.open(&stages, false, seed), &[]);
        let (low, load, high, _) = found(&levels);
        prop_assert!((load / capacity - 1.0).abs() < 0.05, "{load} of {capacity}, {low:?} {high}");
    }

    #[test]
    fn users_find_the_most_that_a_queue_carries(
        workers in 2_usize..10,
        capacity in 100.0..1_000.0_f64,
        is_random: bool,
        seed: u64,
    ) {
        let queue = Queue::new(workers, workers as f64 / capacity, is_random);
        let users: Vec<usize> = [1, 2, 4, 6, 8, 10, 12].map(|part| part * workers / 2).to_vec();
        let windows = queue.closed(&users, 15, seed);
        let levels = levels(LoadAxis::Users, &windows, &[]);
        let (_, load, _, throughput) = found(&levels);
        prop_assert!((throughput.unwrap() / capacity - 1.0).abs() < 0.05, "{throughput:?}, {capacity}");
        prop_assert!((load / workers as f64 - 1.0).abs() < 0.25, "{load} users, {workers} workers");
    }

    #[test]
    fn a_target_that_is_never_overloaded_is_not_said_to_break(
        workers in 1_usize..20,
        capacity in 100.0..1_500.0_f64,
        is_poisson: bool,
        seed: u64,
    ) {
        let queue = Queue::new(workers, workers as f64 / capacity, false);
        let stages = steps(&[0.2, 0.3, 0.4, 0.5, 0.6].map(|part| part * capacity), 20);
        let levels = levels(LoadAxis::OfferedRate, &queue.open(&stages, is_poisson, seed), &[]);
        let breaking = levels.breaking_point.unwrap().breaking;
        prop_assert!(matches!(breaking, Breaking::NotReached { .. }), "{breaking:?}");
    }
}

#[test]
fn a_missed_objective_is_where_it_breaks_when_it_comes_first() {
    let queue = Queue::new(1, 0.01, true);
    let stages = steps(&[20.0, 40.0, 60.0, 70.0, 80.0, 90.0], 120);
    let windows = queue.open(&stages, true, 5);
    let levels = levels(LoadAxis::OfferedRate, &windows, &["http p95 < 100ms"]);
    // p95 of M/M/1 is ln 20 / (capacity - offer): 100 ms at 70/s.
    let (low, load, high, _) = found(&levels);
    assert!((60.0..=80.0).contains(&load), "{low:?} {load} {high}");
    assert!(high <= 80.0);
}

#[test]
fn errors_are_where_it_breaks_when_the_queue_refuses() {
    let queue = Queue { wait_max_s: 0.2, ..Queue::new(4, 0.01, false) };
    let stages = steps(&PARTS.map(|part| part * 400.0), 15);
    let levels = levels(LoadAxis::OfferedRate, &queue.open(&stages, false, 1), &[]);
    let (low, _, high, _) = found(&levels);
    assert_eq!((low, high), (Some(0.93 * 400.0), 1.06 * 400.0));
}
