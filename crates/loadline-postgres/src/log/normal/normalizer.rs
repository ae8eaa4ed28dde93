//! Tokens to the shared form.
//!
//! Deliberately not here: where tokens end (`token`).

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use super::token::{self, Token};

/// The form's length at most. What is behind it still counts for the fingerprint of shorter texts only: statements
/// that agree this far are one.
const FORM_BYTES_MAX: usize = 16 << 10;

/// Makes shared forms; keeps the memory from one to the next.
#[derive(Debug, Default)]
pub struct Normalizer {
    form: Vec<u8>,
    /// What the form ends with.
    last: Last,
    list: List,
}

/// What was written last, as far as the next token cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Last {
    /// Nothing, or a bracket that opens, or a point: no blank behind it.
    #[default]
    Opening,
    /// A keyword: a sign behind it belongs to a number, a bracket stands apart.
    Keyword,
    /// A name or a value or a bracket that closes: a sign behind it is an operator.
    Operand,
    /// A comma or an operator.
    Operator,
}

/// Whether values in a row are being read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum List {
    #[default]
    Outside,
    /// Behind `in` or `array`: its bracket opens a list.
    Announced,
    /// In a list; a comma waits until it is known whether a value is behind it.
    Inside { has_value: bool, comma: bool },
    /// Behind `values`: rows follow.
    Rows,
    /// In the first row, so many brackets deep.
    Row(u32),
    /// Behind a row: a comma means another, which is read over.
    AfterRow,
}

impl Normalizer {
    /// A normalizer with its memory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The form of `sql`, and its fingerprint.
    pub fn normalize(&mut self, sql: &[u8]) -> (u64, &[u8]) {
        self.form.clear();
        self.last = Last::Opening;
        self.list = List::Outside;
        let mut at = 0;
        while let Some((token, begin, end)) = token::next(sql, at) {
            at = match self.list {
                List::AfterRow => self.after_row(sql, token, begin, end),
                _ => {
                    self.token(sql, token, begin, end);
                    end
                }
            };
            if self.form.len() >= FORM_BYTES_MAX {
                break;
            }
        }
        while let Some(b';' | b' ') = self.form.last() {
            self.form.pop();
        }
        let mut hasher = FxHasher::default();
        hasher.write(&self.form);
        (hasher.finish(), &self.form)
    }

    #[inline]
    fn token(&mut self, sql: &[u8], token: Token, begin: usize, end: usize) {
        if !matches!(self.list, List::Outside) && self.in_list(token) {
            return;
        }
        match token {
            Token::Word => self.word(&sql[begin..end]),
            Token::QuotedName => {
                self.blank();
                self.form.extend_from_slice(&sql[begin..end]);
                self.last = Last::Operand;
            }
            Token::Value => {
                self.take_sign_back();
                self.blank();
                self.form.push(b'?');
                self.last = Last::Operand;
            }
            Token::Operator => {
                let is_cast = &sql[begin..end] == b"::";
                if !is_cast && !self.form.is_empty() && self.last != Last::Opening {
                    self.form.push(b' ');
                }
                self.form.extend_from_slice(&sql[begin..end]);
                self.last = if is_cast { Last::Opening } else { Last::Operator };
            }
            Token::Single(byte) => self.single(byte),
        }
    }

    #[inline]
    fn word(&mut self, word: &[u8]) {
        self.blank();
        let begin = self.form.len();
        self.form.extend_from_slice(word);
        let lower = &mut self.form[begin..];
        lower.make_ascii_lowercase();
        let (is_keyword, list) = keyword(lower);
        self.last = if is_keyword { Last::Keyword } else { Last::Operand };
        if let Some(list) = list {
            self.list = list;
        }
    }

    fn single(&mut self, byte: u8) {
        match byte {
            b'(' | b'[' => {
                if matches!(self.last, Last::Keyword | Last::Operator) {
                    self.form.push(b' ');
                }
                self.last = Last::Opening;
            }
            b'.' => self.last = Last::Opening,
            b',' | b';' => self.last = Last::Operator,
            _ => self.last = Last::Operand,
        }
        self.form.push(byte);
    }

