//! A log that is read while the server writes it: from its end on, a little each time, through rotations. In comes the path of a
//! file, or of the folder whose newest log is meant; entries go out as they do from a whole file (`reader`).
//!
//! Deliberately not here: waiting. Whoever follows asks for what is new as often as it likes.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::csv::CsvCutter;
use super::format::Format;
use super::json::JsonCutter;
use super::reader::{Cut, ReadOptions, Sink, Skipped};
use super::stderr::StderrCutter;
use crate::log::bounds::ENTRY_BYTES_MAX;
use crate::log::error::{FirstLine, LogError};
use crate::log::prefix::sniff;

/// The latest text, by which format and prefix are told.
const SAMPLE_BYTES: usize = 64 << 10;
/// Times that new text is looked at for its prefix: until then a log may hold nothing but lines of the server's start.
const UNSURE_TIMES: u32 = 10;
/// Bytes read each time; the rest waits for the next.
const BYTES_MAX: u64 = 64 << 20;
/// Unread bytes beyond which reading goes on at the end.
const BEHIND_MAX: u64 = 256 << 20;
/// What packed files begin with: gzip, Zstandard.
const PACKED: [&[u8]; 2] = [&[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd]];
/// What logs are called within a folder.
const ENDINGS: [&str; 4] = ["log", "csv", "json", "txt"];

/// A log being followed.
pub struct LogFollower {
    path: PathBuf,
    options: ReadOptions,
    file: File,
    /// Which file that is, whatever it is called by now.
    identity: (u64, u64),
    /// Bytes read.
    at: u64,
    /// What is read and not yet cut.
    pending: Vec<u8>,
    sample: Vec<u8>,
    cutter: Option<Box<dyn Cut + Send>>,
    /// Times that the prefix is looked for again.
    unsure: u32,
    /// What was skipped so far.
    pub skipped: Skipped,
    /// Bytes that were passed over because they came faster than they could be read.
    pub passed_over: u64,
}

impl LogFollower {
    /// Opens a log at its end.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is packed, or holds text that is no log.
    pub fn open(path: &Path, options: ReadOptions) -> Result<Self, LogError> {
        let unreadable = |source| LogError::Unreadable { path: path.to_owned(), source };
        let file = File::open(newest(path).map_err(unreadable)?).map_err(unreadable)?;
        let (identity, length) = about(&file).map_err(unreadable)?;
        let mut follower = Self {
            path: path.to_owned(),
            options,
            file,
            identity,
            at: 0,
            pending: Vec::new(),
            sample: Vec::new(),
            cutter: None,
            unsure: UNSURE_TIMES,
            skipped: Skipped::default(),
            passed_over: 0,
        };
        let mut head = Vec::new();
        (&follower.file).take(SAMPLE_BYTES as u64).read_to_end(&mut head).map_err(unreadable)?;
        if PACKED.iter().any(|magic| head.starts_with(magic)) {
            let text = "a packed log cannot be followed: name the one that is being written";
            return Err(unreadable(io::Error::new(io::ErrorKind::InvalidData, text)));
        }
        follower.look_back(length).map_err(unreadable)?;
        follower.know();
        // The end may lie within one long entry.
        if !head.is_empty() && !follower.reads(&follower.sample) && !follower.reads(&head) {
            let (format, first_line) = (Format::sniff(&head), FirstLine::of(&head));
            return Err(LogError::NotALog { path: path.to_owned(), format, first_line });
        }
        Ok(follower)
    }

    /// Hands on every entry that came since the last time.
    ///
    /// # Errors
    ///
    /// When the log cannot be read any more.
    pub fn read_new(&mut self, sink: &mut Sink<'_>) -> io::Result<()> {
        self.read_on(sink)?;
        let Ok(path) = newest(&self.path) else { return Ok(()) };
        let Ok(file) = File::open(path) else { return Ok(()) };
        let (identity, _) = about(&file)?;
        if identity != self.identity {
            // The old one has been read to its end.
            (self.file, self.identity, self.at) = (file, identity, 0);
            self.pending.clear();
            self.unsure = UNSURE_TIMES;
            self.read_on(sink)?;
        }
        Ok(())
    }

