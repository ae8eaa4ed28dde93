//! What kind of byte each is, as a table.

/// The kind of a byte outside of quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    /// Letters, `_`, and whatever is not ASCII.
    Word,
    Digit,
    Quote,
    DoubleQuote,
    Dollar,
    Dot,
    Operator,
    /// Brackets, commas and so on: one byte is one token.
    Single,
}

/// The classes of all bytes.
pub(super) static CLASSES: [Class; 256] = table();

const fn table() -> [Class; 256] {
    let mut table = [Class::Single; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => Class::Blank,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..=0xff => Class::Word,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Quote,
            b'"' => Class::DoubleQuote,
            b'$' => Class::Dollar,
            b'.' => Class::Dot,
            b'+' | b'-' | b'*' | b'/' | b'<' | b'>' | b'=' | b'~' | b'!' | b'@' | b'#' | b'%'
            | b'^' | b'&' | b'|' | b'`' | b'?' | b':' => Class::Operator,
            _ => Class::Single,
        };
        byte += 1;
    }
    table
}

/// Whether a byte goes on with a word that has begun.
#[inline]
pub(super) fn goes_on(byte: u8) -> bool {
    matches!(CLASSES[byte as usize], Class::Word | Class::Digit | Class::Dollar)
}
