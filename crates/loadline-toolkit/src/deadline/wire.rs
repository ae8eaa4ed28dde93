//! The time left as text, as it travels in a header (`grpc-timeout`, `x-request-timeout`): gRPC's form of at most eight
//! digits and a unit. Written it is rounded down, so nobody is promised more time than there is.

use std::time::Duration;

/// gRPC's units from the finest, in nanoseconds.
const UNITS: [(char, u64); 6] = [
    ('n', 1),
    ('u', 1_000),
    ('m', 1_000_000),
    ('S', 1_000_000_000),
    ('M', 60_000_000_000),
    ('H', 3_600_000_000_000),
];
/// Digits that gRPC allows, and the largest number of them.
const DIGITS_MAX: usize = 8;
const NUMBER_MAX: u128 = 99_999_999;

/// The time as gRPC writes it, in the finest unit that it fits into.
///
/// ```
/// use loadline_toolkit::deadline::format_timeout;
/// use std::time::Duration;
///
/// assert_eq!(format_timeout(Duration::from_millis(50)), "50000000n");
/// assert_eq!(format_timeout(Duration::from_secs(5)), "5000000u");
/// assert_eq!(format_timeout(Duration::MAX), "99999999H");
/// ```
#[must_use]
pub fn format_timeout(left: Duration) -> String {
    let in_unit = |ns: u64| left.as_nanos() / u128::from(ns);
    let fitting = UNITS.iter().find(|(_, ns)| in_unit(*ns) <= NUMBER_MAX);
    fitting.map_or_else(|| format!("{NUMBER_MAX}H"), |(unit, ns)| format!("{}{unit}", in_unit(*ns)))
}

/// The time that gRPC's form says; `s` and `ms` stand for seconds and milliseconds, too. `None` for anything else.
///
/// ```
/// use loadline_toolkit::deadline::parse_timeout;
/// use std::time::Duration;
///
/// assert_eq!(parse_timeout("100m"), Some(Duration::from_millis(100)));
/// assert_eq!(parse_timeout("100ms"), Some(Duration::from_millis(100)));
/// assert_eq!(parse_timeout("soon"), None);
/// ```
#[must_use]
pub fn parse_timeout(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    if number.is_empty() || number.len() > DIGITS_MAX {
        return None;
    }
    let number: u64 = number.parse().ok()?;
    let unit = match unit {
        "s" => 'S',
        "ms" => 'm',
        other => other.parse().ok()?,
    };
    let (_, ns) = UNITS.iter().find(|(known, _)| *known == unit)?;
    // Eight digits of hours are beyond the nanoseconds of 64 bits.
    Some(Duration::from_nanos(*ns).saturating_mul(u32::try_from(number).ok()?))
}
