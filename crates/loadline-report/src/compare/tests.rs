//! What a comparison says, and that foreign text cannot act.

use expect_test::expect_file;
use loadline_core::comparison::{
    Change, ComparedFigure, ComparedObjective, ComparedRun, Comparison, Difference, FigureKind,
    Subject,
};
use loadline_core::verdict::Evidence;
use loadline_core::{Origin, Outcome, Promise, Quantity, SeriesKey, Tags, Unit, Verdict};

use super::{COMPARISON_FORMATS, comparison_format, comparison_summary};

fn run(id: &str, name: &str) -> ComparedRun {
    ComparedRun {
        id: id.to_owned(),
        name: name.to_owned(),
        started: "2026-11-21T05:00:00Z".to_owned(),
        target: "http://127.0.0.1:8080".to_owned(),
        traffic: "200/s for 1m".to_owned(),
        seconds: 60.0,
    }
}

fn figure(subject: Subject, kind: FigureKind, values: [f64; 5], change: Change) -> ComparedFigure {
    let [a, b, estimate, low, high] = values;
    let (unit, is_relative) = match kind {
        FigureKind::Rate => (Unit::Rate, true),
        FigureKind::Errors => (Unit::Share, false),
        FigureKind::Mean => (Unit::Share, true),
        _ => (Unit::Time, true),
    };
    let difference = Some(Difference { is_relative, estimate, low, high });
    ComparedFigure { subject, kind, unit, a: Some(a), b: Some(b), difference, change }
}

fn verdict(outcome: Outcome, figure: &str) -> Verdict {
    let figure: Quantity = figure.parse().unwrap();
    Verdict {
        promise: Promise {
            objective: "http p95 < 50ms".parse().unwrap(),
            origin: Origin::CommandLine,
        },
        outcome,
        figure: Some(figure),
        margin: None,
        evidence: Evidence::default(),
    }
}

fn comparison(name: &str) -> Comparison {
    let item = || Subject::Request { method: "GET".to_owned(), name: name.to_owned() };
    let cpu = Subject::Resource(SeriesKey::new("cpu", Tags::new([("source", "host")])));
    let lonely = ComparedFigure {
        b: None,
        difference: None,
        ..figure(item(), FigureKind::P99, [0.08, 0.0, 0.0, 0.0, 0.0], Change::Unknown)
    };
    Comparison {
        a: run("a-1", "before"),
        b: run("b-2", "after"),
        confidence: 0.99,
        figures: vec![
            figure(Subject::All, FigureKind::P95, [0.04, 0.06, 0.5, 0.42, 0.58], Change::Worse),
            figure(Subject::All, FigureKind::P99, [0.04, 0.8, 19.0, 17.2, 21.0], Change::Worse),
            figure(
                Subject::All,
                FigureKind::Rate,
                [200.0, 200.1, 5e-4, -0.001, 0.002],
                Change::NotShown,
            ),
            figure(
                Subject::All,
                FigureKind::Errors,
                [0.0, 0.021, 0.021, 0.018, 0.025],
                Change::Worse,
            ),
            figure(item(), FigureKind::P50, [0.01, 0.008, -0.2, -0.25, -0.15], Change::Better),
            lonely,
            figure(cpu, FigureKind::Mean, [0.4, 0.6, 0.5, 0.45, 0.55], Change::Worse),
        ],
        objectives: vec![ComparedObjective {
            sentence: "http p95 < 50ms".to_owned(),
            a: Some(verdict(Outcome::Met, "40ms")),
            b: Some(verdict(Outcome::Missed, "60ms")),
        }],
        notes: vec!["the runs had different traffic".to_owned()],
    }
}

#[test]
fn the_terminal_says_the_answer_first() {
    let text = comparison_summary(&comparison("/items/{id}"), false);
    expect_file!["../../tests/it/snapshots/compare.txt"].assert_eq(&text);
}

#[test]
fn nothing_known_to_differ_is_not_called_the_same() {
    let mut same = comparison("/");
    same.figures.retain(|figure| figure.change == Change::NotShown);
    same.objectives.clear();
    let text = comparison_summary(&same, false);
    assert!(text.contains("≈ no difference shown in 1 figure"), "{text}");
    assert!(!same.has_regressed());
    same.figures.clear();
    assert!(comparison_summary(&same, false).contains("nothing could be compared"));
}

#[test]
fn a_hostile_name_cannot_act() {
    let name = "\u{1b}[31m|`<script>@team";
    let hostile = comparison(name);
    let markdown = (comparison_format("markdown").unwrap().render)(&hostile);
    assert!(!markdown.contains("<script>") && !markdown.contains("@team"), "{markdown}");
    assert!(markdown.contains("\\|\\`&lt;script&gt;&#64;team"), "{markdown}");
    for format in COMPARISON_FORMATS {
        assert!(!(format.render)(&hostile).contains('\u{1b}'), "{}", format.name);
    }
}

#[test]
fn the_json_file_has_every_figure_with_its_interval() {
    let text = (comparison_format("json").unwrap().render)(&comparison("/items"));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["schema"], "loadline.comparison/1");
    assert_eq!(json["regressed"], true);
    assert_eq!(json["figures"].as_array().unwrap().len(), 7);
    assert_eq!(json["figures"][0]["difference"]["low"], 0.42);
    assert_eq!(json["figures"][5]["words"], "only in A");
    assert_eq!(json["objectives"][0]["b"]["outcome"], "missed");
}

#[test]
fn every_line_fits_a_hundred_columns() {
    let text = comparison_summary(&comparison(&"/long".repeat(40)), false);
    text.lines().for_each(|line| assert!(line.chars().count() <= 100, "{line}"));
}
