//! From where on something is worth a word. What costs next to nothing stays unsaid.

use crate::plan::measure::Measured;

/// A node is worth a word from this part of the whole on, and from so many milliseconds.
pub(super) const SHARE_MIN: f64 = 0.05;
const MS_MIN: f64 = 1.0;
/// Rows that are few whatever their share.
pub(super) const ROWS_MIN: f64 = 1_000.0;
/// An estimate this many times off is wrong.
pub(super) const RATIO_MIN: f64 = 10.0;

/// Whether milliseconds are worth a word in this plan.
pub(super) fn matters(measured: &Measured, ms: f64) -> bool {
    // Where nothing was timed, figures alone must do.
    !measured.is_timed || (ms >= MS_MIN && ms >= measured.total_ms * SHARE_MIN)
}

/// How many times one number is the other, at least 1.
pub(super) fn ratio(a: f64, b: f64) -> f64 {
    let (a, b) = (a.max(1.0), b.max(1.0));
    a.max(b) / a.min(b)
}

/// A number of rows for people: `1,234,567`.
pub(super) fn count(number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(|group| String::from_utf8_lossy(group)).collect();
    groups.join(",")
}

/// A `work_mem` that holds so many KiB, as SQL: the next power of two in MB.
pub(super) fn work_mem(kib: f64) -> String {
    let mb = (kib / 1_024.0).ceil().max(1.0) as u64;
    format!("SET work_mem = '{}MB'", mb.next_power_of_two())
}
