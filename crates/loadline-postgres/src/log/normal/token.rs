//! Where each token ends.

use super::classes::{CLASSES, Class, goes_on};

/// What a token is to the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// A word, a keyword or a name.
    Word,
    /// A name in double quotes.
    QuotedName,
    /// A literal or a parameter.
    Value,
    /// One or more bytes of an operator.
    Operator,
    /// A single byte.
    Single(u8),
}

/// The next token from `at` on: what it is, where it begins and where it ends. None at the end.
#[inline]
pub(crate) fn next(sql: &[u8], mut at: usize) -> Option<(Token, usize, usize)> {
    loop {
        let byte = *sql.get(at)?;
        let end = match CLASSES[byte as usize] {
            Class::Blank => {
                at += 1;
                continue;
            }
            Class::Word => return Some(word(sql, at)),
            Class::Digit => return Some((Token::Value, at, number(sql, at))),
            Class::Dot if sql.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                return Some((Token::Value, at, number(sql, at)));
            }
            Class::Dot | Class::Single => return Some((Token::Single(byte), at, at + 1)),
            Class::Quote => return Some((Token::Value, at, string(sql, at + 1, false))),
            Class::DoubleQuote => return Some((Token::QuotedName, at, quoted(sql, at + 1))),
            Class::Dollar => return Some(dollar(sql, at)),
            Class::Operator => match comment(sql, at) {
                Some(end) => {
                    at = end;
                    continue;
                }
                None => operator(sql, at),
            },
        };
        return Some((Token::Operator, at, end));
    }
}

/// A word, or a literal that begins with a letter: `E'…'`, `B'…'`, `X'…'`, `N'…'`, `U&'…'`.
#[inline]
fn word(sql: &[u8], at: usize) -> (Token, usize, usize) {
    let length = sql[at + 1..].iter().position(|byte| !goes_on(*byte));
    let end = length.map_or(sql.len(), |length| at + 1 + length);
    let first = sql[at] | 0x20;
    if end == at + 1 {
        match sql.get(end) {
            Some(b'\'') if matches!(first, b'e' | b'b' | b'x' | b'n') => {
                return (Token::Value, at, string(sql, end + 1, first == b'e'));
            }
            Some(b'&') if first == b'u' && sql.get(end + 1) == Some(&b'\'') => {
                return (Token::Value, at, string(sql, end + 2, false));
            }
            _ => {}
        }
    }
    (Token::Word, at, end)
}

/// `12`, `1.5e-3`, `0xff`, `1_000`.
fn number(sql: &[u8], at: usize) -> usize {
    let mut end = at;
    while let Some(&byte) = sql.get(end) {
        let is_hexadecimal = sql.get(at + 1).is_some_and(|byte| byte | 0x20 == b'x');
        let is_part = match byte {
            b'+' | b'-' => !is_hexadecimal && end > at && matches!(sql[end - 1], b'e' | b'E'),
            b'.' => sql.get(end + 1) != Some(&b'.'),
            byte => byte.is_ascii_alphanumeric() || byte == b'_',
        };
        if !is_part {
            break;
        }
        end += 1;
    }
    end
}

/// The end of a string whose first byte is at `at`. Two quotes are one; a backslash takes the next byte with it where
/// the string is of that kind.
fn string(sql: &[u8], mut at: usize, has_backslashes: bool) -> usize {
    loop {
        let rest = sql.get(at..).unwrap_or_default();
        let found = if has_backslashes {
            memchr::memchr2(b'\'', b'\\', rest)
        } else {
            memchr::memchr(b'\'', rest)
        };
        let Some(found) = found else { return sql.len() };
        at += found + 1;
        if sql[at - 1] == b'\\' || sql.get(at) == Some(&b'\'') {
            at += 1;
        } else {
            return at;
        }
    }
}

fn quoted(sql: &[u8], mut at: usize) -> usize {
    loop {
        let Some(found) = memchr::memchr(b'"', sql.get(at..).unwrap_or_default()) else {
            return sql.len();
        };
        at += found + 1;
        if sql.get(at) != Some(&b'"') {
            return at;
        }
        at += 1;
    }
}

/// `$1`, `$$…$$` and `$tag$…$tag$` are values; a lone `$` is itself.
fn dollar(sql: &[u8], at: usize) -> (Token, usize, usize) {
    let digits = sql[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 {
        return (Token::Value, at, at + 1 + digits);
    }
    let name = sql[at + 1..].iter().take_while(|byte| **byte != b'$' && goes_on(**byte)).count();
    if sql.get(at + 1 + name) != Some(&b'$') {
        return (Token::Single(b'$'), at, at + 1);
    }
    let body = at + name + 2;
    let close = memchr::memmem::find(&sql[body..], &sql[at..body]);
    (Token::Value, at, close.map_or(sql.len(), |length| body + length + name + 2))
}

/// The end of a comment that begins here; those of C nest.
#[inline]
fn comment(sql: &[u8], at: usize) -> Option<usize> {
    match (sql[at], sql.get(at + 1)) {
        (b'-', Some(b'-')) => {
            let length = memchr::memchr(b'\n', &sql[at..]);
            Some(length.map_or(sql.len(), |length| at + length))
        }
        (b'/', Some(b'*')) => {
            let (mut depth, mut end) = (1_u32, at + 2);
            while depth > 0 {
                let rest = sql.get(end..).unwrap_or_default();
                let Some(found) = memchr::memchr2(b'*', b'/', rest) else { return Some(sql.len()) };
                end += found;
                match (sql[end], sql.get(end + 1)) {
                    (b'*', Some(b'/')) => (depth, end) = (depth - 1, end + 2),
                    (b'/', Some(b'*')) => (depth, end) = (depth + 1, end + 2),
                    _ => end += 1,
                }
            }
            Some(end)
        }
        _ => None,
    }
}

/// The end of an operator; a sign behind another operator is a token of its own, as PostgreSQL has it, unless the
/// operator holds one of the rarer letters.
#[inline]
fn operator(sql: &[u8], at: usize) -> usize {
    let is_part = |byte: &u8| CLASSES[*byte as usize] == Class::Operator;
    let mut end = at + 1;
    while end < sql.len() && is_part(&sql[end]) && comment(sql, end).is_none() {
        end += 1;
    }
    let is_rare = |byte: &u8| b"~!@#%^&|`?".contains(byte);
    while end > at + 1 && matches!(sql[end - 1], b'+' | b'-') && !sql[at..end].iter().any(is_rare) {
        end -= 1;
    }
    end
}
