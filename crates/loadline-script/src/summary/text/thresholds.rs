//! The thresholds of a run as lines, each with the figure it was judged by.

use super::ink::{Ink, mark};
use crate::summary::figures;
use crate::summary::kind::MetricKind;
use crate::summary::number;
use crate::summary::results::{MetricResult, Results, ThresholdResult};

/// In front of each line.
const MARGIN: &str = "    ";
/// In front of each line of a sub-metric below its metric.
const INNER_MARGIN: &str = "      ";

/// One part for each metric that has thresholds; those of a sub-metric stand below its metric's own.
pub(super) fn parts(results: &Results, ink: Ink) -> Vec<String> {
    let metrics = results.sorted();
    let judged = || metrics.iter().filter(|metric| !metric.thresholds.is_empty());
    let has_own = |name: &str| judged().any(|metric| &*metric.name == name);
    judged()
        .map(|metric| {
            let (margin, name) = match metric.split() {
                (parent, Some(tags)) if has_own(parent) => (INNER_MARGIN, format!("{{{tags}}}")),
                _ => (MARGIN, metric.name.to_string()),
            };
            let lines = metric
                .thresholds
                .iter()
                .map(|threshold| format!("{margin}{}\n", line(metric, threshold, results, ink)));
            format!("{margin}{name}\n{}", lines.collect::<String>())
        })
        .collect()
}

fn line(metric: &MetricResult, threshold: &ThresholdResult, results: &Results, ink: Ink) -> String {
    let source = threshold.source.trim();
    let word = source.split(['<', '>', '=', '!']).next().unwrap_or(source).trim();
    let figure = figures::named(metric, results, word);
    let (kind, contains) = (metric.kind, metric.contains);
    let unit = results.options.time_unit;
    let mut figure =
        figure.map(|figure| number::shown(figure, kind, contains, unit)).unwrap_or_default();
    let is_per_second = kind == MetricKind::Counter && word == "rate";
    if is_per_second {
        figure.push_str("/s");
    }
    let mark = ink.outcome(threshold.is_ok, mark(threshold.is_ok));
    let (source, word) = (ink.white(&format!("'{source}'")), ink.white(word));
    format!("{mark} {source} {word}={}", ink.figure(&figure))
}
