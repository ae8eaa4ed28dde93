//! `interval $1` made `CAST($1 AS interval)`: the server's statistics put `$1` in the place of any literal, also where
//! the grammar allows literals alone.

use std::borrow::Cow;

use crate::log::{Token, next_token};

/// Types that may stand before a literal.
const TYPES: [&str; 5] = ["interval", "date", "timestamp", "timestamptz", "time"];

/// The text with casts where a type stands before a parameter.
pub(super) fn with_casts(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let (mut cast, mut done, mut at) = (String::new(), 0, 0);
    let mut kind: Option<(usize, usize)> = None;
    while let Some((token, start, end)) = next_token(bytes, at) {
        at = end;
        let is_parameter = token == Token::Value && bytes[start] == b'$';
        if let Some((from, to)) = kind.take().filter(|_| is_parameter) {
            cast += &text[done..from];
            cast += &format!("CAST({} AS {})", &text[start..end], &text[from..to]);
            done = end;
        }
        let is_type = |name: &&str| text[start..end].eq_ignore_ascii_case(name);
        if token == Token::Word && TYPES.iter().any(is_type) {
            kind = Some((start, end));
        }
    }
    if done == 0 { Cow::Borrowed(text) } else { Cow::Owned(cast + &text[done..]) }
}
