//! A part of a whole: `0.1%`, `80%`.

use std::fmt;
use std::str::FromStr;

use super::error::QuantityError;
use super::number;

const ACCEPTED: &str = "`0.1%`, `80%`, `99.95%`";

/// A part of a whole, kept as a fraction: `80%` is 0.8. Growth may exceed one and may be negative.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Share(f64);

impl Share {
    /// A share from its fraction: 0.8 for 80 %.
    pub const fn from_fraction(fraction: f64) -> Self {
        Self(fraction)
    }

    /// The share as a fraction: 0.8 for 80 %.
    pub const fn fraction(self) -> f64 {
        self.0
    }

    /// Percent with three significant digits: `0.08%`, `71.3%`; small shares keep their first digits.
    pub fn rounded(self) -> String {
        let percent = self.0 * 100.0;
        if percent != 0.0 && percent.abs() < 0.01 {
            return format!("{}%", trimmed(percent, 5));
        }
        // 99.95 % and 100 % are different promises: keep two decimals close to the whole.
        if (99.0..100.0).contains(&percent) {
            return format!("{}%", trimmed(percent, 3));
        }
        format!("{}%", number::three_digits(percent))
    }
}

impl FromStr for Share {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        match number::split(text) {
            Some((percent, "%")) => Ok(Self(percent / 100.0)),
            _ => Err(QuantityError::new(text, "a share", ACCEPTED)),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", shortest(self.0))
    }
}

/// Decimals of a percentage at most; a fraction that needs more is printed as its nearest neighbour.
const DECIMALS_MAX: usize = 18;

/// The percentage with the fewest decimals that reads back as the same fraction.
fn shortest(fraction: f64) -> String {
    let candidates = (0..DECIMALS_MAX).map(|decimals| trimmed(fraction * 100.0, decimals));
    let reads_back = |text: &String| text.parse::<f64>().is_ok_and(|read| read / 100.0 == fraction);
    candidates.into_iter().find(reads_back).unwrap_or_else(|| (fraction * 100.0).to_string())
}

fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if decimals == 0 { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}
