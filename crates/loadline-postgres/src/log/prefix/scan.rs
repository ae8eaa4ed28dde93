//! How the text of each field ends: bytes in, a length out. Fields of free text are not here: they end where the
//! literal behind them begins.

use super::compile::Field;
use crate::log::moment::Moment;

/// A time zone's longest short name.
const ZONE_BYTES_MAX: usize = 8;

/// The length of a field of fixed form at the beginning of `text`; none where it is not one.
/// Free fields are not asked for.
#[inline]
pub(super) fn length(field: Field, text: &[u8]) -> Option<usize> {
    match field {
        Field::Pid => some(digits(text)),
        Field::Number => {
            let sign = usize::from(text.first() == Some(&b'-'));
            some(digits(&text[sign..])).map(|count| sign + count)
        }
        Field::Time | Field::Start => time(text).map(|(_, length)| length),
        Field::Epoch => Moment::read_epoch(text).map(|(_, length)| length),
        Field::State => {
            let state = text.first_chunk::<5>()?;
            let is_state =
                state.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
            is_state.then_some(5)
        }
        Field::Session => {
            let first = hexadecimal(text);
            let second = hexadecimal(text.get(first + 1..)?);
            (first > 0 && second > 0 && text[first] == b'.').then_some(first + 1 + second)
        }
        Field::Application
        | Field::User
        | Field::Database
        | Field::Remote
        | Field::Host
        | Field::Text => None,
    }
}

/// Whether a field is free text.
pub(super) const fn is_free(field: Field) -> bool {
    matches!(
        field,
        Field::Application
            | Field::User
            | Field::Database
            | Field::Remote
            | Field::Host
            | Field::Text
    )
}

/// A moment with its zone, `2026-11-21 11:22:33.123 UTC`.
#[inline]
pub(super) fn time(text: &[u8]) -> Option<(Moment, usize)> {
    let (moment, length) = Moment::read(text)?;
    let Some(rest) = text.get(length + 1..).filter(|_| text[length] == b' ') else {
        return Some((moment, length));
    };
    let zone = zone(rest);
    Some((moment, if zone > 0 { length + 1 + zone } else { length }))
}

/// The length of a zone: letters (`UTC`), or a distance (`+05:45`).
fn zone(text: &[u8]) -> usize {
    if let Some(rest) = text.strip_prefix(b"+").or_else(|| text.strip_prefix(b"-")) {
        let hours = digits(&rest[..rest.len().min(4)]);
        return match &rest[hours..] {
            [b':', a, b, ..] if hours > 0 && a.is_ascii_digit() && b.is_ascii_digit() => hours + 4,
            _ if hours > 0 => hours + 1,
            _ => 0,
        };
    }
    text.iter().take(ZONE_BYTES_MAX).take_while(|byte| byte.is_ascii_alphabetic()).count()
}

pub(super) fn digits(text: &[u8]) -> usize {
    text.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count()
}

pub(super) fn hexadecimal(text: &[u8]) -> usize {
    text.iter().take(16).take_while(|byte| byte.is_ascii_hexdigit()).count()
}

fn some(count: usize) -> Option<usize> {
    (count > 0).then_some(count)
}
