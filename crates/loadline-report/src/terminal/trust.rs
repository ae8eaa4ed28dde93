//! The loud block: why the figures cannot be trusted, and what to do about it.

use std::fmt;

use super::ink::Ink;
use super::summary::Look;
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, ink: Ink, _: Look, out: &mut dyn fmt::Write) -> fmt::Result {
    if report.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  {}", ink.loud("!! THESE FIGURES CANNOT BE TRUSTED"))?;
    let bar = ink.loud("┃");
    for finding in &report.findings {
        writeln!(out, "  {bar} {}", ink.bold(&words::plain(&finding.symptom)))?;
        writeln!(out, "  {bar}   {}", words::plain(&finding.evidence))?;
        let hint = format!("hint: {}", finding.next_step);
        writeln!(out, "  {bar}   {}", ink.hint(&words::plain(&hint)))?;
    }
    Ok(())
}
