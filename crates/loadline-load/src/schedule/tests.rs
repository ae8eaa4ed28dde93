//! Schedules against the curves they come from.

use std::time::Duration;

use loadline_core::Span;
use loadline_core::traffic::{Segment, Spacing, Stage};
use proptest::prelude::*;

use super::*;

fn stage(from: f64, to: f64, seconds: u64) -> Stage {
    Stage { from, to, length: Span::from_secs(seconds) }
}

const fn lane(place: usize, of: usize) -> Dealt<'static> {
    Dealt { lane: (place, of), segment: None, begins_with_gap: false }
}

fn all_arrivals(stages: &[Stage], threads: usize) -> Vec<Duration> {
    let each = |thread| Arrivals::new(stages, Spacing::Even, &lane(thread, threads), 1);
    let mut all: Vec<_> = (0..threads).flat_map(each).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_constant_rate_is_evenly_spaced_from_zero() {
    let arrivals = all_arrivals(&[stage(200.0, 200.0, 10)], 1);
    assert_eq!(arrivals.len(), 2_000);
    for (place, due) in arrivals.iter().enumerate() {
        assert!((due.as_secs_f64() - place as f64 * 0.005).abs() < 1e-9);
    }
}

#[test]
fn threads_share_the_arrivals_and_together_make_the_same_schedule() {
    let stages = [stage(0.0, 300.0, 7), stage(300.0, 50.0, 5), stage(80.0, 80.0, 2)];
    assert_eq!(all_arrivals(&stages, 3), all_arrivals(&stages, 1));
}

#[test]
fn a_ramp_has_its_arrivals_where_the_area_is_whole() {
    // Rate 10·t: the area is 5·t², so the i-th arrival is due at √(i/5).
    let arrivals = all_arrivals(&[stage(0.0, 100.0, 10)], 1);
    assert_eq!(arrivals.len(), 500);
    for (place, due) in arrivals.iter().enumerate() {
        assert!((due.as_secs_f64() - (place as f64 / 5.0).sqrt()).abs() < 1e-6);
    }
}

#[test]
fn poisson_arrivals_have_the_rate_and_the_spread_of_a_poisson_process() {
    let counts_in = |seed| {
        let mut counts = vec![0.0; 1_000];
        for thread in 0..2 {
            let stages = [stage(20.0, 20.0, 1_000)];
            for due in Arrivals::new(&stages, Spacing::Poisson, &lane(thread, 2), seed) {
                counts[due.as_secs() as usize] += 1.0;
            }
        }
        counts
    };
    let counts: Vec<f64> = counts_in(7);
    let mean = counts.iter().sum::<f64>() / 1_000.0;
    let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / 1_000.0;
    assert!((mean - 20.0).abs() < 1.0, "mean {mean}");
    assert!((variance / mean - 1.0).abs() < 0.2, "variance {variance}");
}

#[test]
fn users_rise_and_fall_one_by_one_and_jump_between_levels() {
    let steps: Vec<_> =
        UserSteps::new(&[stage(0.0, 3.0, 3), stage(5.0, 5.0, 2), stage(5.0, 3.0, 4)])
            .map(|(at, users)| (at.as_millis(), users))
            .collect();
    let expected = [(1_000, 1), (2_000, 2), (3_000, 3), (3_000, 5), (7_000, 4), (9_000, 3)];
    assert_eq!(steps, expected);
}

/// The due times in milliseconds of a schedule that begins with a gap.
fn after_a_gap(stages: &[Stage]) -> Vec<u128> {
    let dealt = Dealt { begins_with_gap: true, ..lane(0, 1) };
    Arrivals::new(stages, Spacing::Even, &dealt, 1).map(|due| due.as_millis()).collect()
}

fn stage_ms(from: f64, to: f64, length_ms: u64) -> Stage {
    Stage { from, to, length: Span::from_millis(length_ms) }
}

#[test]
fn a_schedule_that_begins_with_a_gap_is_that_of_k6() {
    // Read off k6 1.1.0, which was up to a few milliseconds late: the fraction of an arrival is carried over
    // stages, jumps and a rate of nothing.
    let stages = [
        stage_ms(2.0, 10.0, 1_000),
        stage_ms(10.0, 4.0, 0),
        stage_ms(4.0, 4.0, 1_300),
        stage_ms(4.0, 0.0, 500),
        stage_ms(0.0, 0.0, 500),
        stage_ms(0.0, 7.0, 1_000),
    ];
    let seen_in_k6 = [
        309, 500, 652, 782, 896, 1_000, 1_251, 1_501, 1_751, 2_001, 2_251, 2_577, 3_779, 4_017,
        4_195,
    ];
    let due = after_a_gap(&stages);
    assert_eq!(due.len(), seen_in_k6.len());
    for (due, seen) in due.into_iter().zip(seen_in_k6) {
        assert!((due..due + 8).contains(&seen), "{due} {seen}");
    }
}

#[test]
fn an_arrival_on_a_border_belongs_to_the_earlier_stage_where_there_is_a_gap_before_the_first() {
    let stages = [stage_ms(4.0, 4.0, 1_000), stage_ms(0.0, 0.0, 1_000), stage_ms(4.0, 4.0, 1_000)];
    assert_eq!(after_a_gap(&stages), [250, 500, 750, 1_000, 2_250, 2_500, 2_750]);
    // Who counts from nought has the same schedule one arrival earlier.
    let from_nought = all_arrivals(&stages, 1);
    assert_eq!(from_nought[4], Duration::from_secs(2));
}

#[test]
fn users_step_where_those_of_k6_do() {
    // Read off k6 1.1.0: two users at first, to five in two seconds, at once to eight, down to one and none.
    let stages = [
        stage_ms(2.0, 5.0, 2_000),
        stage_ms(5.0, 8.0, 0),
        stage_ms(8.0, 8.0, 1_000),
        stage_ms(8.0, 1.0, 2_000),
        stage_ms(1.0, 0.0, 1_000),
    ];
    let steps: Vec<_> =
        UserSteps::new(&stages).map(|(at, users)| (at.as_millis(), users)).collect();
    let expected = [
        (0, 2),
        (666, 3),
        (1_333, 4),
        (2_000, 5),
        (2_000, 6),
        (2_000, 7),
        (2_000, 8),
        (3_285, 7),
        (3_571, 6),
        (3_857, 5),
        (4_142, 4),
        (4_428, 3),
        (4_714, 2),
        (5_000, 1),
        (6_000, 0),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn lanes_and_segments_share_one_schedule() {
    let stages = [stage(40.0, 40.0, 2), stage(40.0, 90.0, 3)];
    let whole = all_arrivals(&stages, 1);
    let sequence = "0,1/4,1/2,5/6,1";
    let mut parts: Vec<Duration> = Vec::new();
    for text in ["0:1/4", "1/4:1/2", "1/2:5/6", "5/6:1"] {
        let segment = Segment::parse(text, Some(sequence)).unwrap();
        for place in 0..2 {
            let dealt = Dealt { segment: Some(&segment), ..lane(place, 2) };
            parts.extend(Arrivals::new(&stages, Spacing::Even, &dealt, 1));
        }
    }
    parts.sort_unstable();
    assert_eq!(parts, whole);
}

#[test]
fn poisson_arrivals_of_a_segment_have_its_share_of_the_rate() {
    let segment = Segment::parse("1/4", None).unwrap();
    let dealt = Dealt { segment: Some(&segment), ..lane(0, 1) };
    let count = Arrivals::new(&[stage(40.0, 40.0, 1_000)], Spacing::Poisson, &dealt, 5).count();
    assert!((9_400..10_600).contains(&count), "{count}");
}

proptest! {
    #[test]
    fn arrivals_are_in_order_and_as_many_as_the_area(
        figures in prop::collection::vec((0.0..500.0, 0.0..500.0, 1u64..20), 1..5)
    ) {
        let stages: Vec<_> = figures.iter().map(|(from, to, length)| stage(*from, *to, *length)).collect();
        let area: f64 = stages.iter().map(|s| 0.5 * (s.from + s.to) * s.length.as_secs_f64()).sum();
        let arrivals: Vec<_> = Arrivals::new(&stages, Spacing::Even, &lane(0, 1), 1).collect();
        prop_assert!((arrivals.len() as f64 - area).abs() <= 1.0, "{} of {area}", arrivals.len());
        prop_assert!(arrivals.is_sorted());
    }

    #[test]
    fn users_follow_the_curve_within_one(
        figures in prop::collection::vec((0u32..60, 1u64..20), 1..5), moment in 0.0..1.0
    ) {
        let mut from = 0.0;
        let stages: Vec<_> = figures.iter().map(|(to, length)| {
            let next = stage(from, f64::from(*to), *length);
            from = next.to;
            next
        }).collect();
        let whole: f64 = stages.iter().map(|s| s.length.as_secs_f64()).sum();
        let at = Span::from_secs_f64(whole * moment);
        let level = loadline_core::traffic::level_at(&stages, at);
        let users = UserSteps::new(&stages).take_while(|(due, _)| *due <= at.duration()).last().map_or(0, |(_, users)| users);
        prop_assert!((level - f64::from(users)).abs() <= 1.0 + 1e-6, "{level} {users}");
    }
}
