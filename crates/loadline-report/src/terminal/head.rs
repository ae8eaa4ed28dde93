//! The head of the summary: which run this was, and what became of it in one line.

use std::fmt;

use super::ink::Ink;
use super::summary::Look;
use crate::figures::{Standing, Tally};
use crate::report::Report;
use crate::words;

/// Columns of the facts on one line: with margin and separator a line takes 97, as tables do.
const FACTS_WIDTH: usize = 92;

pub(super) fn write(report: &Report, ink: Ink, _: Look, out: &mut dyn fmt::Write) -> fmt::Result {
    let run = &report.run;
    let name = run.service.iter().map(|service| format!("{service} · ")).collect::<String>();
    let title = words::plain(&format!("{name}{}", run.name));
    writeln!(out)?;
    writeln!(out, "  {}  {}", ink.bold(&title), words::plain(&run.target))?;
    let lasted = words::lasted(report.whole.seconds());
    let what = words::plain(&format!("{} · ran {lasted}", run.traffic));
    let which = words::plain(&format!("{} · run {}", run.started, run.id));
    let fits = what.chars().count() + which.chars().count() <= FACTS_WIDTH;
    let facts = if fits { vec![format!("{what} · {which}")] } else { vec![what, which] };
    facts.iter().try_for_each(|line| writeln!(out, "  {}", ink.dim(line)))?;
    if let Some(why) = run.cut_short() {
        writeln!(out, "  {}", ink.warning(&format!("{why}: the figures cover {lasted}")))?;
    }
    if run.warm_up_ms > 0 {
        let warm_up = words::lasted(run.warm_up_ms as f64 / 1_000.0);
        writeln!(out, "  {}", ink.dim(&format!("the first {warm_up}, its warm-up, is left out")))?;
    }
    writeln!(out)?;
    let tally = Tally::of(report);
    let standing = tally.standing();
    let line = format!("{} {}", standing.sign(), tally.sentence());
    let line = match standing {
        _ if !report.findings.is_empty() => {
            ink.loud(&format!("{line}; but these figures cannot be trusted"))
        }
        Standing::Met => ink.good(&line),
        Standing::Missed => ink.loud(&line),
        Standing::Unknown => ink.warning(&line),
    };
    writeln!(out, "  {line}")
}