    /// A blank where the next token is a word or a value.
    #[inline]
    fn blank(&mut self) {
        if self.last != Last::Opening {
            self.form.push(b' ');
        }
    }

    /// `- ?` behind anything but an operand is a negative number: the sign belongs to the value.
    #[inline]
    fn take_sign_back(&mut self) {
        if self.last != Last::Operator {
            return;
        }
        let [before @ .., b'+' | b'-'] = self.form.as_slice() else { return };
        let before = before.trim_ascii_end();
        let last = match before.last() {
            None => Last::Opening,
            Some(b'(' | b'[') => Last::Opening,
            Some(b',' | b'=' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'|' | b'~') => {
                Last::Operator
            }
            Some(_) if ends_with_keyword(before) => Last::Keyword,
            Some(_) => return,
        };
        let length = before.len();
        self.form.truncate(length);
        self.last = last;
    }

    /// Follows lists; whether the token is read over.
    fn in_list(&mut self, token: Token) -> bool {
        match self.list {
            List::Announced => {
                self.list = match token {
                    Token::Single(b'(' | b'[') => List::Inside { has_value: false, comma: false },
                    _ => List::Outside,
                };
            }
            List::Inside { has_value, comma } => match token {
                Token::Single(b',') if has_value => {
                    self.list = List::Inside { has_value, comma: true };
                    return true;
                }
                Token::Value if has_value && comma => {
                    // The sign of `, -1` was written before its number was seen.
                    self.list = List::Inside { has_value, comma: false };
                    return true;
                }
                Token::Value if !has_value => {
                    self.list = List::Inside { has_value: true, comma: false };
                }
                Token::Operator if comma => return true,
                Token::Operator if !has_value => {}
                Token::Single(b')' | b']') => self.list = List::Outside,
                _ => {
                    if comma {
                        self.single(b',');
                    }
                    self.list = List::Outside;
                }
            },
            List::Rows => {
                self.list = match token {
                    Token::Single(b'(') => List::Row(1),
                    _ => List::Outside,
                };
            }
            List::Row(depth) => match token {
                Token::Single(b'(') => self.list = List::Row(depth + 1),
                Token::Single(b')') if depth == 1 => self.list = List::AfterRow,
                Token::Single(b')') => self.list = List::Row(depth - 1),
                _ => {}
            },
            List::Outside | List::AfterRow => {}
        }
        false
    }

    /// Reads over `, (…)` behind a row of `values`; gives where to go on.
    fn after_row(&mut self, sql: &[u8], token: Token, begin: usize, end: usize) -> usize {
        let mut next = (token, begin, end);
        while next.0 == Token::Single(b',') {
            let Some((Token::Single(b'('), _, mut at)) = token::next(sql, next.2) else { break };
            let mut depth = 1;
            while depth > 0 {
                let Some((token, _, end)) = token::next(sql, at) else { return sql.len() };
                at = end;
                match token {
                    Token::Single(b'(') => depth += 1,
                    Token::Single(b')') => depth -= 1,
                    _ => {}
                }
            }
            let Some(following) = token::next(sql, at) else { return sql.len() };
            next = following;
        }
        self.list = List::Outside;
        self.token(sql, next.0, next.1, next.2);
        next.2
    }
}

/// Whether a word is one that no operand ends with, and the list it announces.
#[inline]
fn keyword(word: &[u8]) -> (bool, Option<List>) {
    match word {
        b"in" | b"array" => (true, Some(List::Announced)),
        b"values" => (true, Some(List::Rows)),
        b"select" | b"from" | b"where" | b"and" | b"or" | b"not" | b"on" | b"join" | b"as"
        | b"then" | b"else" | b"when" | b"between" | b"like" | b"ilike" | b"limit" | b"offset"
        | b"set" | b"by" | b"case" | b"returning" | b"over" | b"exists" | b"using" | b"union"
        | b"all" | b"any" | b"some" | b"except" | b"intersect" | b"having" | b"distinct"
        | b"with" | b"is" | b"into" | b"interval" | b"filter" => (true, None),
        _ => (false, None),
    }
}

fn ends_with_keyword(form: &[u8]) -> bool {
    let word = form.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    keyword(&form[form.len() - word..]).0
}
