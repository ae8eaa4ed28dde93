//! What was found about the tested while it was under load.

use std::fmt;

use super::ink::Ink;
use super::summary::Look;
use crate::report::Report;
use crate::words;

pub(super) fn write(report: &Report, ink: Ink, _: Look, out: &mut dyn fmt::Write) -> fmt::Result {
    if report.advice.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n  {}", ink.dim("Found under load"))?;
    for finding in &report.advice {
        writeln!(out, "    {} {}", ink.warning("!"), ink.bold(&words::plain(&finding.symptom)))?;
        writeln!(out, "      {}", words::plain(&finding.evidence))?;
        let hint = format!("hint: {}", finding.next_step);
        writeln!(out, "      {}", ink.hint(&words::plain(&hint)))?;
    }
    Ok(())
}
