//! Reads one log to its end: tells its format, cuts it, hands each entry on.

#[cfg(test)]
use std::io;
use std::io::Read;
use std::path::Path;

use super::buffer::Buffer;
use super::csv::CsvCutter;
use super::format::Format;
use super::json::JsonCutter;
use super::source;
use super::stderr::StderrCutter;
use crate::log::entry::Entry;
use crate::log::error::{FirstLine, LogError};
use crate::log::prefix::{Prefix, sniff};

/// Bytes that format and prefix are told by.
const SNIFFED_BYTES: usize = 256 << 10;

/// What editors of Windows put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What is known about a log before it is read. Whatever is not is found out.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// How it is written.
    pub format: Option<Format>,
    /// `log_line_prefix` of the server that wrote it.
    pub prefix: Option<Prefix>,
}

/// What was skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Lines or rows that are no part of an entry.
    pub lines: u64,
    /// Entries that were cut because they are longer than what is kept in memory.
    pub cut_entries: u64,
}

/// Where entries go.
pub(super) type Sink<'s> = dyn FnMut(&Entry<'_>) + 's;

/// A format at work.
pub(super) trait Cut {
    /// Hands all whole entries of `text` on and gives how many bytes are done with. What is left is given again with
    /// more behind it, unless this is the last of the file.
    fn cut(
        &mut self,
        text: &[u8],
        is_last: bool,
        sink: &mut Sink<'_>,
        skipped: &mut Skipped,
    ) -> usize;
}

/// What a log turned out to be.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// How it is written.
    pub(crate) format: Format,
    /// The prefix; none where the format has none or no setting fits.
    pub(crate) prefix: Option<String>,
    /// Bytes read, unpacked.
    pub(crate) bytes: u64,
    /// Why it could not be read to its end, where it could not.
    pub(crate) damage: Option<String>,
    /// Its first line that holds something.
    pub(crate) first_line: FirstLine,
}

/// Reads the log at `path`, standard input where that is `-`.
pub(crate) fn read(
    path: &Path,
    options: &ReadOptions,
    sink: &mut Sink<'_>,
    skipped: &mut Skipped,
) -> Result<Known, LogError> {
    let unreadable = |source| LogError::Unreadable { path: path.to_owned(), source };
    let mut source = source::open(path).map_err(unreadable)?;
    read_source(source.as_mut(), path, options, sink, skipped)
}

/// Reads a log from bytes that are already unpacked.
pub(super) fn read_source(
    source: &mut dyn Read,
    path: &Path,
    options: &ReadOptions,
    sink: &mut Sink<'_>,
    skipped: &mut Skipped,
) -> Result<Known, LogError> {
    let unreadable = |source| LogError::Unreadable { path: path.to_owned(), source };
    let mut buffer = Buffer::new();
    let mut damage = None;
    if let Err(error) = buffer.fill(source) {
        // A packed file that was cut holds what is before the cut.
        if buffer.bytes().is_empty() {
            return Err(unreadable(error));
        }
        damage = Some(error.to_string());
        buffer.end_here();
    }
    if buffer.bytes().starts_with(BYTE_ORDER_MARK) {
        buffer.consume(BYTE_ORDER_MARK.len());
    }
    let head = &buffer.bytes()[..buffer.bytes().len().min(SNIFFED_BYTES)];
    let first_line = FirstLine::of(head);
    let format = options.format.unwrap_or_else(|| Format::sniff(head));
    let prefix = match format {
        Format::Stderr => options.prefix.clone().or_else(|| sniff(head)),
        Format::Csv | Format::Json => None,
    };
    let text = prefix.as_ref().map(|prefix| prefix.text().to_owned());
    let mut cutter: Box<dyn Cut> = match format {
        Format::Stderr => Box::new(StderrCutter::new(prefix)),
        Format::Csv => Box::<CsvCutter>::default(),
        Format::Json => Box::<JsonCutter>::default(),
    };
    let mut bytes = buffer.bytes().len() as u64;
    loop {
        let is_cut = buffer.is_full() && !buffer.is_last();
        let mut used = cutter.cut(buffer.bytes(), buffer.is_last(), sink, skipped);
        if used == 0 && is_cut {
            // One entry fills the window: what is there of it counts, the rest is skipped.
            used = cutter.cut(buffer.bytes(), true, sink, skipped);
            skipped.cut_entries += 1;
        }
        buffer.consume(used);
        if buffer.is_last() {
            break;
        }
        let kept = buffer.bytes().len();
        if let Err(error) = buffer.fill(source) {
            damage = Some(error.to_string());
            buffer.end_here();
        }
        bytes += (buffer.bytes().len() - kept) as u64;
    }
    Ok(Known { format, prefix: text, bytes, damage, first_line })
}

/// Reads a text as a log, for tests; gives what was skipped.
#[cfg(test)]
pub(crate) fn read_text(text: &[u8], sink: &mut Sink<'_>) -> Skipped {
    let mut skipped = Skipped::default();
    let (path, options) = (Path::new("text"), ReadOptions::default());
    let mut source: Box<dyn Read> =
        super::source::unpacked(Box::new(io::Cursor::new(text.to_vec()))).expect("a source");
    read_source(source.as_mut(), path, &options, sink, &mut skipped).expect("a log");
    skipped
}
