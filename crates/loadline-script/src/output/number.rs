//! Numbers as Go prints them in the shortest way: what k6's lines of JSON hold.

/// Exponents from here on are written, as in `1.5e+06`.
const EXPONENT_MAX: i32 = 6;
/// And those below this one, as in `1e-05`.
const EXPONENT_MIN: i32 = -4;

/// Appends the fewest digits that name this very number.
pub(super) fn shortest(out: &mut String, value: f64) {
    let scientific = format!("{value:e}");
    let exponent = scientific.split_once('e').and_then(|(digits, exponent)| {
        let exponent: i32 = exponent.parse().ok()?;
        Some((digits, exponent))
    });
    match exponent {
        Some((digits, exponent)) if !(EXPONENT_MIN..EXPONENT_MAX).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            out.push_str(&format!("{digits}e{sign}{:02}", exponent.abs()));
        }
        _ => out.push_str(&format!("{value}")),
    }
}
