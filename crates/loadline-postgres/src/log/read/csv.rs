//! `csvlog`: rows of 23 to 26 fields, texts in quotes over several lines.
//!
//! A row whose fields do not come out right is skipped up to the next line that begins as a row does, so that one
//! broken quote costs one row, not the rest of the file.

use super::reader::{Cut, Sink, Skipped};
use crate::log::entry::{Entry, Origin, Severity};
use crate::log::moment::Moment;

/// Fields up to PostgreSQL 12; later ones have up to three more.
const FIELDS_MIN: usize = 23;
const FIELDS_MAX: usize = 32;

const TIME: usize = 0;
const USER: usize = 1;
const DATABASE: usize = 2;
const PID: usize = 3;
const HOST: usize = 4;
const SEVERITY: usize = 11;
const STATE: usize = 12;
const MESSAGE: usize = 13;
const DETAIL: usize = 14;
const CONTEXT: usize = 18;
const STATEMENT: usize = 19;
const APPLICATION: usize = 22;

/// Texts that may hold doubled quotes and are looked into.
const TEXTS: [usize; 4] = [MESSAGE, DETAIL, CONTEXT, STATEMENT];

/// Cuts rows; keeps the memory for texts with doubled quotes.
#[derive(Default)]
pub(super) struct CsvCutter {
    plain: [Vec<u8>; TEXTS.len()],
    fields: [Field; FIELDS_MAX],
}

/// A field: where it is without its quotes, and whether quotes are doubled in it.
#[derive(Debug, Clone, Copy, Default)]
struct Field {
    from: usize,
    to: usize,
    is_doubled: bool,
}

/// What came of reading a row.
enum Row {
    /// How many fields, and where the next row begins.
    Whole(usize, usize),
    /// The text ends before the row does.
    Unfinished,
    /// It is no row.
    Broken,
}

/// Whether a line begins as a row: a time and a comma.
pub(super) fn begins_row(line: &[u8]) -> bool {
    let Some((_, length)) = Moment::read(line) else { return false };
    let comma = memchr::memchr(b',', &line[..line.len().min(length + 48)]);
    comma.is_some_and(|comma| line[length..comma].iter().all(|byte| !b"[(:".contains(byte)))
}

impl Cut for CsvCutter {
    fn cut(
        &mut self,
        text: &[u8],
        is_last: bool,
        sink: &mut Sink<'_>,
        skipped: &mut Skipped,
    ) -> usize {
        let mut at = 0;
        while at < text.len() {
            match row(text, at, is_last, &mut self.fields) {
                Row::Whole(count, next) if count >= FIELDS_MIN => {
                    if !self.emit(text, sink) {
                        skipped.lines += 1;
                    }
                    at = next;
                }
                Row::Unfinished if !is_last => return at,
                Row::Whole(..) | Row::Unfinished | Row::Broken => {
                    let Some(next) = next_row(text, at) else {
                        // The rest holds no row; its last line may be the beginning of one.
                        let rest = &text[at..];
                        let kept = if is_last { 0 } else { rest.len() - last_line(rest) };
                        skipped.lines += u64::from(kept < rest.len());
                        return text.len() - kept;
                    };
                    skipped.lines += 1;
                    at = next;
                }
            }
        }
        at
    }
}

impl CsvCutter {
    /// Hands a row on; false where its severity is none.
    fn emit(&mut self, text: &[u8], sink: &mut Sink<'_>) -> bool {
        let fields = self.fields;
        let slice = |index: usize| &text[fields[index].from..fields[index].to];
        let Some(severity) = Severity::of_word(slice(SEVERITY)) else { return false };
        for (plain, index) in self.plain.iter_mut().zip(TEXTS) {
            plain.clear();
            if fields[index].is_doubled {
                undouble(slice(index), plain);
            }
        }
        let plain = |index: usize| match TEXTS.iter().position(|text| *text == index) {
            Some(place) if fields[index].is_doubled => self.plain[place].as_slice(),
            _ => slice(index),
        };
        let host = slice(HOST);
        let pid = std::str::from_utf8(slice(PID)).ok().and_then(|pid| pid.parse().ok());
        sink(&Entry {
            origin: Origin {
                moment: Moment::read(slice(TIME)).map(|(moment, _)| moment),
                pid: pid.unwrap_or_default(),
                user: slice(USER),
                database: slice(DATABASE),
                application: slice(APPLICATION),
                host: memchr::memrchr(b':', host).map_or(host, |at| &host[..at]),
                state: slice(STATE),
            },
            severity,
            message: plain(MESSAGE),
            detail: plain(DETAIL),
            context: plain(CONTEXT),
            statement: plain(STATEMENT),
        });
        true
    }
}

/// Reads the row at `at`.
fn row(text: &[u8], mut at: usize, is_last: bool, fields: &mut [Field; FIELDS_MAX]) -> Row {
    if !begins_row(&text[at..text.len().min(at + 100)]) {
        let is_short = text.len() - at < 100 && memchr::memchr(b'\n', &text[at..]).is_none();
        return if is_short && !is_last { Row::Unfinished } else { Row::Broken };
    }
    for (count, place) in fields.iter_mut().enumerate() {
        let field = if text.get(at) == Some(&b'"') {
            match quoted(text, at + 1) {
                Some(field) => field,
                None => return Row::Unfinished,
            }
        } else {
            match memchr::memchr2(b',', b'\n', &text[at..]) {
                Some(length) => Field { from: at, to: at + length, is_doubled: false },
                None if is_last => Field { from: at, to: text.len(), is_doubled: false },
                None => return Row::Unfinished,
            }
        };
        let is_quoted = text.get(at) == Some(&b'"');
        let end = field.to + usize::from(is_quoted);
        *place = field;
        match text.get(end) {
            Some(b',') => at = end + 1,
            Some(b'\n') => return Row::Whole(count + 1, end + 1),
            Some(b'\r') if text.get(end + 1) == Some(&b'\n') => {
                return Row::Whole(count + 1, end + 2);
            }
            None if is_last => return Row::Whole(count + 1, end),
            None => return Row::Unfinished,
            Some(_) => return Row::Broken,
        }
    }
    Row::Broken
}

/// A field in quotes from behind its first one; none where it does not end.
fn quoted(text: &[u8], from: usize) -> Option<Field> {
    let (mut at, mut is_doubled) = (from, false);
    loop {
        let quote = at + memchr::memchr(b'"', text.get(at..)?)?;
        if text.get(quote + 1) != Some(&b'"') {
            return Some(Field { from, to: quote, is_doubled });
        }
        is_doubled = true;
        at = quote + 2;
    }
}

/// The next line behind `at` that begins as a row does.
fn next_row(text: &[u8], at: usize) -> Option<usize> {
    let lines = memchr::memchr_iter(b'\n', &text[at..]).map(|newline| at + newline + 1);
    lines
        .filter(|line| *line < text.len())
        .find(|line| begins_row(&text[*line..text.len().min(line + 100)]))
}

/// Where the last line of `text` begins.
fn last_line(text: &[u8]) -> usize {
    memchr::memrchr(b'\n', text).map_or(0, |newline| newline + 1)
}

fn undouble(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=quote]);
        rest = rest.get(quote + 2..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}
