//! Any quantity: the right-hand side of an objective and the figure of a verdict.

use std::fmt;
use std::str::FromStr;

use super::error::QuantityError;
use super::number;
use super::{ByteRate, Bytes, Rate, Share, Span, Unit};

const ACCEPTED: &str = "`200ms`, `0.1%`, `1000/s`, `12GB`, `1GB/min`, `100`";

/// A figure with its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// A length of time.
    Time(Span),
    /// A part of a whole.
    Share(Share),
    /// Occurrences per second.
    Rate(Rate),
    /// An amount of data.
    Bytes(Bytes),
    /// Data per time.
    ByteRate(ByteRate),
    /// A plain number.
    Count(f64),
}

impl Quantity {
    /// The figure `base` read in the base unit of `unit`: seconds, fraction, per second, bytes.
    pub fn from_base(unit: Unit, base: f64) -> Self {
        match unit {
            Unit::Time => Self::Time(Span::from_secs_f64(base)),
            Unit::Share => Self::Share(Share::from_fraction(base)),
            Unit::Rate => Self::Rate(Rate::per_second(base)),
            Unit::Bytes => Self::Bytes(Bytes::new(base)),
            Unit::ByteRate => Self::ByteRate(ByteRate::per_second(base)),
            Unit::Count => Self::Count(base),
        }
    }

    /// The figure in its base unit.
    pub fn base(self) -> f64 {
        match self {
            Self::Time(span) => span.as_secs_f64(),
            Self::Share(share) => share.fraction(),
            Self::Rate(rate) => rate.as_per_second(),
            Self::Bytes(bytes) => bytes.count(),
            Self::ByteRate(rate) => rate.as_per_second(),
            Self::Count(count) => count,
        }
    }

    /// What kind of figure this is.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Time(_) => Unit::Time,
            Self::Share(_) => Unit::Share,
            Self::Rate(_) => Unit::Rate,
            Self::Bytes(_) => Unit::Bytes,
            Self::ByteRate(_) => Unit::ByteRate,
            Self::Count(_) => Unit::Count,
        }
    }

    /// Three significant digits, for people.
    pub fn rounded(self) -> String {
        match self {
            Self::Time(span) => span.rounded(),
            Self::Share(share) => share.rounded(),
            Self::Rate(rate) => rate.rounded(),
            Self::Bytes(bytes) => bytes.rounded(),
            Self::ByteRate(rate) => rate.rounded(),
            Self::Count(count) => number::three_digits(count),
        }
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let wrong = || QuantityError::new(text, "a quantity", ACCEPTED);
        let (count, unit) = number::split(text).ok_or_else(wrong)?;
        if unit.is_empty() {
            return Ok(Self::Count(count));
        }
        let time = text.parse().map(Self::Time);
        time.or_else(|_| text.parse().map(Self::Share))
            .or_else(|_| text.parse().map(Self::Rate))
            .or_else(|_| text.parse().map(Self::ByteRate))
            .or_else(|_| text.parse().map(Self::Bytes))
            .map_err(|_: QuantityError| wrong())
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(span) => span.fmt(f),
            Self::Share(share) => share.fmt(f),
            Self::Rate(rate) => rate.fmt(f),
            Self::Bytes(bytes) => bytes.fmt(f),
            Self::ByteRate(rate) => rate.fmt(f),
            Self::Count(count) => count.fmt(f),
        }
    }
}
