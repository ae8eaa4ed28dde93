//! Traffic texts, their arithmetic, their bounds, and the figures of the named profiles.

use proptest::prelude::*;

use super::*;
use crate::quantity::{Rate, Span};

fn seconds(count: u64) -> Span {
    Span::from_secs(count)
}

fn users(texts: &[&str]) -> Vec<Stage> {
    stages(texts, Level::Users).unwrap()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, TrafficError>) -> String {
    outcome.unwrap_err().message
}

#[test]
fn stages_begin_where_the_last_one_ended() {
    let stages = users(&["7m to 200", "7m at 200", "1m at 50", "7m to 0"]);
    let ends: Vec<_> = stages.iter().map(|stage| (stage.from, stage.to)).collect();
    assert_eq!(ends, [(0.0, 200.0), (200.0, 200.0), (50.0, 50.0), (50.0, 0.0)]);
    assert_eq!(length_of(&stages), seconds(22 * 60));
    assert_eq!(peak_of(&stages), 200.0);
}

#[test]
fn the_level_runs_straight_within_a_stage() {
    let stages = users(&["10s to 100", "10s at 20"]);
    let level = |at_s: f64| level_at(&stages, Span::from_secs_f64(at_s));
    assert_eq!(
        [level(0.0), level(2.5), level(10.0), level(20.0), level(99.0)],
        [0.0, 25.0, 20.0, 20.0, 20.0]
    );
    assert_eq!(level_at(&[], seconds(1)), 0.0);
}

#[test]
fn a_stage_without_length_is_a_jump() {
    let stages = users(&["0s to 100", "10s at 100"]);
    assert_eq!(level_at(&stages, Span::ZERO), 100.0);
}

#[test]
fn legs_and_think_times_are_printed_as_they_were_read() {
    for text in ["7m to 200", "1.5m at 0", "1m to 1000/s", "10s at 30/min"] {
        let leg: Leg = text.parse().unwrap();
        assert_eq!(leg.to_string(), text);
        assert_eq!(leg.to_string().parse::<Leg>().unwrap(), leg);
    }
    for text in ["0s", "1s", "1s..3s", "pacing 5s", "1.5m..2m"] {
        assert_eq!(text.parse::<Think>().unwrap().to_string(), text);
    }
    assert_eq!("2s..2s".parse(), Ok(Think::Constant(seconds(2))));
    assert_eq!("0s..0s".parse(), Ok(Think::None));
}

#[test]
fn texts_of_another_kind_are_refused() {
    assert_eq!(refused("7m 200".parse::<Leg>()), "`7m 200` is not a stage");
    assert_eq!(refused("7 to 200".parse::<Leg>()), "`7` in `7 to 200` is not a duration");
    assert_eq!(refused("7m to -2".parse::<Leg>()), "`-2` in `7m to -2` is below zero");
    assert_eq!(
        refused("7m to 2.5".parse::<Leg>()),
        "`2.5` in `7m to 2.5` is not a whole number of users"
    );
    assert_eq!(
        refused("7m to 20%".parse::<Leg>()),
        "`20%` in `7m to 20%` is neither users nor a rate"
    );
    assert_eq!(
        refused(stages(&["1m to 5/s"], Level::Users)),
        "`1m to 5/s` is a rate where users are expected"
    );
    assert_eq!(
        refused(stages(&["1m to 5"], Level::Rate)),
        "`1m to 5` has users where a rate is expected"
    );
    assert_eq!(refused("3s..1s".parse::<Think>()), "`3s..1s` ends before it begins");
    assert_eq!(refused("pacing 0s".parse::<Think>()), "a pacing of zero is no pacing");
    assert_eq!(refused("soon".parse::<Think>()), "`soon` is not a think time");
    assert_eq!(refused("often".parse::<Spacing>()), "`often` is not a way to spread arrivals");
}

