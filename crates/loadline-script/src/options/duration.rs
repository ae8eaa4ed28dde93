//! Durations as k6 writes them: `1m30s`, `1.5h`, `300ms`; a number without unit counts milliseconds.

use std::time::Duration;

/// The forms that errors list.
pub(crate) const ACCEPTED: &str =
    "accepted: a text such as `30s`, `1m30s`, `500ms`, or a number of milliseconds";

/// The units, longest first where one begins another; nanoseconds of each. Days are k6's own addition.
const UNITS: [(&str, f64); 8] = [
    ("ns", 1.0),
    ("us", 1e3),
    ("µs", 1e3),
    ("ms", 1e6),
    ("s", 1e9),
    ("m", 60e9),
    ("h", 3_600e9),
    ("d", 86_400e9),
];

/// The duration a text says; none when it is not one, negative or beyond what k6 can hold.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    if let Ok(number) = text.parse::<f64>() {
        return from_ms(number);
    }
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    let mut total_ns = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit_length = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        let (_, ns) = UNITS.iter().find(|(unit, _)| *unit == &rest[..unit_length])?;
        total_ns += number * ns;
        rest = &rest[unit_length..];
    }
    (!text.is_empty()).then_some(total_ns).and_then(from_ns)
}

/// The duration of a number of milliseconds; none when negative or too long.
pub(crate) fn from_ms(ms: f64) -> Option<Duration> {
    from_ns(ms * 1e6)
}

fn from_ns(ns: f64) -> Option<Duration> {
    let is_within = (0.0..=i64::MAX as f64).contains(&ns);
    is_within.then(|| Duration::from_nanos(ns.round() as u64))
}

/// The duration as k6 prints it: `1m30s`, `500ms`, `1.5s`, `0s`.
pub(crate) fn print(duration: Duration) -> String {
    let ns = duration.as_nanos();
    if ns == 0 {
        return "0s".to_owned();
    }
    if ns < 1_000_000_000 {
        let (unit, each) = match ns {
            0..1_000 => ("ns", 1.0),
            1_000..1_000_000 => ("µs", 1e3),
            _ => ("ms", 1e6),
        };
        return format!("{}{unit}", ns as f64 / each);
    }
    let seconds = duration.as_secs();
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let rest = (duration - Duration::from_secs(hours * 3_600 + minutes * 60)).as_secs_f64();
    match (hours, minutes) {
        (0, 0) => format!("{rest}s"),
        (0, _) => format!("{minutes}m{rest}s"),
        _ => format!("{hours}h{minutes}m{rest}s"),
    }
}
