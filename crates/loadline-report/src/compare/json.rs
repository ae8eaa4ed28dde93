//! A comparison as JSON, for programs; base units stand in `unit`, parts are fractions.

use std::collections::BTreeMap;

use loadline_core::Comparison;
use loadline_core::comparison::{self, Change, ComparedFigure, ComparedRun, Subject};
use loadline_core::{Outcome, Unit, Verdict};
use serde::Serialize;

use super::wording;

/// The name and version of the schema, the first field of every file.
const SCHEMA: &str = "loadline.comparison/1";

#[derive(Serialize)]
struct Wire<'c> {
    schema: &'static str,
    regressed: bool,
    headline: String,
    confidence: f64,
    a: Run<'c>,
    b: Run<'c>,
    notes: &'c [String],
    figures: Vec<Figure<'c>>,
    objectives: Vec<Objective<'c>>,
}

#[derive(Serialize)]
struct Run<'c> {
    id: &'c str,
    name: &'c str,
    started: &'c str,
    target: &'c str,
    traffic: &'c str,
    measured_seconds: f64,
}

#[derive(Serialize)]
struct Figure<'c> {
    subject: &'static str,
    name: &'c str,
    method: Option<&'c str>,
    tags: BTreeMap<&'c str, &'c str>,
    figure: &'static str,
    unit: &'static str,
    a: Option<f64>,
    b: Option<f64>,
    difference: Option<Difference>,
    change: &'static str,
    words: &'static str,
}

#[derive(Serialize)]
struct Difference {
    relative: bool,
    estimate: f64,
    low: f64,
    high: f64,
}

#[derive(Serialize)]
struct Objective<'c> {
    objective: &'c str,
    a: Option<Side>,
    b: Option<Side>,
    regressed: bool,
}

#[derive(Serialize)]
struct Side {
    outcome: &'static str,
    figure: Option<f64>,
}

/// The comparison as JSON.
pub(super) fn render(comparison: &Comparison) -> String {
    let wire = Wire {
        schema: SCHEMA,
        regressed: comparison.has_regressed(),
        headline: wording::headline(comparison),
        confidence: comparison.confidence,
        a: run(&comparison.a),
        b: run(&comparison.b),
        notes: &comparison.notes,
        figures: comparison.figures.iter().map(figure).collect(),
        objectives: comparison.objectives.iter().map(objective).collect(),
    };
    let mut text =
        serde_json::to_string_pretty(&wire).expect("the wire structs hold text and numbers only");
    text.push('\n');
    text
}

fn run(run: &ComparedRun) -> Run<'_> {
    Run {
        id: &run.id,
        name: &run.name,
        started: &run.started,
        target: &run.target,
        traffic: &run.traffic,
        measured_seconds: run.seconds,
    }
}

fn figure(figure: &ComparedFigure) -> Figure<'_> {
    let (subject, name, method, tags) = match &figure.subject {
        Subject::All => ("all", "", None, BTreeMap::new()),
        Subject::Request { method, name } => ("request", &**name, Some(&**method), BTreeMap::new()),
        Subject::Resource(series) => {
            ("resource", &*series.metric, None, series.tags.iter().collect())
        }
    };
    Figure {
        subject,
        name,
        method,
        tags,
        figure: figure.kind.name(),
        unit: unit(figure.unit),
        a: figure.a,
        b: figure.b,
        difference: figure.difference.as_ref().map(difference),
        change: match figure.change {
            Change::Better => "better",
            Change::Worse => "worse",
            Change::Different => "different",
            Change::NotShown => "not_shown",
            Change::Unknown => "unknown",
        },
        words: wording::change(figure),
    }
}

const fn difference(own: &comparison::Difference) -> Difference {
    let comparison::Difference { is_relative, estimate, low, high } = *own;
    Difference { relative: is_relative, estimate, low, high }
}

const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Time => "seconds",
        Unit::Share => "fraction",
        Unit::Rate => "per_second",
        Unit::Bytes => "bytes",
        Unit::ByteRate => "bytes_per_second",
        Unit::Count => "count",
    }
}

fn objective(own: &comparison::ComparedObjective) -> Objective<'_> {
    let side = |verdict: &Verdict| Side {
        outcome: match verdict.outcome {
            Outcome::Met => "met",
            Outcome::Missed => "missed",
            Outcome::Unknown(_) => "unknown",
        },
        figure: verdict.figure.map(loadline_core::Quantity::base),
    };
    Objective {
        objective: &own.sentence,
        a: own.a.as_ref().map(side),
        b: own.b.as_ref().map(side),
        regressed: own.has_regressed(),
    }
}
