//! Takes off what stands around a plan, and tells its format.

use super::{json, text};
use crate::plan::error::PlanError;
use crate::plan::node::Plan;

/// Reads a plan: text or JSON, as EXPLAIN, psql or auto_explain wrote it.
///
/// # Errors
/// When it is no plan, or one in YAML or XML.
pub fn read_plan(input: &str) -> Result<Plan, PlanError> {
    let input = input.trim_start_matches('\u{feff}').replace('\r', "");
    let input = behind_log_head(&input);
    let lines = without_table(input);
    let first = lines.iter().map(|line| line.trim()).find(|line| !line.is_empty());
    match first.and_then(|line| line.chars().next()) {
        Some('[' | '{') => {
            let whole = lines.join("\n");
            json::read(&whole)
        }
        Some('<') => Err(PlanError::OtherFormat { format: "XML" }),
        Some('-') if first.is_some_and(|line| line.starts_with("- Plan:")) => {
            Err(PlanError::OtherFormat { format: "YAML" })
        }
        _ => text::read(&lines),
    }
}

/// What follows `duration: … ms  plan:` of a log, without its tabs.
fn behind_log_head(input: &str) -> &str {
    let mut at = 0;
    for line in input.split_inclusive('\n') {
        at += line.len();
        if line.trim_end().ends_with(" plan:") && line.contains("duration: ") {
            return &input[at..];
        }
    }
    input
}

/// Lines without psql's heading, frame, line continuations and count of rows.
fn without_table(input: &str) -> Vec<String> {
    let is_rule = |line: &str| {
        line.len() > 3 && line.chars().all(|letter| matches!(letter, '-' | '+' | '|' | '─' | ' '))
    };
    let is_count = |line: &str| {
        line.strip_prefix('(')
            .is_some_and(|rest| rest.ends_with(" rows)") || rest.ends_with(" row)"))
    };
    let lines = input.lines().filter(|line| {
        let trimmed = line.trim().trim_matches('|').trim();
        trimmed != "QUERY PLAN"
            && !is_count(trimmed)
            && !(is_rule(line.trim()) && line.contains("--"))
    });
    let lines: Vec<String> = lines
        .map(|line| {
            let line = line.strip_prefix('\t').unwrap_or(line);
            let line =
                line.strip_prefix("| ").map_or(line, |line| line.trim_end_matches([' ', '|']));
            let line = line.trim_end();
            line.strip_suffix('+').map_or(line, str::trim_end).to_owned()
        })
        .collect();
    let indents = lines.iter().filter(|line| !line.is_empty());
    let common = indents.map(|line| line.len() - line.trim_start_matches(' ').len()).min();
    let cut = |line: String| line.get(common.unwrap_or(0)..).unwrap_or_default().to_owned();
    lines.into_iter().map(cut).collect()
}
