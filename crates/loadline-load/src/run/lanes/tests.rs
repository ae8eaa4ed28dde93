//! Lanes against what all of them together must be.

use loadline_core::traffic::Spacing;
use loadline_core::{Rate, Span};

use super::*;

fn users(count: u32) -> Load {
    Load::new(Traffic::constant_users(count, Span::from_secs(1)).unwrap())
}

fn rate(per_second: f64, users_max: u32) -> Load {
    let rate = Rate::per_second(per_second);
    let traffic = Traffic::constant_rate(rate, Span::from_secs(1), Spacing::Even).unwrap();
    Load { users_max, ..Load::new(traffic) }
}

/// The threads that each load lives on, in the order of its lanes.
fn check(loads: &[Load], threads: usize, expected: &[&[usize]]) {
    let most = |load: &Load| {
        if load.traffic.is_open() { load.users_max } else { load.traffic.peak() as u32 }
    };
    let useful = loads.iter().map(|load| useful_lanes(load, most(load)));
    let found: Vec<Vec<usize>> = Lanes::of_all(useful, threads)
        .into_iter()
        .map(|lanes| {
            let mut found: Vec<_> =
                (0..threads).filter_map(|thread| Some((lanes.on(thread)?.place, thread))).collect();
            found.sort_unstable();
            found.into_iter().map(|(_, thread)| thread).collect()
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn small_loads_take_turns_on_the_threads_and_large_ones_have_all_of_them() {
    check(&[rate(100.0, 20), rate(100.0, 20), users(1)], 2, &[&[0], &[1], &[0]]);
    check(&[users(2), users(50), rate(10.0, 1)], 4, &[&[0, 1], &[2, 3, 0, 1], &[2]]);
    check(&[rate(10_001.0, 20), rate(5.0, 501)], 2, &[&[0, 1], &[0, 1]]);
}

#[test]
fn what_is_dealt_out_is_the_whole_and_every_number_is_given_once() {
    for (all, of) in [(0, 3), (1, 3), (7, 3), (9, 3), (5, 8)] {
        let lanes = (0..of).map(|place| Lane { place, of });
        let own = |lane: Lane| (0..lane.share_of(all)).map(move |place| lane.number_of(place));
        let mut numbers: Vec<_> = lanes.flat_map(own).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=all).collect::<Vec<_>>());
    }
}
