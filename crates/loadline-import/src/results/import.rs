//! From a stream of bytes to windows: the format is told, the file read, and what was seen is described.

use std::io::Read;

use loadline_core::Window;

use super::about::About;
use super::error::ImportError;
use super::format::{FORMATS, Format, detected};
use super::input::Input;
use super::recorder::Recorder;

/// What was imported; its windows have gone to the caller.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The format it was.
    pub format: &'static Format,
    /// What the file says of the run.
    pub about: About,
    /// Start in milliseconds since 1970.
    pub started_ms: i64,
    /// End in milliseconds since 1970.
    pub ended_ms: i64,
    /// How many requests.
    pub requests: u64,
}

/// Reads a file of `format`, or of the one it looks like; each window goes to `emit` in the order of time.
/// `written_ms` is when the file was written, for formats that do not say when they were measured. Memory is
/// bounded whatever the length of the file.
///
/// # Errors
/// When the format cannot be told or the file is not what it seems to be. Windows may have been emitted by then.
pub fn import(
    reader: impl Read,
    format: Option<&'static Format>,
    written_ms: i64,
    emit: &mut dyn FnMut(&Window),
) -> Result<Imported, ImportError> {
    let mut input = Input::new(reader)?;
    if input.head().is_empty() {
        return Err(ImportError::file("the file is empty"));
    }
    let format = format.or_else(|| detected(input.head())).ok_or_else(unknown)?;
    let mut recorder = Recorder::new(written_ms, emit);
    (format.read)(&mut input, &mut recorder)?;
    let (about, stretch, requests) = recorder.finish();
    let (started_ms, ended_ms) = stretch.ok_or_else(|| {
        ImportError::file("nothing in the file was measured")
            .hint("a file from a run that made requests is wanted")
    })?;
    Ok(Imported { format, about, started_ms, ended_ms, requests })
}

fn unknown() -> ImportError {
    let names = FORMATS.map(|format| format.name).join(", ");
    ImportError::at(1, 0, "this is no format that can be told by its beginning")
        .hint(format!("`--format NAME` says what it is: {names}"))
}
