//! How advice is written: for people, as Markdown, as a page, for programs.

use std::path::Path;

use loadline_postgres::rules::{Advice, Check, Severity};
use serde_json::{Value, json};

use super::html;
pub(super) use crate::output::print::printable;
use crate::output::print::{Stream, painted};

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum OutFormat {
    /// For people.
    Text,
    /// For a comment or a page.
    Markdown,
    /// For programs.
    Json,
    /// One self-contained page.
    Html,
}

/// How lists are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ListFormat {
    /// For people.
    Text,
    /// For a comment or a page.
    Markdown,
    /// For programs.
    Json,
    /// One self-contained page.
    Html,
}

impl From<ListFormat> for OutFormat {
    fn from(format: ListFormat) -> Self {
        match format {
            ListFormat::Text => Self::Text,
            ListFormat::Markdown => Self::Markdown,
            ListFormat::Json => Self::Json,
            ListFormat::Html => Self::Html,
        }
    }
}

/// What a file is called in an answer; `-` is standard input.
pub(super) fn file_name(path: &Path) -> String {
    match path.as_os_str() == "-" {
        true => "<stdin>".to_owned(),
        false => printable(&path.to_string_lossy()),
    }
}

/// A check with the line about where it comes from.
pub(super) fn check(check: &Check, head: &str, format: OutFormat) -> String {
    match format {
        OutFormat::Text => text(check, head),
        OutFormat::Markdown => {
            markdown(check, head).replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
        }
        OutFormat::Json => format!("{:#}\n", json_of(check, head)),
        OutFormat::Html => {
            let counted = counted(check);
            html::page(&format!("PostgreSQL: {counted}"), head, |page| {
                html::findings(check, &counted, page);
            })
        }
    }
}

fn text(check: &Check, head: &str) -> String {
    let mut text = format!("{}\n", printable(head));
    for advice in &check.advice {
        let (severity, colour) = (advice.severity.to_string(), colour(advice.severity));
        text.push_str(&format!(
            "\n{} {} [{}]\n",
            painted(Stream::Stdout, colour, &format!("{severity}:")),
            printable(&title(advice)),
            advice.rule
        ));
        let lines = [
            ("evidence", Some(&advice.evidence)),
            ("next", Some(&advice.next_step)),
            ("run", advice.statement.as_ref()),
            ("gain", Some(&advice.gain.words)),
        ];
        for (name, value) in lines {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                text.push_str(&format!("  {name:<9} {}\n", printable(value)));
            }
        }
    }
    text.push_str(&format!("\n{}\n", counted(check)));
    if !check.hidden.is_empty() {
        text.push_str("\nnot seen:\n");
    }
    for hidden in &check.hidden {
        let remedy = printable(&hidden.remedy);
        text.push_str(&format!("  {}\n    shown by: {remedy}\n", hidden.what));
        text.push_str(&format!("    rules: {}\n", hidden.rules.join(", ")));
    }
    text
}

fn markdown(check: &Check, head: &str) -> String {
    let mut text = format!("### {}\n\n{head}\n", counted(check));
    for advice in &check.advice {
        text.push_str(&format!("\n#### {}: {}\n\n", advice.severity, title(advice)));
        text.push_str(&format!("- rule: `{}`\n- evidence: {}\n", advice.rule, advice.evidence));
        text.push_str(&format!("- next: {}\n- gain: {}\n", advice.next_step, advice.gain.words));
        if let Some(statement) = &advice.statement {
            text.push_str(&format!("\n```sql\n{statement}\n```\n"));
        }
    }
    if !check.hidden.is_empty() {
        text.push_str("\n#### Not seen\n\n");
    }
    for hidden in &check.hidden {
        text.push_str(&format!("- {}; shown by: `{}`\n", hidden.what, hidden.remedy));
    }
    text
}

pub(super) fn json_of(check: &Check, head: &str) -> Value {
    let advice = check.advice.iter().map(|advice| {
        json!({
            "rule": advice.rule,
            "severity": advice.severity.to_string(),
            "subject": advice.subject,
            "symptom": advice.symptom,
            "evidence": advice.evidence,
            "next_step": advice.next_step,
            "statement": advice.statement,
            "gain": { "share": advice.gain.share, "words": advice.gain.words, "is_measured": false },
        })
    });
    let hidden = check.hidden.iter().map(
        |hidden| json!({ "what": hidden.what, "shown_by": hidden.remedy, "rules": hidden.rules }),
    );
    json!({
        "server": head,
        "findings": advice.collect::<Vec<_>>(),
        "not_seen": hidden.collect::<Vec<_>>(),
    })
}

/// `3 findings, 2 notes`.
pub(super) fn counted(check: &Check) -> String {
    let notes = check.advice.iter().filter(|advice| advice.severity == Severity::Note).count();
    let findings = check.advice.len() - notes;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!("{findings} finding{}, {notes} note{}", plural(findings), plural(notes))
}

fn title(advice: &Advice) -> String {
    format!("{} {}", advice.subject, advice.symptom)
}

fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "1;31",
        Severity::Warning => "31",
        Severity::Advice => "33",
        Severity::Note => "2",
    }
}
