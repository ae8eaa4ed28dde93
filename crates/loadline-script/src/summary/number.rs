//! Numbers as k6 writes them: times, sizes and shares for people, plain numbers as JavaScript prints them.
//!
//! k6's summary is written by a script, so the rules of JavaScript show: figures are cut off rather than
//! rounded, and numbers from 1e21 on have an exponent.

use serde_json::Value;

use super::kind::{Contains, MetricKind};
use crate::options::TimeUnit;

/// Decimals of a plain number.
const PLAIN_DECIMALS: u32 = 6;
/// Decimals of a time.
const TIME_DECIMALS: u32 = 2;
/// From here on JavaScript writes an exponent.
const EXPONENT_FROM: f64 = 1e21;
/// Whole numbers up to here are exact.
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// A figure of a metric, for people.
pub(super) fn shown(
    value: f64,
    kind: MetricKind,
    contains: Contains,
    unit: Option<TimeUnit>,
) -> String {
    match (kind, contains) {
        (MetricKind::Rate, _) => percent(value),
        (_, Contains::Data) => bytes(value),
        (_, Contains::Time) => unit.map_or_else(|| span(value), |unit| in_unit(value, unit)),
        (_, Contains::Default) => plain(value, PLAIN_DECIMALS),
    }
}

/// A share from 0 to 1 in per cent, cut off after two decimals; `NaN%` of nothing.
pub(super) fn percent(share: f64) -> String {
    if share.is_nan() {
        return "NaN%".to_owned();
    }
    format!("{:.2}%", (share * 100.0 * 100.0).trunc() / 100.0)
}

/// A number with at most so many decimals, without zeros at their end.
pub(super) fn plain(value: f64, decimals: u32) -> String {
    let rounded: f64 = fixed(value, decimals).parse().unwrap_or(value);
    // A negative nothing is nothing.
    javascript(rounded + 0.0)
}

/// As many decimals as said, zeros included.
fn fixed(value: f64, decimals: u32) -> String {
    if value.abs() >= EXPONENT_FROM {
        return javascript(value);
    }
    format!("{value:.*}", decimals as usize)
}

/// A number as JavaScript turns it into text.
fn javascript(value: f64) -> String {
    if value.is_finite() && value.abs() >= EXPONENT_FROM {
        return format!("{value:e}").replacen('e', "e+", 1);
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{value}")
}

/// Bytes in steps of thousand. Below ten they are neither rounded nor cut off.
fn bytes(value: f64) -> String {
    const UNITS: [&str; 9] = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    if value.is_nan() || value < 10.0 {
        return format!("{} B", javascript(value));
    }
    let step = (value.log10() / 3.0).floor().min((UNITS.len() - 1) as f64) as usize;
    let scaled = (value / 1_000_f64.powi(step as i32) * 10.0 + 0.5).floor() / 10.0;
    let decimals = u32::from(scaled < 10.0);
    format!("{} {}", fixed(scaled, decimals), UNITS[step])
}

/// Milliseconds in the unit that suits them, from `12ns` to `25h1m1s`.
fn span(ms: f64) -> String {
    if ms == 0.0 {
        return "0s".to_owned();
    }
    if ms < 0.001 {
        return format!("{}ns", javascript((ms * 1e6).trunc()));
    }
    if ms < 1.0 {
        return format!("{}µs", cut_off(ms * 1_000.0, TIME_DECIMALS));
    }
    if ms < 1_000.0 {
        return format!("{}ms", cut_off(ms, TIME_DECIMALS));
    }
    let decimals = if ms > 60_000.0 { 0 } else { TIME_DECIMALS };
    let seconds = cut_off((ms % 60_000.0) / 1_000.0, decimals);
    let minutes = (ms / 60_000.0).trunc();
    if minutes < 1.0 {
        return format!("{seconds}s");
    }
    let hours = (minutes / 60.0).trunc();
    if hours < 1.0 {
        return format!("{minutes}m{seconds}s");
    }
    format!("{}h{}m{seconds}s", javascript(hours), minutes % 60.0)
}

/// Milliseconds in the unit that was asked for.
fn in_unit(ms: f64, unit: TimeUnit) -> String {
    let (factor, unit) = match unit {
        TimeUnit::Seconds => (0.001, "s"),
        TimeUnit::Milliseconds => (1.0, "ms"),
        TimeUnit::Microseconds => (1_000.0, "µs"),
    };
    format!("{}{unit}", fixed(ms * factor, TIME_DECIMALS))
}

fn cut_off(value: f64, decimals: u32) -> String {
    let scale = 10_f64.powi(decimals as i32);
    plain((value * scale).trunc() / scale, decimals)
}

/// The value without what changing its unit did to the last digits: fifteen of them are kept.
pub(super) fn settled(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// A number of a document: whole where it is whole, nothing where it is none.
pub(super) fn json(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < WHOLE_MAX {
        return Value::from(value as i64);
    }
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests;
