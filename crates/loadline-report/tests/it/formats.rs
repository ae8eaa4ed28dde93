//! The formats for programs and pull requests, as they are written.

use expect_test::expect_file;
use loadline_report::{Report, annotations};

use crate::sample;

fn rendered(format: &str, report: &Report) -> String {
    (loadline_report::format(format).unwrap().render)(report)
}

/// Figures in four digits: the sample's last ones depend on the platform's logarithm.
fn shortened(text: &str) -> String {
    let is_figure = |c: char| c.is_ascii_digit() || c == '.';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(is_figure) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c| !is_figure(c)).unwrap_or(from.len());
        let (figure, after) = from.split_at(end);
        out.push_str(before);
        match figure.parse::<f64>() {
            Ok(number) if figure.len() > 9 && figure.contains('.') => {
                out.push_str(&format!("{number:.3e}"));
            }
            _ => out.push_str(figure),
        }
        rest = after;
    }
    out + rest
}

/// The first lines of a file, shortened.
fn beginning(text: &str, lines: usize) -> String {
    let kept: Vec<String> = text.lines().take(lines).map(shortened).collect();
    kept.join("\n") + "\n"
}

#[test]
fn a_row_for_each_request() {
    let text = rendered("csv", &sample::steps());
    expect_file!["snapshots/steps.csv"].assert_eq(&beginning(&text, 20));
}

#[test]
fn a_row_for_each_second_with_what_was_watched() {
    let text = rendered("csv-timeline", &sample::steps());
    assert_eq!(text.lines().count(), 151);
    expect_file!["snapshots/steps_timeline.csv"].assert_eq(&beginning(&text, 3));
}

#[test]
fn a_test_case_for_each_objective() {
    let text = rendered("junit", &sample::steps());
    expect_file!["snapshots/steps.xml"].assert_eq(&text);
}

#[test]
fn figures_that_cannot_be_trusted_fail_a_case_of_their_own() {
    let text = rendered("junit", &sample::stall());
    expect_file!["snapshots/stall.xml"].assert_eq(&text);
}

#[test]
fn a_comment_for_a_pull_request() {
    expect_file!["snapshots/steps.md"].assert_eq(&rendered("markdown", &sample::steps()));
}

#[test]
fn final_figures_as_prometheus_reads_them() {
    let text = rendered("openmetrics", &sample::stall());
    let text: Vec<String> = text.lines().map(shortened).collect();
    expect_file!["snapshots/stall.prom"].assert_eq(&(text.join("\n") + "\n"));
}

#[test]
fn annotations_of_a_workflow() {
    let text = annotations(&sample::steps()) + &annotations(&sample::stall());
    expect_file!["snapshots/annotations.txt"].assert_eq(&text);
}

#[test]
fn every_row_has_as_many_cells_as_there_are_columns() {
    for format in ["csv", "csv-timeline"] {
        let text = rendered(format, &sample::steps());
        // Labels of watched series are quoted and hold commas; rows of figures hold none.
        let cells: Vec<usize> = text.lines().skip(1).map(|row| row.split(',').count()).collect();
        assert!(cells.windows(2).all(|pair| pair[0] == pair[1]), "{format}: {cells:?}");
    }
}

#[test]
fn hostile_text_stays_text_everywhere() {
    let report = sample::hostile();
    for format in ["csv", "junit", "markdown", "openmetrics"] {
        let text = rendered(format, &report);
        assert!(!text.contains('\u{1b}') || format == "csv", "{format}: {text:?}");
    }
    assert!(!rendered("junit", &report).contains("<script>"));
    let openmetrics = rendered("openmetrics", &report);
    assert!(openmetrics.lines().all(|line| line.starts_with(['#', 'l'])), "{openmetrics}");
    let markdown = rendered("markdown", &report);
    let outside_code = markdown.split('`').step_by(2).collect::<String>();
    assert!(!outside_code.contains("<script>"), "{outside_code}");
    assert!(annotations(&report).lines().all(|line| line.starts_with("::")));
}
