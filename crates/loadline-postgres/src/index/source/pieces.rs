//! A file of SQL cut into statements at its semicolons, those in texts, names and comments left alone.
//!
//! A line `-- calls: 120` before a statement says how often it runs. Lines of psql that begin with a backslash are left out.

use crate::log::{Token, next_token as next};

/// What a comment begins with that says how often a statement runs.
const CALLS: &str = "calls:";

/// A statement of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) calls: f64,
}

/// All statements of a text.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text = without_commands(text);
    let bytes = text.as_bytes();
    let (mut pieces, mut begin, mut at) = (Vec::new(), 0, 0);
    let mut first = None;
    while let Some((token, start, end)) = next(bytes, at) {
        if token == Token::Single(b';') {
            pieces.extend(piece(&text[begin..start], first.map(|first: usize| first - begin)));
            (begin, first) = (end, None);
        } else {
            first.get_or_insert(start);
        }
        at = end;
    }
    pieces.extend(piece(&text[begin..], first.map(|first| first - begin)));
    pieces
}

/// A statement whose first token is at `first`; what is before it is comments.
fn piece(text: &str, first: Option<usize>) -> Option<Piece> {
    let (comments, statement) = text.split_at(first?);
    let calls = comments.lines().rev().find_map(calls).unwrap_or(1.0);
    Some(Piece { text: statement.trim().to_owned(), calls })
}

/// `-- calls: 120`.
fn calls(line: &str) -> Option<f64> {
    let comment = line.trim().strip_prefix("--")?.trim_start();
    let calls: f64 = comment.strip_prefix(CALLS)?.trim().replace('_', "").parse().ok()?;
    (calls.is_finite() && calls > 0.0).then_some(calls)
}

fn without_commands(text: &str) -> String {
    let is_sql = |line: &&str| !line.trim_start().starts_with('\\');
    text.split_inclusive('\n').filter(is_sql).collect()
}
