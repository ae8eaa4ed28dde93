//! What a comparison says, in words that all its formats share.

use loadline_core::comparison::{
    Change, ComparedFigure, ComparedObjective, Comparison, Difference, FigureKind, Subject,
};
use loadline_core::{Outcome, Quantity, Verdict};

use crate::words;

/// What a figure is about: `all requests`, `GET /items/{id}`, `cpu (host)`.
pub(super) fn subject(subject: &Subject) -> String {
    match subject {
        Subject::All => "all requests".to_owned(),
        Subject::Request { method, name } if method.is_empty() || name.starts_with(&**method) => {
            name.clone()
        }
        Subject::Request { method, name } => format!("{method} {name}"),
        Subject::Resource(series) if series.tags.is_empty() => series.metric.to_string(),
        Subject::Resource(series) => {
            let values: Vec<&str> = series.tags.iter().map(|(_, value)| value).collect();
            format!("{} ({})", series.metric, values.join(", "))
        }
    }
}

/// A figure of one run.
pub(super) fn value(figure: &ComparedFigure, value: Option<f64>) -> String {
    let shown = value.map(|value| words::quantity(Quantity::from_base(figure.unit, value)));
    shown.unwrap_or_else(|| words::NONE.to_owned())
}

/// Part from which a difference reads better as a factor than as thousands of percent.
const AS_FACTOR: f64 = 9.0;

/// `+12% (+8 to +16%)`, `+1.7 points (…)`, `59× (57 to 62×)`: never without its interval.
pub(super) fn difference(difference: &Difference) -> String {
    let Difference { is_relative, estimate, low, high } = *difference;
    if is_relative && estimate >= AS_FACTOR {
        let factor = |part: f64| words::number(part + 1.0);
        return format!("{}× ({} to {}×)", factor(estimate), factor(low), factor(high));
    }
    let (estimate, low, high) = (percent(estimate), percent(low), percent(high));
    if is_relative {
        format!("{estimate}% ({low} to {high}%)")
    } else {
        format!("{estimate} points ({low} to {high})")
    }
}

/// In percent, with a decimal below ten and no sign on what rounds to nothing.
fn percent(part: f64) -> String {
    let digits = if part.abs() < 0.0995 { 1 } else { 0 };
    let shown = format!("{:+.digits$}", part * 100.0);
    let is_nothing = shown.trim_start_matches(['+', '-', '0', '.']).is_empty();
    if is_nothing { "0".to_owned() } else { shown }
}

/// What it comes to, in a word or three.
pub(super) fn change(figure: &ComparedFigure) -> &'static str {
    let more = figure.difference.is_some_and(|difference| difference.estimate > 0.0);
    match (figure.change, figure.kind) {
        (Change::NotShown, _) => "no difference shown",
        (Change::Unknown, _) => unknown(figure),
        (_, FigureKind::P50 | FigureKind::P95 | FigureKind::P99) if more => "slower",
        (_, FigureKind::P50 | FigureKind::P95 | FigureKind::P99) => "faster",
        (_, FigureKind::Rate | FigureKind::Mean) if more => "higher",
        (_, FigureKind::Rate | FigureKind::Mean) => "lower",
        (_, FigureKind::Errors) if more => "more errors",
        (_, FigureKind::Errors) => "fewer errors",
    }
}

fn unknown(figure: &ComparedFigure) -> &'static str {
    match (figure.a, figure.b) {
        (Some(_), None) => "only in A",
        (None, Some(_)) => "only in B",
        _ => "too little to tell",
    }
}

/// The answer in one line.
pub(super) fn headline(comparison: &Comparison) -> String {
    let count =
        |change: Change| comparison.figures.iter().filter(|figure| figure.change == change).count();
    let (worse, better) = (count(Change::Worse), count(Change::Better));
    let all = comparison.figures.len() - count(Change::Unknown);
    let lost = comparison.objectives.iter().filter(|own| own.has_regressed()).count();
    let mut parts = Vec::new();
    if worse > 0 {
        parts.push(format!("worse in {worse} of {}", words::counted(all as u64, "figure")));
    }
    if better > 0 {
        parts.push(format!("better in {better} of {all}"));
    }
    if lost > 0 {
        let plural = if lost == 1 { "" } else { "s" };
        parts.push(format!("misses {lost} objective{plural} that A met"));
    }
    match (parts.is_empty(), all) {
        (false, _) => format!("B is {}", parts.join(", ")).replace("B is misses", "B misses"),
        (true, 0) => "nothing could be compared".to_owned(),
        (true, _) => format!("no difference shown in {}", words::counted(all as u64, "figure")),
    }
}

/// How sure the words are.
pub(super) fn certainty(comparison: &Comparison) -> String {
    let percent = (comparison.confidence * 100.0).round();
    format!("differences with their {percent}% intervals, from the ups and downs within each run")
}

/// `met, 42ms`; what the other run promised is not promised here.
pub(super) fn verdict(verdict: Option<&Verdict>) -> String {
    let Some(verdict) = verdict else { return "not promised".to_owned() };
    let figure = verdict.figure.map(|figure| format!(", {}", words::quantity(figure)));
    let outcome = match &verdict.outcome {
        Outcome::Met => "met",
        Outcome::Missed => "missed",
        Outcome::Unknown(_) => "unknown",
    };
    format!("{outcome}{}", figure.unwrap_or_default())
}

/// Whether an objective says anything about either run.
pub(super) fn is_known(objective: &ComparedObjective) -> bool {
    let known = |verdict: &Option<Verdict>| {
        verdict.as_ref().is_some_and(|own| !matches!(own.outcome, Outcome::Unknown(_)))
    };
    known(&objective.a) || known(&objective.b)
}
