//! The builder assigns windows to stages and points.

use crate::sample;

#[test]
fn each_stage_has_the_windows_whose_middle_lies_in_it() {
    let report = sample::ramp();
    let covered: Vec<f64> =
        report.stages.iter().map(|level| level.stretch.covered_seconds).collect();
    assert_eq!(covered, [60.0, 90.0, 30.0, 120.0, 30.0]);
}

#[test]
fn stages_and_points_add_up_to_the_whole() {
    let report = sample::ramp();
    let stages: u64 = report.stages.iter().map(|level| level.stretch.requests).sum();
    let points: u64 = report.timeline.points.iter().map(|point| point.requests).sum();
    assert_eq!(stages, points);
    assert_eq!(report.timeline.points.len(), 330);
}

#[test]
fn formats_have_names_of_their_own() {
    for format in loadline_report::FORMATS {
        let found = loadline_report::format(format.name).unwrap();
        assert_eq!(found.description, format.description);
    }
    assert!(loadline_report::format("pdf").is_none());
}

#[test]
fn a_run_without_a_single_window_can_be_written_in_every_format() {
    let report = sample::empty();
    for format in loadline_report::FORMATS {
        let text = (format.render)(&report);
        // The tables have no place for the run's name.
        let is_table = format.name.starts_with("csv");
        assert!(is_table || text.contains("r0044"), "{}: {text}", format.name);
    }
}
