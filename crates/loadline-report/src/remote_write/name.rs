//! Names and labels as Prometheus wants them.

use loadline_core::window::{Aggregate, SeriesKey, watched};

/// In front of every name, so that it is clear who measured.
const NAMESPACE: &str = "loadline";

/// The name of a series: `http_response_time` becomes `loadline_http_response_time_seconds`.
///
/// Times are in seconds; a histogram read from a service's own page keeps its name, which says its unit.
pub(super) fn of(key: &SeriesKey, aggregate: &Aggregate) -> String {
    let is_own = key.tags.get(watched::TAG_SOURCE).is_none();
    let unit = match aggregate {
        Aggregate::Histogram(_) if is_own => "_seconds",
        Aggregate::Counter(_) | Aggregate::Share(_) => "_total",
        _ => "",
    };
    let metric = legal(&key.metric);
    let unit = if metric.ends_with(unit) { "" } else { unit };
    format!("{NAMESPACE}_{metric}{unit}")
}

/// The name of what a share is a share of: `loadline_http_errors_base_total`.
pub(super) fn of_base(key: &SeriesKey) -> String {
    format!("{NAMESPACE}_{}_base_total", legal(&key.metric))
}

/// The name with every character that Prometheus does not take replaced by `_`.
pub(super) fn legal(name: &str) -> String {
    let legal = |(place, c): (usize, char)| {
        let is_legal = c.is_ascii_alphabetic() || c == '_' || (place > 0 && c.is_ascii_digit());
        if is_legal { c } else { '_' }
    };
    name.chars().enumerate().map(legal).collect()
}
