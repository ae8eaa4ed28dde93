//! `jsonlog`: one object a line, flat, with keys that are left out where they are empty.
//!
//! Read by hand: a log has one shape, and texts without escapes stay slices of the file.

use super::reader::{Cut, Sink, Skipped};
use crate::log::entry::{Entry, Origin, Severity};
use crate::log::moment::Moment;

/// Texts that may hold escapes and are looked into.
const TEXTS: [&[u8]; 9] = [
    b"message",
    b"detail",
    b"context",
    b"statement",
    b"user",
    b"dbname",
    b"application_name",
    b"remote_host",
    b"error_severity",
];

/// Cuts lines; keeps the memory for texts with escapes.
#[derive(Default)]
pub(super) struct JsonCutter {
    plain: [Vec<u8>; TEXTS.len()],
}

/// A value of a key: a string's inside, or the text of a number.
#[derive(Debug, Clone, Copy)]
struct Value<'a> {
    text: &'a [u8],
    has_escapes: bool,
}

/// Whether a line is such an object.
pub(super) fn is_row(line: &[u8]) -> bool {
    line.starts_with(b"{") && memchr::memmem::find(line, b"\"error_severity\"").is_some()
}

impl Cut for JsonCutter {
    fn cut(
        &mut self,
        text: &[u8],
        is_last: bool,
        sink: &mut Sink<'_>,
        skipped: &mut Skipped,
    ) -> usize {
        let mut at = 0;
        while at < text.len() {
            let end = match memchr::memchr(b'\n', &text[at..]) {
                Some(length) => at + length,
                None if is_last => text.len(),
                None => break,
            };
            let line = text[at..end].trim_ascii();
            if !line.is_empty() && self.row(line, sink).is_none() {
                skipped.lines += 1;
            }
            at = (end + 1).min(text.len());
        }
        at
    }
}

impl JsonCutter {
    /// Hands a line on; none where it is no whole object with a severity.
    fn row(&mut self, line: &[u8], sink: &mut Sink<'_>) -> Option<()> {
        let mut values: [Option<Value<'_>>; TEXTS.len()] = [None; TEXTS.len()];
        let mut origin = Origin::default();
        let mut rest = line.strip_prefix(b"{")?.trim_ascii_start();
        while !rest.starts_with(b"}") {
            let (key, behind) = string(rest)?;
            rest = behind.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
            let (value, behind) = value(rest)?;
            match key.text {
                b"timestamp" => {
                    origin.moment = Moment::read(value.text).map(|(moment, _)| moment);
                }
                b"pid" => {
                    let pid = std::str::from_utf8(value.text).ok();
                    origin.pid = pid.and_then(|pid| pid.parse().ok()).unwrap_or_default();
                }
                b"state_code" => origin.state = value.text,
                name => {
                    if let Some(place) = TEXTS.iter().position(|text| *text == name) {
                        values[place] = Some(value);
                    }
                }
            }
            rest = behind.trim_ascii_start();
            rest = rest.strip_prefix(b",").map_or(rest, <[u8]>::trim_ascii_start);
        }
        for (plain, value) in self.plain.iter_mut().zip(&values) {
            plain.clear();
            if let Some(value) = value.filter(|value| value.has_escapes) {
                unescape(value.text, plain);
            }
        }
        let text = |place: usize| match values[place] {
            Some(value) if value.has_escapes => self.plain[place].as_slice(),
            Some(value) => value.text,
            None => &[],
        };
        let [message, detail, context, statement] = [0, 1, 2, 3].map(text);
        (origin.user, origin.database) = (text(4), text(5));
        (origin.application, origin.host) = (text(6), text(7));
        let severity = Severity::of_word(text(8))?;
        sink(&Entry { origin, severity, message, detail, context, statement });
        Some(())
    }
}

/// A string at the beginning of `text`, and what is behind it.
fn string(text: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let inside = text.strip_prefix(b"\"")?;
    let (mut at, mut has_escapes) = (0, false);
    loop {
        at += memchr::memchr2(b'"', b'\\', inside.get(at..)?)?;
        if inside[at] == b'"' {
            return Some((Value { text: &inside[..at], has_escapes }, &inside[at + 1..]));
        }
        has_escapes = true;
        at += 2;
    }
}

/// A string, or anything up to the next comma or bracket.
fn value(text: &[u8]) -> Option<(Value<'_>, &[u8])> {
    if text.starts_with(b"\"") {
        return string(text);
    }
    let end = memchr::memchr2(b',', b'}', text)?;
    Some((Value { text: text[..end].trim_ascii(), has_escapes: false }, &text[end..]))
}

fn unescape(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let escape = rest.get(at + 1).copied().unwrap_or(b'\\');
        rest = rest.get(at + 2..).unwrap_or_default();
        match escape {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'u' => {
                let digits = rest.get(..4).and_then(|digits| std::str::from_utf8(digits).ok());
                let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
                let letter = code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
                out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                rest = rest.get(4..).unwrap_or_default();
            }
            other => out.push(other),
        }
    }
    out.extend_from_slice(rest);
}
