//! Logs as lines with a prefix.
//!
//! An entry is its first line, the lines behind it that begin with a tab, and the lines with `DETAIL`, `STATEMENT` and
//! `CONTEXT` of the same process. All of them lie behind each other in the file, so all are slices of the window.

use super::reader::{Cut, Sink, Skipped};
use crate::log::entry::{Entry, Origin, Severity};
use crate::log::prefix::{Label, Prefix};

/// Which part of an entry is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Message,
    Detail,
    Statement,
    Context,
    /// Read over.
    Other,
}

/// Cuts text into entries.
pub(super) struct StderrCutter {
    /// None where nothing fits: only labels are looked for then.
    prefix: Option<Prefix>,
}

/// An entry whose end is not yet seen; places in the window.
struct Open<'a> {
    begin: usize,
    origin: Origin<'a>,
    severity: Severity,
    parts: [(usize, usize); 4],
    part: Part,
    /// Where the part being read began, and where it ends so far.
    from: usize,
    to: usize,
}

impl StderrCutter {
    pub(super) fn new(prefix: Option<Prefix>) -> Self {
        Self { prefix }
    }

    #[inline]
    fn head<'a>(&self, line: &'a [u8]) -> Option<(Origin<'a>, Label, usize)> {
        match &self.prefix {
            Some(prefix) => prefix.head(line).map(|head| (head.origin, head.label, head.message)),
            None => {
                let (label, at, length) = Label::find(&line[..line.len().min(600)])?;
                Some((Origin::default(), label, at + length))
            }
        }
    }
}

impl Cut for StderrCutter {
    fn cut(
        &mut self,
        text: &[u8],
        is_last: bool,
        sink: &mut Sink<'_>,
        skipped: &mut Skipped,
    ) -> usize {
        let mut open: Option<Open<'_>> = None;
        let mut at = 0;
        while at < text.len() {
            let end = match memchr::memchr(b'\n', &text[at..]) {
                Some(length) => at + length,
                None if is_last => text.len(),
                None => break,
            };
            let begin = at;
            at = (end + 1).min(text.len());
            let line = &text[begin..end];
            if line.first() == Some(&b'\t') {
                // A line behind something unreadable belongs to nothing.
                match &mut open {
                    Some(open) if open.to + 1 == begin => open.to = end,
                    _ => skipped.lines += 1,
                }
                continue;
            }
            match self.head(line) {
                Some((origin, Label::Begins(severity), message)) => {
                    if let Some(open) = open.take() {
                        open.emit(text, sink);
                    }
                    open = Some(Open::new(begin, origin, severity, begin + message, end));
                }
                Some((origin, label, message)) => match &mut open {
                    Some(open) if open.origin.pid == origin.pid => {
                        open.begin_part(label, begin + message, end);
                    }
                    _ => skipped.lines += 1,
                },
                None if line.is_empty() => {}
                None => skipped.lines += 1,
            }
        }
        match open {
            Some(open) if is_last => open.emit(text, sink),
            Some(open) => return open.begin,
            None => {}
        }
        at
    }
}

impl<'a> Open<'a> {
    fn new(begin: usize, origin: Origin<'a>, severity: Severity, from: usize, to: usize) -> Self {
        Self { begin, origin, severity, parts: [(0, 0); 4], part: Part::Message, from, to }
    }

    fn begin_part(&mut self, label: Label, from: usize, to: usize) {
        self.end_part();
        self.part = match label {
            Label::Detail => Part::Detail,
            Label::Statement => Part::Statement,
            Label::Context => Part::Context,
            Label::Begins(_) | Label::Other => Part::Other,
        };
        (self.from, self.to) = (from, to);
    }

    #[inline]
    fn end_part(&mut self) {
        if self.part != Part::Other {
            self.parts[self.part as usize] = (self.from, self.to);
        }
    }

    #[inline]
    fn emit(mut self, text: &[u8], sink: &mut Sink<'_>) {
        self.end_part();
        let part = |part: Part| {
            let (from, to) = self.parts[part as usize];
            let slice = &text[from.min(to)..to];
            slice.strip_suffix(b"\r").unwrap_or(slice)
        };
        sink(&Entry {
            origin: self.origin,
            severity: self.severity,
            message: part(Part::Message),
            detail: part(Part::Detail),
            context: part(Part::Context),
            statement: part(Part::Statement),
        });
    }
}
