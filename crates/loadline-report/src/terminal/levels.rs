//! Level by level, what the resources did meanwhile, and where the target broke.

use std::fmt;

use loadline_core::Unit;
use loadline_core::level::{Level, LoadAxis};
use loadline_core::window::watched;

use super::ink::Ink;
use super::requests::write_stages;
use super::summary::Look;
use super::table::{Row, padded, write_head, write_row};
use crate::figures::{left_out, resource_figure, sign_short, story};
use crate::report::Report;
use crate::words;

/// The resources that objectives speak of, with heads that fit their column.
const RESOURCES: [(&str, &str); 10] = [
    (watched::CPU, "CPU"),
    (watched::MEMORY, "memory"),
    (watched::DISK, "disk"),
    (watched::NETWORK, "network"),
    (watched::POOL, "pool"),
    (watched::POOL_IN_USE, "in use"),
    (watched::CONNECTIONS, "db conn"),
    (watched::SQL_MEAN, "sql avg"),
    (watched::LAG, "lag"),
    (watched::GC, "gc"),
];
/// Columns of a fact's name.
const FACT_WIDTH: usize = 20;
/// Columns of a fact's text: with margin and name a line takes 97, as tables do.
const TEXT_WIDTH: usize = 71;

/// Writes the levels by load; the stages of the test where the load says nothing.
pub(super) fn write(
    report: &Report,
    ink: Ink,
    look: Look,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    if report.levels.is_empty() {
        return write_stages(report, ink, look, out);
    }
    write_table(report, ink, out)?;
    for sentence in left_out(report) {
        write_fact("Left out", &words::plain(&sentence), ink, out)?;
    }
    write_resources(report, ink, out)?;
    write_story(report, ink, out)
}

fn axis(report: &Report) -> LoadAxis {
    if report.run.open { LoadAxis::OfferedRate } else { LoadAxis::Users }
}

fn write_table(report: &Report, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let heads = ["done", "requests", "failed", "avg", "p50", "p95", "p99", "max"];
    write_head("Level by level", &heads, ink, out)?;
    for level in &report.levels {
        let none = || words::NONE.to_owned();
        let mut figures = vec![
            words::rate(level.achieved_per_second),
            words::rate(level.requests_per_second()),
            level.failed_share().map_or_else(none, words::narrow_share),
        ];
        figures.extend(level.response.map_or_else(
            || vec![none(); 5],
            |times| {
                [times.avg, times.p50, times.p95, times.p99, times.max].map(words::time).to_vec()
            },
        ));
        write_row(&row(level, axis(report), figures), ink, out)?;
    }
    Ok(())
}

fn row(level: &Level, axis: LoadAxis, figures: Vec<String>) -> Row {
    let sign = if level.is_good() { "✓" } else { "✗" };
    let after = if level.is_rising { "" } else { " (after the peak)" };
    let name = format!("{sign} {}{after}", level.label(axis));
    Row { indent: 0, name, figures, is_bad: !level.is_good() }
}

/// The mean of each resource at each level; of several of one name the fullest.
fn write_resources(report: &Report, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let mean = |level: &Level, metric: &str| {
        let own = level.resources.iter().filter(|resource| &*resource.series.metric == metric);
        own.map(|resource| resource.mean).max_by(f64::total_cmp)
    };
    let seen: Vec<_> = RESOURCES
        .into_iter()
        .filter(|(metric, _)| report.levels.iter().any(|level| mean(level, metric).is_some()))
        .collect();
    if seen.is_empty() {
        return Ok(());
    }
    let heads: Vec<&str> = seen.iter().map(|(_, head)| *head).collect();
    write_head("Resources by level", &heads, ink, out)?;
    for level in &report.levels {
        let figure = |(metric, _): &(&str, &str)| {
            let unit = watched::unit_of(metric).unwrap_or(Unit::Count);
            mean(level, metric)
                .map_or_else(|| words::NONE.to_owned(), |mean| resource_figure(unit, mean))
        };
        let figures = seen.iter().map(figure).collect();
        write_row(&row(level, axis(report), figures), ink, out)?;
    }
    Ok(())
}

fn write_story(report: &Report, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let Some(point) = &report.breaking_point else { return Ok(()) };
    let story = story(point);
    let headline = words::plain(&story.headline);
    let headline = if story.is_broken { ink.warning(&headline) } else { ink.good(&headline) };
    writeln!(out)?;
    writeln!(out, "  {}{headline}", ink.bold(&padded("Breaking point", FACT_WIDTH + 4)))?;
    for (name, text) in &story.facts {
        write_fact(name, &words::plain(text), ink, out)?;
    }
    let bad = report.levels.iter().filter(|level| !level.is_good());
    for level in bad {
        let signs: Vec<String> = level.signs.iter().map(sign_short).collect();
        let name = format!("At {}", axis(report).text(level.load));
        write_fact(&name, &words::plain(&signs.join("; ")), ink, out)?;
    }
    Ok(())
}

/// A name and its text, on as many lines as the text takes.
fn write_fact(name: &str, text: &str, ink: Ink, out: &mut dyn fmt::Write) -> fmt::Result {
    let mut line = String::new();
    let mut head = padded(name, FACT_WIDTH);
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > TEXT_WIDTH {
            writeln!(out, "    {}{line}", ink.dim(&head))?;
            head = " ".repeat(FACT_WIDTH);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "    {}{line}", ink.dim(&head))
}
