//! The objectives, each with its figure, its margin and who promised it.

use std::fmt;

use loadline_core::{Outcome, Verdict};

use super::ink::Ink;
use super::summary::Look;
use super::table::padded;
use crate::figures::{Section, Standing, origin, sections};
use crate::report::Report;
use crate::words;

/// Unknown rows of packs shown before they are folded into one line.
const UNKNOWN_ROWS_MAX: usize = 3;
/// Columns a sentence takes before its figure moves out of line.
const SENTENCE_WIDTH_MAX: usize = 50;

pub(super) fn write(
    report: &Report,
    ink: Ink,
    look: Look,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let sections = sections(report);
    let is_unknown = |verdict: &&Verdict| matches!(verdict.outcome, Outcome::Unknown(_));
    let packs = sections.iter().filter(|section| section.is_pack);
    let unknown = packs.flat_map(|section| &section.verdicts).copied().filter(is_unknown).count();
    let fold = !look.all && unknown > UNKNOWN_ROWS_MAX;
    let shown = |section: &Section<'_>, verdict: &&Verdict| {
        !(fold && section.is_pack && is_unknown(verdict) && !verdict.fails_run())
    };
    let lengths = sections.iter().flat_map(|section| {
        let verdicts = section.verdicts.iter().filter(|verdict| shown(section, verdict));
        verdicts.map(|verdict| sentence(verdict).chars().count())
    });
    let width = lengths.max().unwrap_or_default().min(SENTENCE_WIDTH_MAX);
    let folded = format!(
        "? {unknown} objectives of packs not measured (list: loadline show {} --all)",
        words::plain(&report.run.id)
    );
    let last_pack = sections.iter().rposition(|section| section.is_pack);
    for (place, section) in sections.iter().enumerate() {
        writeln!(out, "\n  {}", ink.dim(&words::plain(&section.title)))?;
        let verdicts = section.verdicts.iter().filter(|verdict| shown(section, verdict));
        verdicts.into_iter().try_for_each(|verdict| write_verdict(verdict, width, ink, out))?;
        if fold && last_pack == Some(place) {
            writeln!(out, "    {}", ink.dim(&folded))?;
        }
    }
    Ok(())
}

fn sentence(verdict: &Verdict) -> String {
    words::plain(&verdict.promise.objective.to_string())
}

fn write_verdict(
    verdict: &Verdict,
    width: usize,
    ink: Ink,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    let standing = Standing::of(&verdict.outcome);
    let paint = |text: &str| match standing {
        Standing::Met => ink.good(text),
        Standing::Missed => ink.bad(text),
        Standing::Unknown => ink.warning(text),
    };
    let sign = paint(standing.sign());
    let sentence = padded(&sentence(verdict), width);
    let origin = ink.dim(&words::plain(&origin(&verdict.promise.origin)));
    if let Outcome::Unknown(why) = &verdict.outcome {
        writeln!(out, "    {sign} {sentence}  {}{origin}", " ".repeat(27))?;
        let reason = format!("unknown: {}", why.reason());
        return writeln!(out, "      {}", ink.dim(&words::plain(&reason)));
    }
    let figure = verdict.figure.map_or_else(|| words::NONE.to_owned(), words::quantity);
    let figure = if standing == Standing::Missed {
        paint(&format!("{figure:>9}"))
    } else {
        format!("{figure:>9}")
    };
    let margin = padded(&words::margin(verdict).unwrap_or_default(), 15);
    writeln!(out, "    {sign} {sentence}  {figure}  {margin} {origin}")?;
    match &verdict.evidence.note {
        Some(note) => writeln!(out, "      {}", ink.dim(&words::plain(note))),
        None => Ok(()),
    }
}
