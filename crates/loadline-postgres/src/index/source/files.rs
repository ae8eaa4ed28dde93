//! Files of queries: each statement runs as often as a comment before it says, or once.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::error::SourceError;
use super::gathered::Gathered;
use super::pieces::pieces;
use crate::index::workload::WorkloadStatement;

/// Files of a folder that are read.
const FILES_MAX: usize = 10_000;
/// Bytes read of a file, and of all together.
const BYTES_MAX: u64 = 64 << 20;

/// The statements of a file, or of all files of a folder that end in `.sql`, by name.
///
/// # Errors
///
/// When it cannot be read, or holds no statement.
pub fn from_files(path: &Path) -> Result<Gathered, SourceError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| SourceError::Unreadable { path, source }
    };
    let mut gathered = Gathered::default();
    let mut left = BYTES_MAX;
    for file in files(path).map_err(unreadable(path))? {
        let text = read(&file, &mut left).map_err(unreadable(&file))?;
        for piece in pieces(&text) {
            gathered.workload.statements.push(WorkloadStatement::new(piece.text, piece.calls));
        }
    }
    if gathered.workload.statements.is_empty() {
        return Err(SourceError::NoStatement { path: path.to_owned() });
    }
    Ok(gathered)
}

fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)?.take(FILES_MAX) {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql")) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn read(file: &Path, left: &mut u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(file)?.take(*left + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > *left {
        let why = format!("longer than the {} MB that are read of queries", BYTES_MAX >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    *left -= bytes.len() as u64;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
