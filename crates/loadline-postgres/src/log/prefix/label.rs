//! The word between prefix and message: a severity, or the name of a line that belongs to the entry before.

use crate::log::entry::Severity;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// The first line of an entry.
    Begins(Severity),
    /// Parameters and the like.
    Detail,
    /// The statement.
    Statement,
    /// Where.
    Context,
    /// Hints, locations, queries inside functions: read over.
    Other,
}

/// All words, with two blanks behind as they are written.
const WORDS: [(&[u8], Label); 19] = [
    (b"LOG:  ", Label::Begins(Severity::Log)),
    (b"DETAIL:  ", Label::Detail),
    (b"STATEMENT:  ", Label::Statement),
    (b"ERROR:  ", Label::Begins(Severity::Error)),
    (b"CONTEXT:  ", Label::Context),
    (b"HINT:  ", Label::Other),
    (b"WARNING:  ", Label::Begins(Severity::Warning)),
    (b"FATAL:  ", Label::Begins(Severity::Fatal)),
    (b"PANIC:  ", Label::Begins(Severity::Panic)),
    (b"NOTICE:  ", Label::Begins(Severity::Notice)),
    (b"INFO:  ", Label::Begins(Severity::Notice)),
    (b"QUERY:  ", Label::Other),
    (b"LOCATION:  ", Label::Other),
    (b"BACKTRACE:  ", Label::Other),
    (b"DEBUG1:  ", Label::Begins(Severity::Notice)),
    (b"DEBUG2:  ", Label::Begins(Severity::Notice)),
    (b"DEBUG3:  ", Label::Begins(Severity::Notice)),
    (b"DEBUG4:  ", Label::Begins(Severity::Notice)),
    (b"DEBUG5:  ", Label::Begins(Severity::Notice)),
];

impl Label {
    /// The label at the beginning of `text`, and its length.
    #[inline]
    pub(crate) fn read(text: &[u8]) -> Option<(Self, usize)> {
        let first = *text.first()?;
        if !first.is_ascii_uppercase() {
            return None;
        }
        let found = WORDS.iter().find(|(word, _)| word[0] == first && text.starts_with(word));
        found.map(|(word, label)| (*label, word.len()))
    }

    /// The first label anywhere in `text`: its place and length. For prefixes that nobody knows.
    pub(crate) fn find(text: &[u8]) -> Option<(Self, usize, usize)> {
        memchr::memmem::find_iter(text, b":  ").find_map(|end| {
            let word = text[..end].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric());
            // A prefix without a last blank sticks to the word: the longest word that is a label counts.
            let longest = end - word.count();
            (longest..end).find_map(|at| {
                let (label, length) = Self::read(&text[at..])?;
                (at + length == end + 3).then_some((label, at, length))
            })
        })
    }
}
