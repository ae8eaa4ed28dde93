//! A length of time: `200ms`, `2s`, `1h30m`, `30d`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::error::QuantityError;
use super::number;

const ACCEPTED: &str = "`250us`, `200ms`, `2s`, `1.5s`, `7m`, `1h30m`, `30d`";

/// Nanoseconds in each unit, largest first.
const UNITS: [(f64, &str); 7] = [
    (86_400e9, "d"),
    (3_600e9, "h"),
    (60e9, "m"),
    (1e9, "s"),
    (1e6, "ms"),
    (1e3, "us"),
    (1.0, "ns"),
];

/// Units a person reads a measured time in; seconds are kept up to two minutes.
const READABLE: [(f64, &str); 6] =
    [(172_800.0, "d"), (7_200.0, "h"), (120.0, "m"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs")];

/// A length of time, exact to the nanosecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(Duration);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(Duration::ZERO);

    /// A span of whole seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(Duration::from_secs(seconds))
    }

    /// A span of whole milliseconds.
    pub const fn from_millis(milliseconds: u64) -> Self {
        Self(Duration::from_millis(milliseconds))
    }

    /// A span of that many seconds; negative, infinite or missing numbers count as none.
    pub fn from_secs_f64(seconds: f64) -> Self {
        Self(Duration::try_from_secs_f64(seconds).unwrap_or_default())
    }

    /// The span in seconds.
    pub fn as_secs_f64(self) -> f64 {
        self.0.as_secs_f64()
    }

    /// The span as the standard library's type.
    pub const fn duration(self) -> Duration {
        self.0
    }

    /// The span times a factor, as `--scale` does; never negative.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self::from_secs_f64(self.as_secs_f64() * factor)
    }

    /// Three significant digits in the unit a person reads it in: `812µs`, `183ms`, `1.03s`, `7m`.
    pub fn rounded(self) -> String {
        let seconds = self.as_secs_f64();
        let (limit, unit) = READABLE
            .iter()
            .find(|(limit, _)| seconds >= limit * 0.9995)
            .unwrap_or(&READABLE[READABLE.len() - 1]);
        let size = match *unit {
            "d" => 86_400.0,
            "h" => 3_600.0,
            "m" => 60.0,
            _ => *limit,
        };
        number::rounded_in(seconds, &[(size, unit)])
    }
}

impl From<Duration> for Span {
    fn from(duration: Duration) -> Self {
        Self(duration)
    }
}

impl FromStr for Span {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let wrong = || QuantityError::new(text, "a duration", ACCEPTED);
        let mut rest = text.trim();
        if rest == "0" {
            return Ok(Self::ZERO);
        }
        let mut nanos = 0.0;
        let mut last_size = f64::INFINITY;
        while !rest.is_empty() {
            let (count, after) = number::split(rest).ok_or_else(wrong)?;
            let end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
            let size =
                unit_size(after[..end].trim()).filter(|s| *s < last_size).ok_or_else(wrong)?;
            nanos += count * size;
            last_size = size;
            rest = &after[end..];
        }
        if last_size.is_infinite() || nanos > u64::MAX as f64 {
            return Err(wrong());
        }
        Ok(Self(Duration::from_nanos(nanos.round() as u64)))
    }
}

fn unit_size(unit: &str) -> Option<f64> {
    let unit = match unit {
        "µs" | "μs" => "us",
        "min" => "m",
        other => other,
    };
    UNITS.iter().find(|(_, name)| *name == unit).map(|(size, _)| *size)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.as_nanos();
        if nanos == 0 {
            return f.write_str("0s");
        }
        let (count, unit) = number::in_largest_exact_step(nanos as f64, &UNITS);
        write!(f, "{count}{unit}")
    }
}
