//! The figures of logs for programs.

use loadline_postgres::log::{LogReport, Moment, Severity, Statement};
use serde_json::{Value, json};

/// Everything, with what was found.
pub(super) fn document(report: &LogReport, check: &Value, limit: usize) -> Value {
    let analysis = &report.analysis;
    let files = report.files.iter().map(|file| {
        json!({
            "path": file.path.display().to_string(),
            "format": file.format.name(),
            "prefix": file.prefix,
            "bytes": file.bytes,
            "entries": file.entries,
            "skipped_lines": file.skipped.lines,
            "cut_entries": file.skipped.cut_entries,
        })
    });
    let statements = analysis.statements.by_total();
    let messages = analysis.messages.by_count();
    let severities = [Severity::Warning, Severity::Error, Severity::Fatal, Severity::Panic];
    let severities =
        severities.map(|severity| (severity.word(), json!(analysis.messages.count(severity))));
    let messages = messages.iter().take(limit).map(|group| {
        json!({
            "severity": group.severity.word(), "message": group.form, "count": group.count,
            "state": group.state, "example": group.example, "statement": group.statement,
        })
    });
    let (begin, interval_ms, points) = analysis.course();
    let course = points.iter().map(|point| {
        let p95 = point.times.quantile(0.95).map(|estimate| estimate.value);
        json!({ "calls": point.times.count(), "seconds": point.times.sum(), "p95_seconds": p95, "errors": point.errors })
    });
    json!({
        "files": files.collect::<Vec<_>>(),
        "from": analysis.first.map(Moment::to_text),
        "to": analysis.last.map(Moment::to_text),
        "calls": analysis.statements.calls(),
        "seconds": analysis.statements.total_seconds(),
        "statements": statements.iter().take(limit).map(|found| statement(found)).collect::<Vec<_>>(),
        "statements_not_told_apart": analysis.statements.folded(),
        "severities": serde_json::Map::from_iter(severities.map(|(word, count)| (word.to_owned(), count))),
        "messages": messages.collect::<Vec<_>>(),
        "events": events(report),
        "course": {
            "from": begin.to_text(), "interval_ms": interval_ms, "points": course.collect::<Vec<_>>(),
        },
        "findings": check["findings"],
    })
}

fn statement(found: &Statement) -> Value {
    let quantiles = found.times.quantiles(&[0.5, 0.95, 0.99]).unwrap_or_default();
    let quantile = |place: usize| quantiles.get(place).map(|estimate| estimate.value);
    json!({
        "fingerprint": format!("{:016x}", found.fingerprint),
        "statement": found.form,
        "calls": found.times.count(),
        "seconds": found.total_seconds(),
        "parse_seconds": found.parse_seconds,
        "bind_seconds": found.bind_seconds,
        "mean_seconds": found.times.mean(),
        "p50_seconds": quantile(0),
        "p95_seconds": quantile(1),
        "p99_seconds": quantile(2),
        "max_seconds": found.times.max(),
        "errors": found.errors,
        "lock_waits": found.lock_waits,
        "temp_files": found.temp_files,
        "temp_bytes": found.temp_bytes,
        "repeated_rows": found.repeats.rows,
        "repeated_calls": found.repeats.calls,
        "slowest": found.slowest.as_ref().map(|call| json!({
            "seconds": call.seconds, "sql": call.sql, "parameters": call.parameters,
            "user": call.user, "database": call.database, "application": call.application,
        })),
    })
}

fn events(report: &LogReport) -> Value {
    let analysis = &report.analysis;
    let (checkpoints, locks) = (&analysis.checkpoints, &analysis.locks);
    let connections = &analysis.connections;
    let vacuums = analysis.vacuums.by_seconds();
    json!({
        "checkpoints": {
            "completed": checkpoints.completed,
            "reasons": checkpoints.reasons.by_count().into_iter().collect::<std::collections::BTreeMap<_, _>>(),
            "too_frequent": checkpoints.too_frequent,
            "buffers": checkpoints.buffers,
            "write_seconds": checkpoints.write_seconds,
            "sync_seconds": checkpoints.sync_seconds,
        },
        "temp_files": { "count": analysis.temp_files.count, "bytes": analysis.temp_files.bytes },
        "locks": {
            "waits": locks.waiting, "wait_seconds": locks.waits.sum(), "deadlocks": locks.deadlocks,
        },
        "vacuums": vacuums.iter().map(|(name, table)| json!({
            "table": name, "vacuums": table.vacuums, "seconds": table.vacuum_seconds,
            "analyses": table.analyses, "analyze_seconds": table.analyze_seconds, "removed_rows": table.removed,
        })).collect::<Vec<_>>(),
        "connections": {
            "received": connections.received, "authorized": connections.authorized,
            "ended": connections.ended, "at_once_max": connections.at_once_max,
        },
        "plans": analysis.plans.count,
    })
}
