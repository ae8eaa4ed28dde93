//! A line against the pieces of a prefix.
//!
//! The usual line is matched in one pass. A name that holds the text behind it (`%u@%d` with an `@` in the user) makes
//! it step back; steps are counted, so that no line costs more than a bounded number of tries.

use super::compile::{Field, Piece, Prefix};
use super::label::Label;
use super::scan;
use crate::log::entry::Origin;
use crate::log::moment::Moment;

/// The longest text of a name; PostgreSQL cuts names at 63 bytes, paths of sockets and hosts are longer.
const FREE_BYTES_MAX: usize = 300;
/// Tries a line is given.
const TRIES_MAX: u32 = 200;

/// The beginning of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) origin: Origin<'a>,
    pub(crate) label: Label,
    /// Where the message begins.
    pub(crate) message: usize,
}

/// What a line is matched with.
struct Matcher<'a> {
    line: &'a [u8],
    origin: Origin<'a>,
    tries: u32,
}

impl Prefix {
    /// Matches a line; none where it does not begin as the prefix says.
    #[inline]
    pub(crate) fn head<'a>(&self, line: &'a [u8]) -> Option<Head<'a>> {
        let mut matcher = Matcher { line, origin: Origin::default(), tries: TRIES_MAX };
        let (label, message) = matcher.pieces(&self.pieces, 0)?;
        Some(Head { origin: matcher.origin, label, message })
    }
}

impl<'a> Matcher<'a> {
    /// Matches `pieces` from `at` on, then a label.
    fn pieces(&mut self, pieces: &[Piece], mut at: usize) -> Option<(Label, usize)> {
        for (index, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Literal(literal) => {
                    let rest = self.line.get(at..)?;
                    if rest.starts_with(literal) {
                        at += literal.len();
                    } else {
                        // A field of some width is padded with blanks behind it.
                        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
                        at += blanks;
                        if blanks == 0 || !self.line[at..].starts_with(literal) {
                            return None;
                        }
                        at += literal.len();
                    }
                }
                Piece::Stop => {
                    if let Some(end) = self.label(at) {
                        return Some(end);
                    }
                }
                Piece::Field(field) if scan::is_free(*field) => {
                    return self.free(*field, &pieces[index + 1..], at);
                }
                Piece::Field(Field::Time) if self.origin.moment.is_none() => {
                    let (moment, length) = scan::time(self.line.get(at..)?)?;
                    self.origin.moment = Some(moment);
                    at += length;
                }
                Piece::Field(field) => {
                    let rest = self.line.get(at..)?;
                    let padding = rest.iter().take_while(|byte| **byte == b' ').count();
                    let length = scan::length(*field, &rest[padding..])?;
                    self.keep(*field, at + padding, length);
                    at += padding + length;
                }
            }
        }
        self.label(at)
    }

    /// A field of free text: as short as lets the rest match.
    fn free(&mut self, field: Field, rest: &[Piece], at: usize) -> Option<(Label, usize)> {
        let end = self.line.len().min(at + FREE_BYTES_MAX);
        let text = self.line.get(at..end)?;
        if let Some(Piece::Literal(literal)) = rest.first() {
            let ends = memchr::memchr_iter(literal[0], text);
            for length in ends {
                if !self.line[at + length..].starts_with(literal) {
                    continue;
                }
                if let Some(found) = self.attempt(&rest[1..], at + length + literal.len()) {
                    self.keep(field, at, length);
                    return Some(found);
                }
                if self.tries == 0 {
                    return None;
                }
            }
            return None;
        }
        for length in 0..=text.len() {
            if let Some(found) = self.attempt(rest, at + length) {
                self.keep(field, at, length);
                return Some(found);
            }
            if self.tries == 0 {
                return None;
            }
        }
        None
    }

    fn attempt(&mut self, rest: &[Piece], at: usize) -> Option<(Label, usize)> {
        self.tries = self.tries.checked_sub(1)?;
        self.pieces(rest, at)
    }

    fn label(&self, at: usize) -> Option<(Label, usize)> {
        let rest = self.line.get(at..)?;
        Label::read(rest).map(|(label, length)| (label, at + length))
    }

    #[inline]
    fn keep(&mut self, field: Field, at: usize, length: usize) {
        let text = &self.line[at..at + length];
        match field {
            Field::Application => self.origin.application = text.trim_ascii(),
            Field::User => self.origin.user = text.trim_ascii(),
            Field::Database => self.origin.database = text.trim_ascii(),
            Field::Remote | Field::Host => self.origin.host = without_port(text.trim_ascii()),
            Field::Pid => {
                let digit = |byte: &u8| u32::from(byte - b'0');
                let pid = |sum: u32, byte: &u8| sum.wrapping_mul(10).wrapping_add(digit(byte));
                self.origin.pid = text.iter().fold(0, pid);
            }
            Field::Epoch => {
                self.origin.moment = Moment::read_epoch(text).map(|(moment, _)| moment);
            }
            Field::State => self.origin.state = text,
            Field::Session => self.session(text),
            Field::Text | Field::Number | Field::Start | Field::Time => {}
        }
    }

    /// A session's name ends with its process in hexadecimal digits.
    fn session(&mut self, text: &[u8]) {
        if self.origin.pid == 0
            && let Some(point) = memchr::memchr(b'.', text)
            && let Ok(digits) = std::str::from_utf8(&text[point + 1..])
        {
            self.origin.pid = u32::from_str_radix(digits, 16).unwrap_or_default();
        }
    }
}

/// `127.0.0.1(54321)` without its port.
fn without_port(host: &[u8]) -> &[u8] {
    memchr::memrchr(b'(', host).map_or(host, |at| &host[..at])
}
