//! What was done in all, and how the generator fared doing it.

use std::fmt;

use loadline_core::window::Share;
use loadline_core::{Origin, Outcome, Verdict};

use super::ink::Ink;
use super::summary::Look;
use super::table::padded;
use crate::figures::{self, Generator, Volume};
use crate::report::Report;
use crate::words;

/// Columns of the name.
const NAME_WIDTH: usize = 11;
/// Columns of the parts beside it: a line takes at most 97, as tables do.
const PARTS_WIDTH: usize = 84;
const SEPARATOR: &str = " · ";

pub(super) fn write(report: &Report, ink: Ink, _: Look, out: &mut dyn fmt::Write) -> fmt::Result {
    let lines = [("Done", volume(report)), ("Generator", generator(report))];
    writeln!(out)?;
    for (name, parts) in lines.iter().filter(|(_, parts)| !parts.is_empty()) {
        write_parts(name, parts, ink, out)?;
    }
    Ok(())
}

/// Writes the parts side by side, on as many lines as they need.
fn write_parts(name: &str, parts: &[String], ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    write!(out, "  {}", ink.bold(&padded(name, NAME_WIDTH)))?;
    let mut column = 0;
    for part in parts {
        let width = part.chars().count();
        if column > 0 && column + SEPARATOR.chars().count() + width > PARTS_WIDTH {
            write!(out, "\n  {}", " ".repeat(NAME_WIDTH))?;
            column = 0;
        }
        let separator = if column > 0 { SEPARATOR } else { "" };
        write!(out, "{separator}{part}")?;
        column += separator.chars().count() + width;
    }
    writeln!(out)
}

/// Successes and the time all of it took come first: they are what a burst is run for.
fn volume(report: &Report) -> Vec<String> {
    let volume = Volume::of(&report.whole);
    let all = figures::overall(&report.whole);
    let mut parts = Vec::new();
    if all.requests > 0 {
        let (good, requests) =
            (all.requests - all.failed.min(all.requests), words::counted(all.requests, "request"));
        let lasted = words::lasted(report.whole.seconds());
        parts.push(format!("{} of {requests} succeeded in {lasted}", words::count(good)));
    }
    let cut = volume.iterations_interrupted.filter(|cut| *cut > 0);
    if volume.iterations.or(cut).is_some() {
        let iterations = volume.iterations.unwrap_or_default();
        let cut = cut.map(|cut| format!(" ({} cut off)", words::count(cut))).unwrap_or_default();
        parts.push(format!("{}{cut}", words::counted(iterations, "iteration")));
    }
    if let Some(held) = volume.checks.and_then(Share::fraction) {
        parts.push(format!("{} of checks held", words::share(held)));
    }
    let bytes = |count: u64| words::bytes(count as f64);
    parts.extend(volume.bytes_sent.map(|sent| format!("{} sent", bytes(sent))));
    parts.extend(volume.bytes_received.map(|received| format!("{} received", bytes(received))));
    parts.extend(volume.connections_opened.map(|opened| words::counted(opened, "connection")));
    parts
}

fn generator(report: &Report) -> Vec<String> {
    let generator = Generator::of(&report.whole);
    let share = |share: Share| share.fraction().map(words::share);
    let mut parts = Vec::new();
    parts.extend(generator.lag.map(|lag| format!("lag p99 {}", words::time(lag.p99))));
    parts.extend(
        generator
            .cpu
            .map(|cpu| format!("CPU {} (max {})", words::share(cpu.mean()), words::share(cpu.max))),
    );
    parts.extend(generator.queue.map(|queue| format!("queue {}", words::share(queue.mean()))));
    parts.extend(generator.dropped.and_then(share).map(|dropped| format!("dropped {dropped}")));
    parts.extend(generator.late.and_then(share).map(|late| format!("late {late}")));
    parts.extend(generator.memory.map(|memory| format!("memory {}", words::bytes(memory.max))));
    let kept = |verdict: &Verdict| {
        verdict.promise.origin == Origin::Generator && verdict.outcome == Outcome::Met
    };
    if report.findings.is_empty() && report.verdicts.iter().any(kept) {
        parts.push("within its limits".to_owned());
    }
    parts
}
