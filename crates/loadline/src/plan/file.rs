//! Files named on the command line, read and parsed, each mistake with its place.

use std::path::Path;

use loadline_core::file::LoadlineFile;
use loadline_core::pack::{self, Pack};
use loadline_core::yaml::{Diagnostic, Located};

use crate::failure::Failure;

/// The largest file that is read; the parser's own bound is the same.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

const NO_URLS: &str = "a pack cannot be adopted by its URL yet";
const NO_URLS_HINT: &str = "save it to a file and name the file's path";

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
    if is_url(name) {
        return Err(Failure::usage(NO_URLS, NO_URLS_HINT));
    }
    if is_path(name) {
        return pack_file(Path::new(name));
    }
    pack::find(name).map_err(|unknown| Failure::usage(unknown.to_string(), unknown.hint))
}

/// The packs that the file at `path` adopts. A path in it starts from the file's own folder; what is wrong
/// with a name is shown in the file.
pub(super) fn adopted_packs(path: &Path, service: &ServiceFile) -> Result<Vec<Pack>, Failure> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let adopted = |name: &Located<String>| {
        let wrong = |message: String, hint: String| {
            mistakes(path, &service.text, vec![name.error(message, Some(hint))])
        };
        if is_url(&name.value) {
            return Err(wrong(NO_URLS.to_owned(), NO_URLS_HINT.to_owned()));
        }
        if !is_path(&name.value) {
            return pack::find(&name.value).map_err(|no| wrong(no.to_string(), no.hint));
        }
        pack_file(&folder.join(&name.value)).map_err(|failure| match failure {
            Failure::Unreadable { .. } => {
                let hint = "paths start from the folder of this file".to_owned();
                wrong(failure.to_string(), hint)
            }
            other => other,
        })
    };
    service.file.standards.iter().map(adopted).collect()
}

fn pack_file(path: &Path) -> Result<Pack, Failure> {
    let text = read(path)?;
    pack::parse(&text).map_err(|found| mistakes(path, &text, found))
}

fn is_url(name: &str) -> bool {
    name.contains("://")
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
        let why = format!("it is larger than {} MiB", FILE_BYTES_MAX >> 20);
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
