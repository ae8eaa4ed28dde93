//! Logs in, one report out.

use std::path::{Path, PathBuf};

use super::analysis::Analysis;
use super::error::LogError;
use super::read::{Format, ReadOptions, Skipped, read};

/// What the logs say.
#[derive(Debug)]
pub struct LogReport {
    /// The logs, in the order they were read.
    pub files: Vec<LogFile>,
    /// Everything counted.
    pub analysis: Analysis,
}

/// One log.
#[derive(Debug, Clone)]
pub struct LogFile {
    /// Its path; `-` is standard input.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// The prefix it was read with; none where the format has none or no setting fits, so that only labels were
    /// looked for.
    pub prefix: Option<String>,
    /// Bytes, unpacked.
    pub bytes: u64,
    /// Entries.
    pub entries: u64,
    /// What was skipped.
    pub skipped: Skipped,
    /// Why it could not be read to its end, where it could not; what is before that counts.
    pub damage: Option<String>,
}

/// Reads logs and counts everything in them.
///
/// # Errors
/// When one cannot be read, or holds nothing that looks like a log of PostgreSQL.
pub fn analyse_logs<P: AsRef<Path>>(
    paths: &[P],
    options: &ReadOptions,
) -> Result<LogReport, LogError> {
    let mut analysis = Analysis::default();
    let mut files = Vec::new();
    for path in paths {
        let path = path.as_ref();
        let (mut skipped, before) = (Skipped::default(), analysis.entries);
        let known = read(path, options, &mut |entry| analysis.add(entry), &mut skipped)?;
        let entries = analysis.entries - before;
        if entries == 0 && known.bytes > 0 {
            let (path, format) = (path.to_owned(), known.format);
            return Err(LogError::NotALog { path, format, first_line: known.first_line });
        }
        files.push(LogFile {
            path: path.to_owned(),
            format: known.format,
            prefix: known.prefix,
            bytes: known.bytes,
            entries,
            skipped,
            damage: known.damage,
        });
    }
    analysis.finish();
    Ok(LogReport { files, analysis })
}
