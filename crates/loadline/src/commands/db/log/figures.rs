//! The figures of logs as tables.

use loadline_postgres::log::{LogReport, Statement};
use loadline_postgres::rules::facts::{bytes, count, duration, ms, percent};

use super::super::out::ListFormat;
use super::super::table::Table;

/// Quantiles that are shown.
const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// Files, times, entries in a line.
pub(super) fn head(report: &LogReport) -> String {
    let analysis = &report.analysis;
    let files: Vec<String> = report
        .files
        .iter()
        .map(|file| match &file.prefix {
            Some(prefix) => {
                format!("{} ({}, prefix `{prefix}`)", file.path.display(), file.format.name())
            }
            None => format!("{} ({})", file.path.display(), file.format.name()),
        })
        .collect();
    let times = match (analysis.first, analysis.last) {
        (Some(first), Some(last)) => {
            format!(
                ", {} to {} ({})",
                first.to_text(),
                last.to_text(),
                duration(analysis.seconds())
            )
        }
        _ => String::new(),
    };
    format!(
        "{}: {} entries{times}, {} calls of statements in {}",
        files.join(", "),
        count(analysis.entries as i64),
        count(analysis.statements.calls() as i64),
        ms(analysis.statements.total_seconds() * 1_000.0)
    )
}

/// Everything that has a figure.
pub(super) fn figures(report: &LogReport, limit: usize, format: ListFormat) -> String {
    let statements = statements(report, limit);
    let mut text = if statements.is_empty() {
        "no times of statements are in the log\n".to_owned()
    } else {
        statements.render(format)
    };
    let others = &report.analysis.statements;
    if others.folded() > 0 {
        text.push_str(&format!(
            "besides {} calls of statements that are not told apart: there are too many\n",
            count(others.others().count() as i64)
        ));
    }
    for table in [messages(report, limit), events(report)] {
        if !table.is_empty() {
            text.push_str(&format!("\n{}", table.render(format)));
        }
    }
    text
}

/// Statements with times, by their total.
pub(super) fn statements(report: &LogReport, limit: usize) -> Table {
    let statements = &report.analysis.statements;
    let names = [
        "calls",
        "total",
        "share",
        "mean",
        "p50",
        "p95",
        "p99",
        "longest",
        "errors",
        "temp",
        "statement",
    ];
    let mut table = Table::new(&names, 0);
    let all = statements.total_seconds().max(f64::MIN_POSITIVE);
    let timed = statements.by_total().into_iter().filter(|found| found.times.count() > 0);
    for found in timed.take(limit) {
        table.row_of(row(found, all), &found.form);
    }
    table
}

fn row(found: &Statement, all: f64) -> Vec<String> {
    let times = &found.times;
    let seconds =
        |seconds: Option<f64>| seconds.map_or("–".to_owned(), |seconds| ms(seconds * 1_000.0));
    let quantiles = times.quantiles(&QUANTILES).unwrap_or_default();
    let mut row = vec![
        count(times.count() as i64),
        ms(found.total_seconds() * 1_000.0),
        percent(found.total_seconds() / all),
        seconds(times.mean()),
    ];
    row.extend(quantiles.iter().map(|estimate| ms(estimate.value * 1_000.0)));
    row.push(seconds(times.max()));
    row.push(count(found.errors as i64));
    row.push(if found.temp_files > 0 { bytes(found.temp_bytes as i64) } else { "–".to_owned() });
    row
}

/// Errors and warnings, by how often they came.
pub(super) fn messages(report: &LogReport, limit: usize) -> Table {
    let mut table = Table::new(&["severity", "times", "message"], 1);
    for group in report.analysis.messages.by_count().into_iter().take(limit) {
        let cells = vec![group.severity.word().to_owned(), count(group.count as i64)];
        table.row_of(cells, &group.form);
    }
    table
}

/// A line for each kind of event that there was.
pub(super) fn events(report: &LogReport) -> Table {
    let analysis = &report.analysis;
    let mut table = Table::new(&["event", "times", "figures"], 1).named_by_first();
    let mut row = |name: &str, times: u64, figures: String| {
        if times > 0 {
            table.row(vec![name.to_owned(), count(times as i64), figures]);
        }
    };
    let seconds = |seconds: f64| ms(seconds * 1_000.0);
    let checkpoints = &analysis.checkpoints;
    let reasons = checkpoints.reasons.by_count();
    let reasons: Vec<String> =
        reasons.iter().map(|(reason, times)| format!("{reason} {times}")).collect();
    row(
        "checkpoints",
        checkpoints.completed,
        format!(
            "{}; {} of writing, {} buffers",
            reasons.join(", "),
            seconds(checkpoints.write_seconds),
            count(checkpoints.buffers as i64)
        ),
    );
    let files = analysis.temp_files;
    row(
        "temporary files",
        files.count,
        format!("{}, the largest {}", bytes(files.bytes as i64), bytes(files.largest_bytes as i64)),
    );
    let locks = &analysis.locks;
    row("lock waits", locks.waiting, format!("{} until they had it", seconds(locks.waits.sum())));
    row("deadlocks", locks.deadlocks, String::new());
    let vacuums = analysis.vacuums.by_seconds();
    let times = vacuums.iter().map(|(_, table)| table.vacuums + table.analyses).sum();
    let all: f64 =
        vacuums.iter().map(|(_, table)| table.vacuum_seconds + table.analyze_seconds).sum();
    let most = vacuums.first().map_or(String::new(), |(name, _)| format!(", most of {name}"));
    row("autovacuum", times, format!("{}{most}", seconds(all)));
    let connections = &analysis.connections;
    let median = connections.sessions.quantile(0.5).map_or(0.0, |median| median.value);
    row(
        "connections",
        connections.authorized,
        format!(
            "{} at once at most, half of the sessions shorter than {}",
            connections.at_once_max,
            seconds(median)
        ),
    );
    let slowest = analysis.plans.slowest().first().map_or(0.0, |plan| plan.seconds);
    row("plans", analysis.plans.count, format!("the slowest statement {}", seconds(slowest)));
    table
}
