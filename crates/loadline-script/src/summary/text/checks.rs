//! Checks as lines: how many held in all, and each by its name.

use super::ink::{Ink, mark};
use super::table::{Cells, Faint, Row, Widths, width};
use crate::summary::figures::Figures;
use crate::summary::number;
use crate::summary::results::{Check, MetricResult, Results};

/// The three lines with the totals.
pub(super) fn totals(
    checks: &MetricResult,
    results: &Results,
    margin: &str,
    ink: Ink,
    faint: Faint,
) -> String {
    let Figures::Rate { rate, passes, fails } = Figures::of(checks, results) else {
        return String::new();
    };
    let total = passes + fails;
    let per_second = if total == 0 { 0.0 } else { total as f64 / results.duration_s };
    let row = |label: &str, value: String, extra: String| Row {
        margin: margin.to_owned(),
        indent: 0,
        label: label.to_owned(),
        cells: Cells::Plain { value, extras: vec![extra] },
    };
    let of_total = |count: u64| format!("{count} out of {total}");
    // Of no checks at all none succeeded, and nothing can be said of the others.
    let failed = fails as f64 / total as f64;
    let rows = [
        row("checks_total", total.to_string(), format!("{}/s", number::plain(per_second, 6))),
        row("checks_succeeded", number::percent(rate), of_total(passes)),
        row("checks_failed", number::percent(failed), of_total(fails)),
    ];
    // The names take part twice, as those of metrics do.
    let name = rows.iter().map(|row| width(&row.label)).max().unwrap_or_default();
    let widths = Widths::of(&rows, 2 * name);
    rows.iter().map(|row| widths.line(row, ink, faint) + "\n").collect()
}

/// Each check, with a second line where one did not always hold.
pub(super) fn list(checks: &[Check], margin: usize, ink: Ink) -> String {
    if checks.is_empty() {
        return "\n".to_owned();
    }
    let mut lines = String::new();
    for check in checks {
        let is_ok = check.fails == 0;
        let line = ink.outcome(is_ok, &format!("{} {}", mark(is_ok), check.name));
        lines.push_str(&format!("{:margin$}{line}\n", ""));
        if !is_ok {
            let line = ink.outcome(false, &failures(check));
            lines.push_str(&format!("{:1$}{line}\n", "", 2 * margin - 2));
        }
    }
    lines
}

/// How often a check held and did not: `↳  66% — ✓ 2 / ✗ 1`.
pub(super) fn failures(check: &Check) -> String {
    let Check { passes, fails, .. } = check;
    let percent = 100 * passes / (passes + fails).max(1);
    format!("↳  {percent}% — {} {passes} / {} {fails}", mark(true), mark(false))
}
