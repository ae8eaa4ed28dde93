//! A comparison as Markdown: a headline and two tables for a comment on a pull request.

use loadline_core::Comparison;
use loadline_core::comparison::ComparedRun;

use super::wording;
use crate::words;

/// Rows of a table at most: a comment has its bounds.
const ROWS_MAX: usize = 200;

/// The comparison as Markdown.
pub(super) fn render(comparison: &Comparison) -> String {
    let sign = if comparison.has_regressed() { "❌" } else { "✅" };
    let mut out = format!("### {sign} {}\n\n", wording::headline(comparison));
    out.push_str(&run("A", &comparison.a));
    out.push_str(&run("B", &comparison.b));
    for note in &comparison.notes {
        out.push_str(&format!("\n> {}\n", safe(note)));
    }
    out.push_str("\n| | figure | A | B | B less A | |\n|:--|:--|--:|--:|:--|:--|\n");
    for figure in comparison.figures.iter().take(ROWS_MAX) {
        let difference = figure.difference.as_ref().map(wording::difference).unwrap_or_default();
        let (a, b) = (wording::value(figure, figure.a), wording::value(figure, figure.b));
        let subject = safe(&wording::subject(&figure.subject));
        let (kind, change) = (figure.kind.name(), wording::change(figure));
        out.push_str(&format!("| {subject} | {kind} | {a} | {b} | {difference} | {change} |\n"));
    }
    let left_out = comparison.figures.len().saturating_sub(ROWS_MAX);
    if left_out > 0 {
        out.push_str(&format!("\n{left_out} more figures are in the other formats.\n"));
    }
    out.push_str(&objectives(comparison));
    out.push_str(&format!("\n<sub>{}</sub>\n", wording::certainty(comparison)));
    out
}

fn run(side: &str, run: &ComparedRun) -> String {
    let text = format!("{} · {} · {} · run {}", run.name, run.traffic, run.started, run.id);
    format!("- **{side}** {}\n", safe(&text))
}

fn objectives(comparison: &Comparison) -> String {
    let known = comparison.objectives.iter().filter(|own| wording::is_known(own)).take(ROWS_MAX);
    let rows: String = known
        .map(|own| {
            let (a, b) = (wording::verdict(own.a.as_ref()), wording::verdict(own.b.as_ref()));
            format!("| {} | {a} | {b} |\n", safe(&own.sentence))
        })
        .collect();
    if rows.is_empty() {
        return rows;
    }
    format!("\n| objective | A | B |\n|:--|:--|:--|\n{rows}")
}

/// Text from outside on one line, with everything that Markdown or HTML would act on made harmless.
fn safe(text: &str) -> String {
    let mut out = String::new();
    for c in words::plain(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