#[test]
fn traffic_that_cannot_be_driven_is_refused() {
    let rate = |per_s| Traffic::constant_rate(Rate::per_second(per_s), seconds(1), Spacing::Even);
    assert_eq!(refused(Traffic::constant_users(0, seconds(1))), "there are no users");
    assert_eq!(refused(Traffic::constant_users(1, Span::ZERO)), "the test has no length");
    assert_eq!(
        refused(Traffic::constant_users(1_000_001, seconds(1))),
        "1000001 users are more than one test can have"
    );
    assert_eq!(refused(rate(0.0)), "the rate is zero");
    assert_eq!(refused(rate(-1.0)), "a stage has the level -1");
    assert_eq!(refused(rate(f64::NAN)), "a stage has the level NaN");
    assert_eq!(refused(rate(1e7 + 1.0)), "10000001/s is more than one test can have");
    assert_eq!(refused(Traffic::users_from(&[])), "there are no stages");
    assert_eq!(refused(Traffic::users_from(&["1m at 0"])), "there are no users");
    let none = Traffic::SharedIterations { users: 1, iterations: 0, max: seconds(1) };
    assert_eq!(refused(none.checked()), "there are no iterations");
    assert!(rate(1e7).is_ok() && Traffic::constant_users(1_000_000, seconds(1)).is_ok());
}

#[test]
fn scaling_changes_lengths_and_nothing_else() {
    let traffic = Traffic::users_from(&["7m to 200", "7m at 200"]).unwrap().scaled(0.01);
    assert_eq!(traffic.to_string(), "users 4.2s to 200, 4.2s at 200");
    assert_eq!((traffic.peak(), traffic.length()), (200.0, Span::from_millis(8_400)));
    let burst = Traffic::Burst { users: 5, max: seconds(60) }.scaled(0.5);
    assert_eq!(burst, Traffic::Burst { users: 5, max: seconds(30) });
    assert_eq!("1s..3s".parse::<Think>().unwrap().scaled(2.0).to_string(), "2s..6s");
}

#[test]
fn the_profiles_have_the_figures_of_the_requirements() {
    let profiles = profile::all();
    assert_eq!(profiles.iter().map(|profile| profile.name).collect::<Vec<_>>(), profile::NAMES);
    let said: Vec<_> = profiles.iter().map(|profile| profile.traffic.to_string()).collect();
    assert_eq!(
        said,
        [
            "1 user for 1m",
            "users 7m to 200, 7m at 200, 7m to 0",
            "users 2m to 100, 5m at 100, 2m to 200, 5m at 200, 2m to 300, 5m at 300, 2m to 400, 5m at 400, 2m to 0",
            "users 10s to 2000, 5m at 2000, 10s to 0",
            "200 users for 30m",
            "200 users for 1h",
        ]
    );
    for profile in profiles {
        profile.traffic.check().unwrap();
        let think = if profile.name == "volume" { "0s" } else { "1s..3s" };
        assert_eq!(profile.think.to_string(), think, "{}", profile.name);
        assert_eq!(profile::find(profile.name), Some(profile));
    }
    assert_eq!(profile::find("peak"), None);
}

fn segment(text: &str, sequence: &str) -> Segment {
    Segment::parse(text, Some(sequence)).unwrap()
}

fn first_of(segment: &Segment, count: u64) -> Vec<u64> {
    (0..count).map(|place| segment.index_of(place)).collect()
}

#[test]
fn segments_own_what_they_own_under_k6() {
    // Read off k6 1.1.0: numbers of users, counted from zero there.
    let quarters = "0,1/4,1/2,5/6,1";
    assert_eq!(first_of(&segment("0:1/3", ""), 4), [1, 4, 7, 10]);
    assert_eq!(first_of(&segment("1/3:2/3", "0,1/3,2/3,1"), 4), [1, 4, 7, 10]);
    assert_eq!(first_of(&segment("1/3:2/3", "1/3,2/3"), 4), [1, 4, 7, 10]);
    assert_eq!(first_of(&segment("0.25:50%", quarters), 6), [2, 5, 10, 14, 17, 22]);
    assert_eq!(first_of(&segment("5/6:1", quarters), 4), [7, 11, 19, 23]);
    assert_eq!(first_of(&segment("20%", ""), 3), [1, 6, 11]);
    assert_eq!(Segment::parse("1", None).unwrap().index_of(5), 5);
}

