//! The layout before k6 1.0: checks by group, then one list of metrics with marks.

use super::checks::failures;
use super::ink::{Ink, mark};
use super::table::{Cells, Faint, Row, Widths, indent, label, width};
use crate::summary::results::{Group, MetricResult, Results};

const FAINT: Faint = Faint { dots: "2", extra: "36;2" };
/// In front of each line; a mark takes the last two.
const MARGIN: usize = 5;

/// The whole text.
pub(super) fn text(results: &Results, ink: Ink) -> String {
    let mut text = "\n".to_owned();
    group(&mut text, &results.root_group, MARGIN, ink);
    let metrics = results.sorted();
    let rows: Vec<Row> = metrics.iter().map(|metric| row(metric, results, ink)).collect();
    let name = metrics.iter().map(|metric| indent(metric) + width(&label(metric))).max();
    let widths = Widths::of(&rows, name.unwrap_or_default());
    rows.iter().for_each(|row| text.push_str(&(widths.line(row, ink, FAINT) + "\n")));
    text.push('\n');
    text
}

/// A group's checks, then the groups inside it.
fn group(text: &mut String, of: &Group, margin: usize, ink: Ink) {
    for check in &of.checks {
        let is_ok = check.fails == 0;
        let mut lines = format!("{:margin$}{} {}", "", mark(is_ok), check.name);
        if !is_ok {
            lines.push_str(&format!("\n{:1$}{2}", "", margin + 1, failures(check)));
        }
        text.push_str(&(ink.outcome(is_ok, &lines) + "\n"));
    }
    if !of.checks.is_empty() {
        text.push('\n');
    }
    for inner in &of.groups {
        text.push_str(&format!("{:margin$}█ {}\n\n", "", inner.name));
        group(text, inner, margin + 2, ink);
    }
}

fn row(metric: &MetricResult, results: &Results, ink: Ink) -> Row {
    let indent = indent(metric);
    let place = MARGIN + indent;
    let is_ok = metric.thresholds.iter().all(|threshold| threshold.is_ok);
    let margin = if metric.thresholds.is_empty() {
        " ".repeat(place)
    } else {
        format!("{:1$}{2} ", "", place - 2, ink.outcome(is_ok, mark(is_ok)))
    };
    Row { margin, indent, label: label(metric), cells: Cells::of(metric, results) }
}
