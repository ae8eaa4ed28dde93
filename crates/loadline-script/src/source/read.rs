//! Files and fetched bytes as text.
//!
//! A path or bytes go in; text without a byte order mark comes out, or why not. Bounds are stated here.

use std::io::Read as _;
use std::path::Path;

use super::place::{Place, of_offset};

/// The size of a script or module that is read; bundles with their data inside stay below it.
pub(super) const FILE_BYTES_MAX: usize = 32 << 20;

/// The text of a file; an error is said of the file, with a place where it has one.
pub(super) fn file(path: &Path, shown: &str) -> Result<String, (Place, String)> {
    let failed = |message: String| (Place::file(shown), message);
    let meta = std::fs::metadata(path).map_err(|error| failed(reason(&error)))?;
    if meta.is_dir() {
        return Err(failed("is a directory".to_owned()));
    }
    let file = std::fs::File::open(path).map_err(|error| failed(reason(&error)))?;
    let mut bytes = Vec::new();
    let bound = FILE_BYTES_MAX as u64 + 1;
    file.take(bound).read_to_end(&mut bytes).map_err(|error| failed(reason(&error)))?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(failed(format!("is larger than {} MiB", FILE_BYTES_MAX >> 20)));
    }
    text(bytes, shown)
}

/// Bytes as text; an error has the place of the first byte that is none.
pub(super) fn text(bytes: Vec<u8>, shown: &str) -> Result<String, (Place, String)> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let (line, column) = of_offset(error.as_bytes(), error.utf8_error().valid_up_to());
        let place = Place { file: shown.to_owned(), line, column };
        (place, "invalid UTF-8".to_owned())
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// An error of the system without its number.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "could not be found on local disk".to_owned(),
        std::io::ErrorKind::PermissionDenied => "may not be read: permission denied".to_owned(),
        _ => format!("could not be read: {error}"),
    }
}
