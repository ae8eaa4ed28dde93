//! Names and texts made safe to stand in a statement. In comes anything an object may be called; out goes one token.
//!
//! Deliberately not here: values of statements, which go as parameters.

/// An identifier in double quotes.
#[must_use]
pub fn quoted_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The same, bare where it is plain small letters and digits and no word of the language, for statements that people read.
pub(crate) fn bare_or_quoted(name: &str, is_word: impl FnOnce(&str) -> bool) -> String {
    let is_letter = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_plain =
        name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    if is_plain && !is_word(name) { name.to_owned() } else { quoted_name(name) }
}

/// A text in single quotes, whatever `standard_conforming_strings` is: for statements that are shown to people.
#[must_use]
pub fn quoted_literal(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if doubled.contains('\\') {
        format!("E'{}'", doubled.replace('\\', "\\\\"))
    } else {
        format!("'{doubled}'")
    }
}
