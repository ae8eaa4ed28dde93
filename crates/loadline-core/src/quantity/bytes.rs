//! Amounts of data and data per time: `12GB`, `512MiB`, `1GB/min`.

use std::fmt;
use std::str::FromStr;

use super::error::QuantityError;
use super::number;
use super::rate::seconds_in;

const ACCEPTED: &str = "`1000B`, `16MB`, `12GB`, `512MiB`";
const ACCEPTED_RATE: &str = "`100MB/s`, `1GB/min`, `512KiB/s`";

const DECIMAL: [(f64, &str); 5] = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB"), (1.0, "B")];

const BINARY: [(f64, &str); 4] = [
    (1_099_511_627_776.0, "TiB"),
    (1_073_741_824.0, "GiB"),
    (1_048_576.0, "MiB"),
    (1_024.0, "KiB"),
];

/// An amount of data in bytes. `KB` is 1000, `KiB` is 1024.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Bytes(f64);

/// Data per time, in bytes per second.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct ByteRate(f64);

impl Bytes {
    /// That many bytes.
    pub const fn new(bytes: f64) -> Self {
        Self(bytes)
    }

    /// The amount in bytes.
    pub const fn count(self) -> f64 {
        self.0
    }

    /// Three significant digits in decimal units: `1.5MB`.
    pub fn rounded(self) -> String {
        number::rounded_in(self.0, &DECIMAL)
    }
}

impl ByteRate {
    /// That many bytes per second.
    pub const fn per_second(bytes: f64) -> Self {
        Self(bytes)
    }

    /// Bytes per second.
    pub const fn as_per_second(self) -> f64 {
        self.0
    }

    /// Three significant digits in decimal units per second: `16.7MB/s`.
    pub fn rounded(self) -> String {
        format!("{}/s", number::rounded_in(self.0, &DECIMAL))
    }
}

impl FromStr for Bytes {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        number::split(text)
            .and_then(|(count, unit)| Some(Self(count * unit_size(unit)?)))
            .ok_or_else(|| QuantityError::new(text, "an amount of data", ACCEPTED))
    }
}

impl FromStr for ByteRate {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let parsed = text.rsplit_once('/').and_then(|(amount, per)| {
            Some(Self(amount.parse::<Bytes>().ok()?.count() / seconds_in(per)?))
        });
        parsed.ok_or_else(|| QuantityError::new(text, "an amount of data per time", ACCEPTED_RATE))
    }
}

fn unit_size(unit: &str) -> Option<f64> {
    let unit = if unit == "kB" { "KB" } else { unit };
    let mut units = DECIMAL.iter().chain(&BINARY);
    units.find(|(_, name)| *name == unit).map(|(size, _)| *size)
}

fn exact(value: f64) -> (f64, &'static str) {
    let decimal = number::in_largest_exact_step(value, &DECIMAL);
    let binary = number::in_largest_exact_step(value, &BINARY);
    if binary.0.fract() == 0.0 && binary.0 >= 1.0 && binary.0 < decimal.0 {
        binary
    } else {
        decimal
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = exact(self.0);
        write!(f, "{count}{unit}")
    }
}

impl fmt::Display for ByteRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per = [("s", 1.0), ("min", 60.0), ("h", 3_600.0)];
        let (name, amount) = per
            .iter()
            .map(|(name, seconds)| (*name, Bytes(self.0 * seconds), *seconds))
            .find(|(_, amount, seconds)| {
                exact(amount.0).0.fract() == 0.0 && amount.0 / seconds == self.0
            })
            .map_or(("s", Bytes(self.0)), |(name, amount, _)| (name, amount));
        write!(f, "{amount}/{name}")
    }
}
