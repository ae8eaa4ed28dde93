//! Text to [`Faults`]: `latency=50ms,stall=2s@5s,error=1%`. Each fault may be named once.
//!
//! Deliberately not here: general units. Durations are a number with `us`, `ms`, `s` or `m`, up to
//! an hour, which is all that a fault can use and keeps sums of them far from overflow.

use std::{str::FromStr, time::Duration};

use super::plan::{Faults, Latency, PARTS_PER_SHARE, Stall};

const DURATION_MAX: Duration = Duration::from_secs(3600);

/// The text is not a list of faults. The message names what is accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// A part of the list has no known form.
    #[error("read fault `{part}`: accepted are {}", Faults::FORMS.join(", "))]
    Unknown {
        /// The part as it was written.
        part: String,
    },
    /// A fault has a known name and a value that does not fit.
    #[error("read fault `{part}`: {name} takes {accepted}")]
    Value {
        /// The part as it was written.
        part: String,
        /// The name before the `=`.
        name: &'static str,
        /// What that name takes.
        accepted: &'static str,
    },
    /// A fault is named twice.
    #[error("read fault `{part}`: {name} is given twice")]
    Twice {
        /// The second part as it was written.
        part: String,
        /// The name before the `=`.
        name: &'static str,
    },
}

impl FromStr for Faults {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut faults = Self::default();
        let mut seen: Vec<&'static str> = Vec::new();
        for part in text.split(',').map(str::trim) {
            let unknown = || FaultError::Unknown { part: part.to_owned() };
            let (name, value) = part.split_once('=').ok_or_else(unknown)?;
            let (name, accepted, fits) = match name.trim() {
                "latency" => {
                    faults.latency = latency(value);
                    (
                        "latency",
                        "a delay or a range of delays up to 60m: 50ms, 20ms..80ms",
                        faults.latency.is_some(),
                    )
                }
                "stall" => {
                    faults.stall = stall(value);
                    ("stall", "length@start, each up to 60m: 2s@5s", faults.stall.is_some())
                }
                "error" => {
                    let errors_ppm = share_ppm(value);
                    faults.errors_ppm = errors_ppm.unwrap_or(0);
                    ("error", "a share from 0.0001% to 100%: 1%", errors_ppm.is_some())
                }
                _ => return Err(unknown()),
            };
            if !fits {
                return Err(FaultError::Value { part: part.to_owned(), name, accepted });
            }
            if seen.contains(&name) {
                return Err(FaultError::Twice { part: part.to_owned(), name });
            }
            seen.push(name);
        }
        Ok(faults)
    }
}

fn latency(text: &str) -> Option<Latency> {
    let (min, max) = text.split_once("..").unwrap_or((text, text));
    let (min, max) = (duration(min)?, duration(max)?);
    (min <= max).then_some(Latency { min, max })
}

fn stall(text: &str) -> Option<Stall> {
    let (length, at) = text.split_once('@')?;
    Some(Stall { at: duration(at)?, length: duration(length)? })
}

/// A share in parts per million, rounded to a whole one; more than none of them, at most all.
fn share_ppm(text: &str) -> Option<u32> {
    let percent = decimal(text.trim().strip_suffix('%')?)?;
    let ppm = (percent * (PARTS_PER_SHARE as f64) / 100.0).round();
    (1.0..=PARTS_PER_SHARE as f64).contains(&ppm).then_some(ppm as u32)
}

fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let unit_at = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(unit_at);
    let unit_s = match unit {
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "m" => 60.0,
        _ => return None,
    };
    let duration = Duration::try_from_secs_f64(decimal(number)? * unit_s).ok()?;
    (duration <= DURATION_MAX).then_some(duration)
}

/// A plain decimal number. `f64` alone would also take `inf`, `1e3` and signs.
fn decimal(text: &str) -> Option<f64> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if plain { text.parse().ok() } else { None }
}
