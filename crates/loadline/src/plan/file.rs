//! Files named on the command line, read and parsed, each mistake with its place.

use std::path::Path;

use loadline_core::file::LoadlineFile;
use loadline_core::pack::{self, Pack};
use loadline_core::yaml::Diagnostic;

use crate::failure::Failure;

/// The largest file that is read; the parser's own bound is the same.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// A service's file with its text, which later mistakes are shown in.
#[derive(Debug)]
pub(crate) struct ServiceFile {
    pub(crate) file: LoadlineFile,
    pub(crate) text: String,
}

/// Reads a `loadline.yaml`.
pub(crate) fn service_file(path: &Path) -> Result<ServiceFile, Failure> {
    parsed(path, read(path)?)
}

/// A service's file from its text; `path` is what errors call it.
pub(crate) fn parsed(path: &Path, text: String) -> Result<ServiceFile, Failure> {
    let parsed = loadline_core::file::parse(&text);
    let file = parsed.map_err(|found| mistakes(path, &text, found))?;
    Ok(ServiceFile { file, text })
}

/// A pack by its name, or from a file of one's own.
pub(crate) fn pack(name: &str) -> Result<Pack, Failure> {
    let path = Path::new(name);
    if pack::names().all(|shipped| shipped != name) && is_path(name) {
        let text = read(path)?;
        return pack::parse(&text).map_err(|found| mistakes(path, &text, found));
    }
    pack::find(name).map_err(|unknown| Failure::usage(unknown.to_string(), unknown.hint))
}

/// Whether a pack's name is meant as a file's path.
fn is_path(name: &str) -> bool {
    name.contains('/') || name.ends_with(".yaml") || name.ends_with(".yml")
}

pub(crate) fn mistakes(path: &Path, text: &str, mistakes: Vec<Diagnostic>) -> Failure {
    Failure::Mistakes { path: path.to_owned(), text: text.to_owned(), mistakes }
}

fn read(path: &Path) -> Result<String, Failure> {
    let unreadable = |source| Failure::Unreadable { path: path.to_owned(), source };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    if length > FILE_BYTES_MAX {
        let why = format!("it is larger than {FILE_BYTES_MAX} bytes");
        return Err(unreadable(std::io::Error::other(why)));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        unreadable(std::io::Error::other(format!("line {line} is not UTF-8 text")))
    })
}