#[test]
fn work_for_users_is_dealt_out_as_under_k6() {
    // Read off k6 1.1.0: numbers of iterations shared by ten users, and of arrivals for at most ten.
    let quarters = "0,1/4,1/2,5/6,1";
    let of = |text, sequence| segment(text, sequence).by_users(10).unwrap();
    assert_eq!(first_of(&of("0:1/3", ""), 5), [1, 4, 7, 11, 14]);
    assert_eq!(of("0:1/3", "").share_of(31), 9);
    assert_eq!(first_of(&of("0.25:50%", quarters), 4), [2, 6, 12, 16]);
    assert_eq!(first_of(&of("1/2:5/6", quarters), 5), [0, 3, 5, 8, 10]);
    assert_eq!(of("1/2:5/6", quarters).share_of(31), 13);
    assert_eq!(first_of(&of("5/6:1", quarters), 3), [9, 19, 29]);
    assert_eq!(first_of(&of("20%", ""), 3), [1, 6, 11]);
    assert_eq!(segment("5/6:1", quarters).by_users(5), None);
}

#[test]
fn what_is_no_segment_is_refused() {
    let wrong = |text, sequence| refused(Segment::parse(text, sequence));
    assert_eq!(wrong("abc", None), "`abc` is not a number between 0 and 1");
    assert_eq!(wrong("0:2", None), "`2` is not a number between 0 and 1");
    assert_eq!(wrong("-1/2", None), "`-1/2` is not a number between 0 and 1");
    assert_eq!(wrong("1/0", None), "`1/0` is not a number between 0 and 1");
    assert_eq!(wrong("", None), "`` is not a number between 0 and 1");
    assert_eq!(wrong("3/4:1/2", None), "the segment `3/4:1/2` ends before it begins");
    assert_eq!(wrong("0", None), "the segment `0` ends before it begins");
    assert_eq!(wrong("1/2:3/4", Some("0,1/3,1")), "the segment `1/2:3/4` is not in its sequence");
    assert_eq!(
        wrong("1/2:1", Some("0,1/2,1/2,1")),
        "the sequence `0,1/2,1/2,1` does not rise from border to border"
    );
    assert_eq!(wrong("1/2:1", Some("1")), "the sequence `1` does not rise from border to border");
    assert_eq!(
        wrong("0.1234567", None),
        "the segment `0.1234567` and its sequence have no short period"
    );
}

proptest! {
    #[test]
    fn a_level_stays_between_the_ends_of_the_stages(
        levels in prop::collection::vec((0_u32..1000, 0_u64..100), 1..8),
        at_ms in 0_u64..1_000_000,
    ) {
        let texts: Vec<_> = levels.iter().map(|(level, s)| format!("{s}s to {level}")).collect();
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let stages = users(&texts);
        let level = level_at(&stages, Span::from_millis(at_ms));
        prop_assert!((0.0..=peak_of(&stages)).contains(&level));
    }

    #[test]
    fn the_segments_of_a_sequence_are_the_whole(
        lengths in prop::collection::vec(1_u64..9, 1..6),
        all in 0_u64..5_000,
        users in 1_u64..50,
    ) {
        let whole: u64 = lengths.iter().sum();
        let mut borders = vec![0];
        borders.extend(lengths.iter().scan(0, |reached, length| {
            *reached += length;
            Some(*reached)
        }));
        let borders: Vec<_> = borders.iter().map(|border| format!("{border}/{whole}")).collect();
        let each: Vec<_> =
            borders.windows(2).map(|pair| segment(&pair.join(":"), &borders.join(","))).collect();
        // By length, and by users: every place is somebody's and nobody else's.
        for each in [each.clone(), each.iter().filter_map(|one| one.by_users(users)).collect()] {
            let own = |one: &Segment| {
                (0..one.share_of(all)).map(|place| one.index_of(place)).collect::<Vec<_>>()
            };
            let mut dealt: Vec<_> = each.iter().flat_map(own).collect();
            dealt.sort_unstable();
            prop_assert_eq!(dealt, (0..all).collect::<Vec<_>>());
            let fractions: f64 = each.iter().map(Segment::fraction).sum();
            prop_assert!((fractions - 1.0).abs() < 1e-9);
        }
    }
}