    fn read_on(&mut self, sink: &mut Sink<'_>) -> io::Result<()> {
        let (_, length) = about(&self.file)?;
        if length < self.at {
            // Somebody emptied it.
            self.at = 0;
            self.pending.clear();
        }
        if length - self.at > BEHIND_MAX {
            self.passed_over += length - self.at;
            self.at = length;
            self.pending.clear();
        }
        self.file.seek(SeekFrom::Start(self.at))?;
        let before = self.pending.len();
        let read = (&self.file).take(BYTES_MAX).read_to_end(&mut self.pending)?;
        self.at += read as u64;
        if read == 0 {
            return Ok(());
        }
        remember(&mut self.sample, &self.pending[before..]);
        if self.unsure > 0 {
            self.unsure -= 1;
            self.know();
        }
        self.cut(sink);
        Ok(())
    }

    fn cut(&mut self, sink: &mut Sink<'_>) {
        let Some(cutter) = &mut self.cutter else { return };
        let before = self.skipped.lines;
        // The server writes an entry at once: what ends with a line ends with an entry.
        let is_whole = self.pending.last() == Some(&b'\n');
        let mut used = cutter.cut(&self.pending, is_whole, sink, &mut self.skipped);
        if self.pending.len() - used > ENTRY_BYTES_MAX {
            used = self.pending.len();
            self.skipped.cut_entries += 1;
        }
        self.pending.drain(..used);
        if self.skipped.lines > before {
            self.unsure = self.unsure.max(1);
        }
    }

    /// Takes what stands at the end of the file for a sample, and the end for where reading begins.
    fn look_back(&mut self, length: u64) -> io::Result<()> {
        let from = length.saturating_sub(SAMPLE_BYTES as u64);
        self.file.seek(SeekFrom::Start(from))?;
        (&self.file).take(SAMPLE_BYTES as u64).read_to_end(&mut self.sample)?;
        if from > 0 {
            let first = self.sample.iter().position(|byte| *byte == b'\n');
            self.sample.drain(..first.map_or(0, |at| at + 1));
        }
        self.at = length;
        // The last line may still be being written.
        let last = self.sample.iter().rposition(|byte| *byte == b'\n');
        self.pending = self.sample.split_off(last.map_or(0, |at| at + 1));
        Ok(())
    }

    /// Tells format and prefix by the sample.
    fn know(&mut self) {
        if !self.sample.is_empty() {
            self.cutter = Some(self.cutter_of(&self.sample));
        }
    }

    /// What cuts text such as this.
    fn cutter_of(&self, text: &[u8]) -> Box<dyn Cut + Send> {
        match self.options.format.unwrap_or_else(|| Format::sniff(text)) {
            Format::Stderr => {
                let prefix = self.options.prefix.clone().or_else(|| sniff(text));
                Box::new(StderrCutter::new(prefix))
            }
            Format::Csv => Box::<CsvCutter>::default(),
            Format::Json => Box::<JsonCutter>::default(),
        }
    }

    /// Whether a text has entries.
    fn reads(&self, text: &[u8]) -> bool {
        let mut entries = 0_u32;
        let sink: &mut Sink<'_> = &mut |_| entries += 1;
        self.cutter_of(text).cut(text, true, sink, &mut Skipped::default());
        entries > 0
    }
}

/// Keeps the end of what was read, in whole lines.
fn remember(sample: &mut Vec<u8>, text: &[u8]) {
    sample.extend_from_slice(&text[text.len().saturating_sub(SAMPLE_BYTES)..]);
    if sample.len() > SAMPLE_BYTES {
        let from = sample.len() - SAMPLE_BYTES;
        let line = sample[from..].iter().position(|byte| *byte == b'\n');
        sample.drain(..from + line.map_or(0, |at| at + 1));
    }
}

/// A file's device and number, and its length.
fn about(file: &File) -> io::Result<((u64, u64), u64)> {
    let metadata = file.metadata()?;
    Ok(((metadata.dev(), metadata.ino()), metadata.len()))
}

/// The path itself, or the log of that folder that was written last.
fn newest(path: &Path) -> io::Result<PathBuf> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let is_log = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| ENDINGS.contains(&ending))
    };
    let files = fs::read_dir(path)?.filter_map(Result::ok).map(|entry| entry.path());
    let dated = files.filter(is_log).filter_map(|path| {
        let written = path.metadata().ok()?.modified().ok()?;
        Some((written, path))
    });
    let newest = dated.max().map(|(_, path)| path);
    newest.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "there is no log in that folder"))
}

#[cfg(test)]
mod tests;
