//! Names and texts made safe to stand in a statement. In comes anything an object may be called; out goes one token.
//!
//! Deliberately not here: values of statements, which go as parameters.

/// An identifier in double quotes.
#[must_use]
pub fn quoted_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
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
