//! Annotations: what GitHub shows beside a change, as the lines that a workflow's step prints for it.
//!
//! A report goes in; a line for each promise that fails the run, and a warning for each reason not to trust its
//! figures, come out. Nothing that a name or a sentence holds can end its line or start another command.

use loadline_core::{Outcome, Verdict};

use crate::figures;
use crate::report::Report;
use crate::words;

/// The lines for the standard output of a step; empty where nothing is to be said.
pub fn annotations(report: &Report) -> String {
    let sections = figures::sections(report);
    let verdicts = sections.iter().flat_map(|section| &section.verdicts);
    let mut lines: String =
        verdicts.filter(|verdict| verdict.fails_run()).map(|verdict| broken(verdict)).collect();
    if let Some(cut) = report.run.cut_short() {
        let title = format!("The run of {} did not reach its end", report.run.name);
        lines.push_str(&command("warning", &title, &words::capitalised(&cut)));
    }
    for finding in &report.findings {
        let sentences = [&finding.symptom, &finding.evidence, &finding.next_step];
        let text = sentences.map(|sentence| words::capitalised(sentence)).join("\n");
        lines.push_str(&command("warning", "The figures cannot be trusted", &text));
    }
    lines
}

fn broken(verdict: &Verdict) -> String {
    let sentence = verdict.promise.objective.to_string();
    let origin = figures::origin(&verdict.promise.origin);
    match &verdict.outcome {
        Outcome::Unknown(why) => {
            let text = format!("{sentence}: {}", why.reason());
            command("error", &format!("Objective could not be judged ({origin})"), &text)
        }
        Outcome::Met | Outcome::Missed => {
            let text = format!("{sentence}: {}", figures::missed_by(verdict));
            command("error", &format!("Objective missed ({origin})"), &text)
        }
    }
}

/// A command of a workflow, on a line of its own.
fn command(name: &str, title: &str, text: &str) -> String {
    let title = escaped(title).replace(':', "%3A").replace(',', "%2C");
    format!("::{name} title={title}::{}\n", escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn text_can_neither_end_its_line_nor_its_property() {
        let line = command("error", "a: b, c\n::stop", "100%\r\n::error::x");
        let expected = "::error title=a%3A b%2C c%0A%3A%3Astop::100%25%0D%0A::error::x\n";
        assert_eq!(line, expected);
    }
}
