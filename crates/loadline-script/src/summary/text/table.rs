//! Metrics in columns: a name, dots, and the figures one below the other.

use super::ink::Ink;
use crate::summary::figures::Figures;
use crate::summary::number;
use crate::summary::{MetricResult, Results};

/// Dots after the longest name, at least.
const DOTS_MIN: usize = 3;
/// The figure of a trend that is not in the trend's unit.
const COUNT: &str = "count";

/// The escapes of the fainter parts; the two layouts have them in their own order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Faint {
    pub(super) dots: &'static str,
    pub(super) extra: &'static str,
}

/// One line: what stands before the dots, and what is behind them.
#[derive(Debug)]
pub(super) struct Row {
    /// In front of the name.
    pub(super) margin: String,
    /// How much of the margin belongs to the name: a sub-metric's stands further right.
    pub(super) indent: usize,
    /// The name as it is shown.
    pub(super) label: String,
    pub(super) cells: Cells,
}

/// The figures of one line as text.
#[derive(Debug)]
pub(super) enum Cells {
    /// One figure and what explains it: a rate per second, a share, the lowest and the highest.
    Plain { value: String, extras: Vec<String> },
    /// Each figure of a trend with its word.
    Stats(Vec<(String, String)>),
}

/// How wide each column is, over all lines of a table.
#[derive(Debug, Default)]
pub(super) struct Widths {
    /// Up to the colon.
    name: usize,
    value: usize,
    extras: [usize; 2],
    stats: Vec<usize>,
}

impl Cells {
    pub(super) fn of(metric: &MetricResult, results: &Results) -> Self {
        let (kind, contains) = (metric.kind, metric.contains);
        let unit = results.options.time_unit;
        let shown = |value| number::shown(value, kind, contains, unit);
        match Figures::of(metric, results) {
            Figures::Counter { count, rate } => {
                Self::Plain { value: shown(count), extras: vec![format!("{}/s", shown(rate))] }
            }
            Figures::Gauge { value, min, max } => {
                let extras = vec![format!("min={}", shown(min)), format!("max={}", shown(max))];
                Self::Plain { value: shown(value), extras }
            }
            Figures::Rate { rate, passes, fails } => {
                let extras = vec![format!("{passes} out of {}", passes + fails)];
                Self::Plain { value: shown(rate), extras }
            }
            Figures::Trend(stats) => {
                let text = |(word, value): (String, f64)| {
                    // How many values there are is no value, whatever their unit.
                    let is_count = word == COUNT;
                    (word, if is_count { number::plain(value, 0) } else { shown(value) })
                };
                Self::Stats(stats.into_iter().map(text).collect())
            }
        }
    }
}

impl Widths {
    /// The widths that `rows` need, with `name` for the longest name.
    pub(super) fn of<'a>(rows: impl IntoIterator<Item = &'a Row>, name: usize) -> Self {
        let mut widths = Self { name: name + DOTS_MIN, ..Self::default() };
        for row in rows {
            match &row.cells {
                Cells::Plain { value, extras } => {
                    widths.value = widths.value.max(width(value));
                    for (widest, extra) in widths.extras.iter_mut().zip(extras) {
                        *widest = (*widest).max(width(extra));
                    }
                }
                Cells::Stats(stats) => {
                    widths.stats.resize(stats.len(), 0);
                    for (widest, (_, text)) in widths.stats.iter_mut().zip(stats) {
                        *widest = (*widest).max(width(text));
                    }
                }
            }
        }
        widths
    }

    /// One line of the table, without its end.
    pub(super) fn line(&self, row: &Row, ink: Ink, faint: Faint) -> String {
        let dots = ".".repeat(self.name.saturating_sub(row.indent + width(&row.label)));
        let dots = ink.paint(faint.dots, &format!("{dots}:"));
        let cells = match &row.cells {
            Cells::Plain { value, extras } => self.plain(value, extras, ink, faint),
            Cells::Stats(stats) => {
                let cell = |((word, text), widest): (&(String, String), &usize)| {
                    format!("{word}={}{}", ink.figure(text), padding(text, *widest))
                };
                stats.iter().zip(&self.stats).map(cell).collect::<Vec<_>>().join(" ")
            }
        };
        format!("{}{}{dots} {cells}", row.margin, row.label)
    }

    fn plain(&self, value: &str, extras: &[String], ink: Ink, faint: Faint) -> String {
        let mut line = format!("{}{}", ink.figure(value), padding(value, self.value));
        for (place, extra) in extras.iter().enumerate() {
            line.push(' ');
            line.push_str(&ink.paint(faint.extra, extra));
            // A single explanation ends the line; two of them are columns.
            if extras.len() > 1 {
                line.push_str(&padding(extra, self.extras[place]));
            }
        }
        line
    }
}

/// The name of a metric as a table shows it: `{ scenario:one }` for a sub-metric.
pub(super) fn label(metric: &MetricResult) -> String {
    match metric.split() {
        (_, Some(tags)) => format!("{{ {tags} }}"),
        (name, None) => name.to_owned(),
    }
}

/// How far the name of a metric is moved to the right.
pub(super) fn indent(metric: &MetricResult) -> usize {
    if metric.split().1.is_some() { 2 } else { 0 }
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

fn padding(text: &str, widest: usize) -> String {
    " ".repeat(widest.saturating_sub(width(text)))
}
