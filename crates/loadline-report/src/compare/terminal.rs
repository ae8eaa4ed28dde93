//! A comparison in the terminal: the answer first, then each figure of both runs.

use std::fmt;

use loadline_core::Comparison;
use loadline_core::comparison::{Change, ComparedFigure, ComparedRun};

use super::wording;
use crate::terminal::ink::Ink;
use crate::words;

/// Columns of the subject, the figure's name, either value, and the difference; a line takes at most 100.
const SUBJECT_WIDTH: usize = 23;
const KIND_WIDTH: usize = 7;
const VALUE_WIDTH: usize = 9;
const DIFFERENCE_WIDTH: usize = 28;

/// The comparison as lines for a terminal.
pub fn comparison_summary(comparison: &Comparison, colour: bool) -> String {
    let mut out = String::new();
    write(comparison, Ink::new(colour), &mut out).expect("writing to a string cannot fail");
    out
}

/// The same as a file, without colour.
pub(super) fn render(comparison: &Comparison) -> String {
    comparison_summary(comparison, false)
}

fn write(comparison: &Comparison, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    writeln!(out)?;
    write_run("A", &comparison.a, ink, out)?;
    write_run("B", &comparison.b, ink, out)?;
    let headline = wording::headline(comparison);
    let is_better = comparison.figures.iter().any(|figure| figure.change == Change::Better);
    let headline = match (comparison.has_regressed(), is_better) {
        (true, _) => ink.loud(&format!("✗ {headline}")),
        (false, true) => ink.good(&format!("✓ {headline}")),
        (false, false) => format!("≈ {headline}"),
    };
    writeln!(out, "\n  {headline}")?;
    for note in &comparison.notes {
        writeln!(out, "  {}", ink.warning(&words::plain(&format!("! {note}"))))?;
    }
    write_figures(comparison, ink, out)?;
    write_objectives(comparison, ink, out)?;
    writeln!(out, "\n  {}", ink.dim(&wording::certainty(comparison)))
}

fn write_run(side: &str, run: &ComparedRun, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let lasted = words::lasted(run.seconds);
    let what = format!("{} · {} · {lasted} measured", run.name, run.traffic);
    writeln!(out, "  {}  {}", ink.bold(side), words::plain(&what))?;
    let where_to = format!("{} · {} · run {}", run.target, run.started, run.id);
    writeln!(out, "     {}", ink.dim(&words::plain(&where_to)))
}

fn write_figures(comparison: &Comparison, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let head = format!(
        "{:<SUBJECT_WIDTH$}{:<KIND_WIDTH$}{:>VALUE_WIDTH$}{:>VALUE_WIDTH$}  {:<DIFFERENCE_WIDTH$}",
        "", "", "A", "B", "B less A"
    );
    writeln!(out, "\n  {}", ink.dim(head.trim_end()))?;
    let mut last = None;
    for figure in &comparison.figures {
        let name = wording::subject(&figure.subject);
        let name = if last == Some(&figure.subject) { String::new() } else { name };
        last = Some(&figure.subject);
        write_figure(&name, figure, ink, out)?;
    }
    Ok(())
}

fn write_figure(
    name: &str,
    figure: &ComparedFigure,
    ink: Ink,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let (a, b) = (wording::value(figure, figure.a), wording::value(figure, figure.b));
    let difference = figure.difference.as_ref().map(wording::difference).unwrap_or_default();
    let word = wording::change(figure);
    let word = match figure.change {
        Change::Better => ink.good(word),
        Change::Worse => ink.bad(word),
        Change::Different => ink.warning(word),
        Change::NotShown | Change::Unknown => ink.dim(word),
    };
    let name = shortened(&words::plain(name));
    let kind = figure.kind.name();
    writeln!(
        out,
        "  {name:<SUBJECT_WIDTH$}{kind:<KIND_WIDTH$}{a:>VALUE_WIDTH$}{b:>VALUE_WIDTH$}  \
         {difference:<DIFFERENCE_WIDTH$} {word}"
    )
}

/// Cuts the middle out of names wider than their column.
fn shortened(name: &str) -> String {
    let width = SUBJECT_WIDTH - 1;
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= width {
        return name.to_owned();
    }
    let (head, tail) = (width / 2, width - 1 - width / 2);
    let start: String = letters[..head].iter().collect();
    let end: String = letters[letters.len() - tail..].iter().collect();
    format!("{start}…{end}")
}

fn write_objectives(comparison: &Comparison, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let known: Vec<_> = comparison.objectives.iter().filter(|own| wording::is_known(own)).collect();
    if known.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  {}", ink.bold("Objectives"))?;
    for objective in known {
        let sentence = words::plain(&objective.sentence);
        let (a, b) =
            (wording::verdict(objective.a.as_ref()), wording::verdict(objective.b.as_ref()));
        let line = format!("{sentence:<50}  A {a:<18}  B {b}");
        let line = if objective.has_regressed() { ink.bad(&line) } else { line };
        writeln!(out, "    {line}")?;
    }
    Ok(())
}
