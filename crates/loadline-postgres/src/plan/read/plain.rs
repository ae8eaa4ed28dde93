//! Takes off what stands around a plan, and tells its format.

use super::{json, text};
use crate::plan::error::PlanError;
use crate::plan::node::Plan;

/// A line without what stood around it, and its number in the text.
struct Line {
    number: usize,
    text: String,
}

/// Reads a plan: text or JSON, as EXPLAIN, psql or auto_explain wrote it. Of a log, the first plan.
///
/// # Errors
/// When it is no plan, or one in YAML or XML.
pub fn read_plan(input: &str) -> Result<Plan, PlanError> {
    let input = input.trim_start_matches('\u{feff}').replace('\r', "");
    let lines = without_table(in_log(numbered(&input)));
    let first = lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty());
    match first.and_then(|line| line.chars().next()) {
        Some('[' | '{') => json::read(&joined(&lines)).map_err(|error| in_text(error, &lines)),
        Some('<') => Err(PlanError::OtherFormat { format: "XML" }),
        Some('-') if first.is_some_and(|line| line.starts_with("- Plan:")) => {
            Err(PlanError::OtherFormat { format: "YAML" })
        }
        _ => text::read(lines.iter().map(|line| line.text.as_str())),
    }
}

/// How many plans of auto_explain a text holds.
#[must_use]
pub fn plans_in(input: &str) -> usize {
    input.lines().filter(|line| is_log_head(line)).count()
}

fn numbered(input: &str) -> Vec<Line> {
    let lines = input.lines().enumerate();
    lines.map(|(place, text)| Line { number: place + 1, text: text.to_owned() }).collect()
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The error with the line of the text instead of that of the plan in it.
fn in_text(error: PlanError, lines: &[Line]) -> PlanError {
    match error {
        PlanError::Json { line, why } => {
            let place = line.max(1).min(lines.len().max(1)) - 1;
            PlanError::Json { line: lines.get(place).map_or(1, |line| line.number), why }
        }
        other => other,
    }
}

/// Whether a line of a log announces a plan: `duration: … ms  plan:`.
fn is_log_head(line: &str) -> bool {
    line.trim_end().ends_with(" plan:") && line.contains("duration: ")
}

/// Of a log, the lines of its first plan: those behind its head that begin with a tab, as lines of one entry do. What a
/// client was sent has no tabs; there the plan goes on to the next one's head.
fn in_log(mut lines: Vec<Line>) -> Vec<Line> {
    let Some(head) = lines.iter().position(|line| is_log_head(&line.text)) else { return lines };
    lines.drain(..=head);
    let has_tabs = lines.first().is_some_and(|line| line.text.starts_with('\t'));
    let is_next = |line: &Line| match has_tabs {
        true => !line.text.starts_with('\t') && !line.text.is_empty(),
        false => is_log_head(&line.text),
    };
    let end = lines.iter().position(is_next);
    lines.truncate(end.unwrap_or(lines.len()));
    lines
}

/// Lines without psql's heading, frame, line continuations and count of rows, and without pgAdmin's quotes.
fn without_table(lines: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> =
        lines.into_iter().filter(|line| !is_decoration(&line.text)).collect();
    let first = lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty());
    let is_quoted =
        first.is_some_and(|line| line.len() > 1 && line.starts_with('"') && line.ends_with('"'));
    for line in &mut lines {
        line.text = undecorated(&line.text, is_quoted);
    }
    let indents = lines.iter().filter(|line| !line.text.is_empty());
    let common =
        indents.map(|line| line.text.len() - line.text.trim_start_matches(' ').len()).min();
    for line in &mut lines {
        line.text = line.text.get(common.unwrap_or(0)..).unwrap_or_default().to_owned();
    }
    lines
}

/// A heading, a rule of a table, or a count of its rows.
fn is_decoration(line: &str) -> bool {
    let is_rule = |line: &str| {
        line.len() > 3
            && line.contains("--")
            && line.chars().all(|letter| matches!(letter, '-' | '+' | '|' | '─' | ' '))
    };
    let is_count = |line: &str| {
        let inside = line.strip_prefix('(');
        inside.is_some_and(|rest| rest.ends_with(" rows)") || rest.ends_with(" row)"))
    };
    let trimmed = line.trim().trim_matches('|').trim();
    trimmed.trim_matches('"') == "QUERY PLAN" || is_count(trimmed) || is_rule(line.trim())
}

fn undecorated(line: &str, is_quoted: bool) -> String {
    let line = line.strip_prefix('\t').unwrap_or(line);
    let line = line.strip_prefix("| ").map_or(line, |line| line.trim_end_matches([' ', '|']));
    let line = line.trim_end();
    let line = line.strip_suffix('+').map_or(line, str::trim_end);
    if is_quoted {
        let inside = line.strip_prefix('"').and_then(|line| line.strip_suffix('"'));
        return inside.unwrap_or(line).replace("\"\"", "\"");
    }
    line.to_owned()
}
