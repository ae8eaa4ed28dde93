//! Plain decimal numbers: split one from its unit, print one exactly, print one rounded.

/// Splits `12.5GB` into `12.5` and `GB`. Only digits, one point and `_` count as number; no sign, no
/// exponent: a target is written the way people write it.
pub(super) fn split(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(text.len());
    let digits = text[..end].replace('_', "");
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.ends_with('.') {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then(|| (value, text[end..].trim_start()))
}

/// Divides `value` by the largest step that leaves it exact when multiplied back, so that the printed
/// form parses to the same figure. Steps run from the largest to the smallest.
pub(super) fn in_largest_exact_step(
    value: f64,
    steps: &[(f64, &'static str)],
) -> (f64, &'static str) {
    let (smallest, unit) = steps[steps.len() - 1];
    steps
        .iter()
        .filter(|(size, _)| value >= *size)
        .map(|(size, unit)| (value / size, *unit, *size))
        .find(|(count, _, size)| count * size == value && is_short(*count))
        .map_or((value / smallest, unit), |(count, unit, _)| (count, unit))
}

/// A number that a person would write: at most three decimals.
fn is_short(count: f64) -> bool {
    let thousandths = count * 1000.0;
    (thousandths - thousandths.round()).abs() < 1e-9
}

/// Prints with three significant digits, or all digits left of the point: `1.03`, `18.4`, `183`, `12345`.
pub(super) fn three_digits(value: f64) -> String {
    let magnitude = value.abs();
    let decimals = if magnitude >= 99.95 || magnitude == 0.0 {
        0
    } else if magnitude >= 9.995 {
        1
    } else {
        2
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Picks the first step that `value` reaches and prints it rounded with its unit.
pub(super) fn rounded_in(value: f64, steps: &[(f64, &'static str)]) -> String {
    let (size, unit) = steps
        .iter()
        .find(|(size, _)| value.abs() >= *size * 0.9995)
        .unwrap_or(&steps[steps.len() - 1]);
    format!("{}{unit}", three_digits(value / size))
}
