//! The closing summary, as people see it.

use expect_test::expect_file;
use loadline_core::window::{Aggregate, Rollup, SeriesKey, Share, names};
use loadline_core::{Sample, Tags, Window};
use loadline_report::{Look, summary};

use crate::sample;

const SHORT: Look = Look { colour: false, all: false };

#[test]
fn a_ramp_with_a_burst_of_errors() {
    expect_file!["snapshots/ramp.txt"].assert_eq(&summary(&sample::ramp(), SHORT));
}

#[test]
fn a_stall_that_cannot_be_trusted() {
    expect_file!["snapshots/stall.txt"].assert_eq(&summary(&sample::stall(), SHORT));
}

#[test]
fn a_run_that_measured_nothing() {
    expect_file!["snapshots/empty.txt"].assert_eq(&summary(&sample::empty(), SHORT));
}

#[test]
fn every_line_fits_a_hundred_columns() {
    for report in [sample::ramp(), sample::stall(), sample::empty()] {
        for line in summary(&report, SHORT).lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}

#[test]
fn colour_adds_nothing_that_the_plain_text_does_not_say() {
    for report in [sample::ramp(), sample::stall()] {
        let coloured = summary(&report, Look { colour: true, all: false });
        assert!(coloured.contains("\u{1b}[32m"));
        let stripped: String = coloured
            .split('\u{1b}')
            .enumerate()
            .map(|(place, piece)| match piece.split_once('m') {
                Some((_, text)) if place > 0 => text,
                _ => piece,
            })
            .collect();
        assert_eq!(stripped, summary(&report, SHORT));
    }
}

#[test]
fn unmeasured_rows_of_packs_are_folded_unless_all_are_asked_for() {
    let report = sample::ramp();
    let folded = "6 objectives of packs not measured (list: loadline show r0042 --all)";
    let short = summary(&report, SHORT);
    assert!(short.contains(folded) && !short.contains("uptime"), "{short}");
    let all = summary(&report, Look { colour: false, all: true });
    assert!(!all.contains(folded) && all.contains("uptime >= 99.9% over 30d"), "{all}");
}

#[test]
fn a_hostile_name_cannot_steer_the_terminal() {
    let text = summary(&sample::hostile(), SHORT);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

#[test]
fn steps_that_break_the_target() {
    let text = summary(&sample::steps(), Look::default());
    expect_file!["snapshots/steps_levels.txt"].assert_eq(&levels_of(&text));
}

#[test]
fn held_stages_without_a_level_are_named_with_the_rule_that_leaves_them_out() {
    let mut report = sample::steps();
    report.run.warm_up_ms = 22_000;
    report.levels.remove(0);
    report.levels.remove(2);
    report.run.stages[3].end_ms = report.run.stages[3].start_ms + 4_000;
    let text = summary(&report, Look::default());
    let told: Vec<&str> = text.lines().filter(|line| line.contains("Left out")).collect();
    assert_eq!(
        told,
        [
            "    Left out            at 40/s, from 0:00: 3s after the warm-up; a level takes 5s at one load",
            "    Left out            at 160/s, from 1:15: 4s long; a level takes 5s at one load",
        ]
    );
    report.run.warm_up_ms = 30_000;
    assert!(summary(&report, Look::default()).contains("all of it lies within the warm-up"));
    assert!(!summary(&sample::steps(), Look::default()).contains("Left out"));
}

#[test]
fn what_exactly_failed_stands_below_its_kind() {
    let text = summary(&sample::steps(), Look::default());
    let mut lines = text.lines().skip_while(|line| !line.contains("bad status 503"));
    assert_eq!(lines.nth(1), Some("    /items/{id}: expected 200, got 503"));
}

#[test]
fn a_web_socket_that_ended_badly_is_said_though_no_request_failed() {
    let mut report = sample::steps();
    let mut window = Window::new(0, 1_000);
    let tags = Tags::new([("name", "/chat"), ("error", "closed")]);
    let ended = Aggregate::Share(Share { hits: 3, total: 4 });
    window.series.insert(SeriesKey::new(names::WEBSOCKET_ERRORS, tags), ended);
    report.whole = Rollup::from_iter([&window]);
    report.samples = vec![Sample {
        name: "/chat".to_owned(),
        detail: "the server closed the WebSocket with code 1011".to_owned(),
        ..Sample::default()
    }];
    let text = summary(&report, Look::default());
    let lines: Vec<&str> =
        text.lines().skip_while(|line| !line.contains("WebSockets")).take(3).collect();
    assert!(lines[1].starts_with("  /chat ") && lines[1].contains(" 75% "), "{lines:?}");
    assert_eq!(lines[2], "    the server closed the WebSocket with code 1011");
}

#[test]
fn a_head_as_wide_as_its_column_keeps_its_distance() {
    let text = summary(&sample::steps(), Look::default());
    let head = text.lines().find(|line| line.contains("Resources by level")).unwrap();
    assert!(!head.contains("diskdb") && !head.contains("pooldb"), "{head}");
}

/// The part on levels: from their table to the end of the breaking point's story.
fn levels_of(summary: &str) -> String {
    let from = summary.find("  Level by level").unwrap();
    let to = summary.find("\n  Done").unwrap();
    summary[from..to].to_owned()
}
