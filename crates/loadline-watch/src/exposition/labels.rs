//! The labels of a sample: `{name="value",other="value"}`.

use std::borrow::Cow;

/// Labels of one sample.
const LABELS_MAX: usize = 64;

/// A label's name with its value.
pub(super) type Label<'t> = (&'t str, Cow<'t, str>);

/// What is wrong, and where in the text.
pub(super) type Wrong = (usize, &'static str);

/// Reads labels from `text`, whose first byte opens them. Gives them and the place after them.
pub(super) fn labels(text: &str) -> Result<(Vec<Label<'_>>, usize), Wrong> {
    let mut labels = Vec::new();
    let mut at = 1;
    loop {
        at = skip_space(text, at);
        if text[at..].starts_with('}') {
            return Ok((labels, at + 1));
        }
        if labels.len() == LABELS_MAX {
            return Err((at, "more than 64 labels"));
        }
        let name_length = name_length(&text[at..]);
        if name_length == 0 {
            return Err((at, "expected a label's name or `}`"));
        }
        let name = &text[at..at + name_length];
        at = expect(text, at + name_length, '=', "expected `=` after a label's name")?;
        at = expect(text, at, '"', "expected a label's value in quotes")?;
        let (value, after) = value(text, at)?;
        labels.push((name, value));
        at = skip_space(text, after);
        if text[at..].starts_with(',') {
            at += 1;
        } else if !text[at..].starts_with('}') {
            return Err((at, "expected `,` or `}` after a label"));
        }
    }
}

/// The length of the name at the beginning of `text`: letters, digits, `_`, `:`, no digit first.
pub(super) fn name_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    text.find(|c: char| !is_part(c)).unwrap_or(text.len())
}

pub(super) fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches([' ', '\t']).len()
}

fn expect(text: &str, at: usize, sign: char, wrong: &'static str) -> Result<usize, Wrong> {
    let at = skip_space(text, at);
    if text[at..].starts_with(sign) { Ok(at + sign.len_utf8()) } else { Err((at, wrong)) }
}

/// A value from behind its opening quote, with the place behind the closing one. `\\`, `\"` and `\n` are
/// escapes; other pairs stay as they are.
fn value(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), Wrong> {
    let mut plain: Option<String> = None;
    let (mut from, mut at) = (start, start);
    loop {
        let Some(next) = text[at..].find(['"', '\\']) else {
            return Err((start, "a label's value does not end"));
        };
        at += next;
        if text[at..].starts_with('"') {
            let rest = &text[from..at];
            let whole = plain.map_or(Cow::Borrowed(rest), |plain| Cow::Owned(plain + rest));
            return Ok((whole, at + 1));
        }
        let Some(escaped) = text[at + 1..].chars().next() else {
            return Err((start, "a label's value does not end"));
        };
        let plain = plain.get_or_insert_default();
        plain.push_str(&text[from..at]);
        match escaped {
            'n' => plain.push('\n'),
            '\\' | '"' => plain.push(escaped),
            other => plain.extend(['\\', other]),
        }
        at += 1 + escaped.len_utf8();
        from = at;
    }
}
