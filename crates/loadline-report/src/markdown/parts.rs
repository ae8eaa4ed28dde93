//! The parts of the comment, most important first.

use loadline_core::{Outcome, Verdict};

use super::document::{Document, code, marked, prose};
use super::tables;
use crate::figures::{self, Section, Standing, Tally};
use crate::report::Report;
use crate::words;

/// Findings written out.
const FINDINGS_MAX: usize = 8;

/// Each part writes its blocks, or nothing where there is nothing to say.
type Part = fn(&Report, &mut Document);

const PARTS: [Part; 9] = [
    head,
    trust,
    tables::breaking,
    objectives,
    tables::levels,
    tables::requests,
    tables::errors,
    advice,
    environment,
];

/// The report as Markdown.
pub(crate) fn render(report: &Report) -> String {
    let mut document = Document::default();
    PARTS.iter().for_each(|part| part(report, &mut document));
    document.into_text()
}

fn head(report: &Report, document: &mut Document) {
    let run = &report.run;
    let tally = Tally::of(report);
    let sign = match tally.standing() {
        Standing::Met if report.findings.is_empty() => "✅",
        Standing::Missed => "❌",
        Standing::Met | Standing::Unknown => "⚠️",
    };
    let name = run.service.iter().chain([&run.name]).map(|name| prose(name));
    let name = name.collect::<Vec<_>>().join(" · ");
    document.block(&format!("## {sign} {name}: {}", tally.sentence()));
    let ran = words::lasted(report.whole.seconds());
    let mut line = format!("{} at {}, ran {ran}", code(&run.traffic), code(&run.target));
    if let Some(cut) = run.cut_short() {
        line.push_str(&format!(", **{}**", prose(&cut)));
    }
    document.block(&line);
    let all = figures::overall(&report.whole);
    let Some(response) = all.response() else { return };
    let failed = all.failed_share().map_or_else(|| words::NONE.to_owned(), words::share);
    document.block(&format!(
        "**{}** requests at **{}** · **{failed}** failed · p50 **{}** · p95 **{}** · p99 **{}**",
        words::count(all.requests),
        words::rate(all.per_second),
        words::time(response.p50),
        words::time(response.p95),
        words::time(response.p99),
    ));
}

fn trust(report: &Report, document: &mut Document) {
    if report.findings.is_empty() {
        return;
    }
    let mut text = "> [!WARNING]\n> **These figures cannot be trusted.**".to_owned();
    for finding in report.findings.iter().take(FINDINGS_MAX) {
        let sentences = [&finding.symptom, &finding.evidence, &finding.next_step];
        let sentences = sentences.map(|sentence| marked(sentence)).join("; ");
        text.push_str(&format!("\n> - {sentences}"));
    }
    document.block(&text);
}

fn advice(report: &Report, document: &mut Document) {
    if report.advice.is_empty() {
        return;
    }
    document.block("### Found under load");
    for finding in report.advice.iter().take(FINDINGS_MAX) {
        let (evidence, next) = (marked(&finding.evidence), marked(&finding.next_step));
        document.block(&format!("- **{}**: {evidence}; {next}", prose(&finding.symptom)));
    }
}

fn objectives(report: &Report, document: &mut Document) {
    let sections = figures::sections(report);
    let is_folded = |section: &Section<'_>, verdict: &Verdict| {
        section.is_pack
            && !verdict.fails_run()
            && Standing::of(&verdict.outcome) == Standing::Unknown
    };
    let mut rows = Vec::new();
    let mut folded = 0;
    for section in &sections {
        for verdict in &section.verdicts {
            if is_folded(section, verdict) {
                folded += 1;
            } else {
                rows.push(objective_row(verdict));
            }
        }
    }
    if rows.is_empty() {
        return;
    }
    document.block("### Objectives");
    document.table(&["", "Objective", "From", "Figure", "Margin"], &[0, 1, 2], &rows);
    if folded > 0 {
        let folded = words::counted(folded, "objective");
        document.block(&format!("{folded} of packs not measured by this run"));
    }
}

fn objective_row(verdict: &Verdict) -> Vec<String> {
    let sign = match Standing::of(&verdict.outcome) {
        Standing::Met => "✅",
        Standing::Missed => "❌",
        Standing::Unknown => "❔",
    };
    let figure = match &verdict.outcome {
        Outcome::Unknown(why) => prose(&why.reason()),
        Outcome::Met | Outcome::Missed => {
            verdict.figure.map_or_else(|| words::NONE.to_owned(), words::quantity)
        }
    };
    let is_missed = verdict.outcome == Outcome::Missed;
    vec![
        sign.to_owned(),
        code(&verdict.promise.objective.to_string()),
        prose(&figures::origin(&verdict.promise.origin)),
        if is_missed { format!("**{figure}**") } else { figure },
        words::margin(verdict).unwrap_or_default(),
    ]
}

fn environment(report: &Report, document: &mut Document) {
    let run = &report.run;
    let mut text = String::from("<details><summary>Run and environment</summary>\n\n");
    text.push_str(&format!("Repeat it with\n\n{}\n\n", fenced(&run.command)));
    let facts = [("run", &run.id), ("started", &run.started), ("Loadline", &run.version)];
    let own = facts.into_iter().map(|(name, value)| (name.to_owned(), value.clone()));
    for (name, value) in own.chain(run.environment.iter().cloned()) {
        text.push_str(&format!("- {}: {}\n", prose(&name), code(&value)));
    }
    text.push_str("\n</details>");
    document.block(&text);
}

/// Code in a block of its own.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(usize::max(3, longest + 1));
    format!("{fence}sh\n{}\n{fence}", words::plain(text))
}
