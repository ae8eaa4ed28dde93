//! Figures as people read them.
//!
//! Deliberately not here: units of windows (`loadline-core`), whose aggregates these are not.

/// `1.5 GB`, with 1,024 bytes to the KB as the server counts.
#[must_use]
pub fn bytes(bytes: i64) -> String {
    const UNITS: [&str; 5] = ["bytes", "KB", "MB", "GB", "TB"];
    let mut figure = bytes as f64;
    let mut unit = 0;
    while figure.abs() >= 1_024.0 && unit + 1 < UNITS.len() {
        figure /= 1_024.0;
        unit += 1;
    }
    let digits = usize::from(unit > 0 && figure < 10.0);
    format!("{figure:.digits$} {}", UNITS[unit])
}

/// `12,345`.
#[must_use]
pub fn count(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if count < 0 { format!("-{text}") } else { text }
}

/// `1.2 ms`, `340 ms`, `4.1 s`.
#[must_use]
pub fn ms(ms: f64) -> String {
    match ms {
        _ if ms < 10.0 => format!("{ms:.2} ms"),
        _ if ms < 1_000.0 => format!("{ms:.0} ms"),
        _ => duration(ms / 1_000.0),
    }
}

/// `4.1 s`, `12 min`, `3.5 h`, `9 days`.
#[must_use]
pub fn duration(seconds: f64) -> String {
    match seconds {
        _ if seconds < 120.0 => format!("{seconds:.1} s"),
        _ if seconds < 7_200.0 => format!("{:.0} min", seconds / 60.0),
        _ if seconds < 172_800.0 => format!("{:.1} h", seconds / 3_600.0),
        _ => format!("{:.0} days", seconds / 86_400.0),
    }
}

/// `12.3%` of a share of one.
#[must_use]
pub fn percent(share: f64) -> String {
    let digits = usize::from(share < 0.1);
    // A sum of nothing is minus zero.
    format!("{:.digits$}%", share * 100.0 + 0.0)
}
