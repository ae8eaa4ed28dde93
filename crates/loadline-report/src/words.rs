//! Figures and foreign text as people read them, the same in the terminal and on the page.

use loadline_core::objective::Comparison;
use loadline_core::{Bytes, Outcome, Quantity, Rate, Share, Span, Unit, Verdict};

/// What stands where there is no figure.
pub(crate) const NONE: &str = "–";

/// Times below this many seconds are not read off a clock.
const PRECISE_BELOW_S: f64 = 10.0;

/// A whole number with its thousands apart: `1,234,567`.
pub(crate) fn count(count: u64) -> String {
    grouped(&count.to_string())
}

/// So many of something: `1 request`, `1,234 requests`.
pub(crate) fn counted(number: u64, word: &str) -> String {
    format!("{} {word}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A time in three digits: `183ms`.
pub(crate) fn time(seconds: f64) -> String {
    if seconds == 0.0 { "0s".to_owned() } else { Span::from_secs_f64(seconds).rounded() }
}

/// A rate in three digits, or all before the point: `1,029/s`.
pub(crate) fn rate(per_second: f64) -> String {
    grouped(&Rate::per_second(per_second).rounded())
}

/// A fraction in percent: `0.02%`.
pub(crate) fn share(fraction: f64) -> String {
    Share::from_fraction(fraction).rounded()
}

/// A fraction in percent for a narrow column: what is below a hundredth of a percent says only that.
pub(crate) fn narrow_share(fraction: f64) -> String {
    if fraction > 0.0 && fraction < 0.000_1 { "<0.01%".to_owned() } else { share(fraction) }
}

/// An amount of data: `84MB`.
pub(crate) fn bytes(bytes: f64) -> String {
    Bytes::new(bytes).rounded()
}

/// Data per second: `1.5MB/s`.
pub(crate) fn byte_rate(per_second: f64) -> String {
    quantity(Quantity::from_base(Unit::ByteRate, per_second))
}

/// Time spent in each second: `310ms/s`.
pub(crate) fn time_rate(per_second: f64) -> String {
    format!("{}/s", time(per_second))
}

/// A text as the beginning of a sentence.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A plain number in three digits.
pub(crate) fn number(value: f64) -> String {
    grouped(&Quantity::Count(value).rounded())
}

/// A figure of any kind.
pub(crate) fn quantity(quantity: Quantity) -> String {
    grouped(&quantity.rounded())
}

/// A length of time on a clock: `0:07`, `21:00`, `1:02:03`.
pub(crate) fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// How long something took: to three digits while seconds are too coarse, then on a clock.
pub(crate) fn lasted(seconds: f64) -> String {
    if seconds < PRECISE_BELOW_S { time(seconds) } else { clock((seconds * 1_000.0) as u64) }
}

/// How far a figure is from its target: `56% over`, `80% to spare`; none where no share can be formed.
pub(crate) fn margin(verdict: &Verdict) -> Option<String> {
    let margin = verdict.margin?;
    let comparison = verdict.promise.objective.comparison;
    let side = match comparison {
        _ if margin >= 0.0 => "to spare",
        Comparison::Above | Comparison::AtLeast => "short",
        Comparison::Below | Comparison::AtMost | Comparison::Equal | Comparison::NotEqual => "over",
    };
    if margin == 0.0 && verdict.outcome == Outcome::Missed {
        return Some("at the limit".to_owned());
    }
    // Twice the target and more reads better as a factor than as hundreds of percent.
    if margin <= -1.0 && side == "over" {
        return Some(format!("{}× the target", number(1.0 - margin)));
    }
    Some(format!("{} {side}", whole_percent(margin.abs())))
}

/// A fraction in whole percent, with a decimal below ten: a margin need not be read more finely. What is not
/// quite all does not round up to it.
fn whole_percent(fraction: f64) -> String {
    let percent = fraction * 100.0;
    match percent {
        99.0..100.0 => ">99%".to_owned(),
        _ if percent < 9.95 => share((fraction * 1_000.0).round() / 1_000.0),
        _ => format!("{percent:.0}%"),
    }
}

/// Foreign text on one line, without control characters: nothing in a name may steer a terminal.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Puts a comma between thousands of the leading whole number.
fn grouped(text: &str) -> String {
    let sign = usize::from(text.starts_with('-'));
    let whole = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::with_capacity(text.len() + whole / 3);
    for (place, c) in text.chars().enumerate() {
        let digits_left = (sign + whole).saturating_sub(place);
        if place > sign && digits_left > 0 && digits_left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests;
