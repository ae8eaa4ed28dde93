//! How often something happens: `1000/s`, `30/min`.

use std::fmt;
use std::str::FromStr;

use super::error::QuantityError;
use super::number;

const ACCEPTED: &str = "`1000/s`, `0.5/s`, `30/min`, `5/h`";

/// Occurrences per second.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Rate(f64);

impl Rate {
    /// A rate of that many per second.
    pub const fn per_second(count: f64) -> Self {
        Self(count)
    }

    /// Occurrences per second.
    pub const fn as_per_second(self) -> f64 {
        self.0
    }

    /// Three significant digits, per second.
    pub fn rounded(self) -> String {
        format!("{}/s", number::three_digits(self.0))
    }
}

impl FromStr for Rate {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        number::split(text)
            .and_then(|(count, unit)| Some(Self(count / seconds_in(unit.strip_prefix('/')?)?)))
            .ok_or_else(|| QuantityError::new(text, "a rate", ACCEPTED))
    }
}

/// Seconds in the unit after the slash of a rate.
pub(super) fn seconds_in(unit: &str) -> Option<f64> {
    match unit.trim() {
        "s" | "sec" => Some(1.0),
        "m" | "min" => Some(60.0),
        "h" => Some(3_600.0),
        _ => None,
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = [("s", 1.0), ("min", 60.0), ("h", 3_600.0)];
        let (name, count) = unit
            .iter()
            .map(|(name, seconds)| (*name, self.0 * seconds, *seconds))
            .find(|(_, count, seconds)| count.fract() == 0.0 && count / seconds == self.0)
            .map_or(("s", self.0), |(name, count, _)| (name, count));
        write!(f, "{count}/{name}")
    }
}
