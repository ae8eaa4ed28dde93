//! Words and hints where a file is the trouble.

use std::io;
use std::path::Path;

use loadline_import::results::ImportError;

/// `results.csv:12:3`, as far as there is a place.
pub(super) fn import_place(path: &Path, error: &ImportError) -> String {
    let place = [error.line, error.column].into_iter().take_while(|number| *number > 0);
    place.fold(path.display().to_string(), |text, number| format!("{text}:{number}"))
}

pub(super) fn unwritable_text(path: &Path, source: &io::Error) -> String {
    match missing_folder(path, source) {
        Some(folder) => format!("there is no folder {}", folder.display()),
        None => source.to_string(),
    }
}

pub(super) fn unwritable_hint(path: &Path, source: &io::Error) -> String {
    if let Some(folder) = missing_folder(path, source) {
        return format!("`mkdir -p {}` makes it", folder.display());
    }
    match source.kind() {
        io::ErrorKind::IsADirectory => "name a file, such as report.html in that folder",
        io::ErrorKind::StorageFull => "make room; `loadline show --out` writes the report again",
        _ => "name a place that may be written",
    }
    .to_owned()
}

/// The folder a file cannot be written to because it is not there.
fn missing_folder<'p>(path: &'p Path, source: &io::Error) -> Option<&'p Path> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    (source.kind() == io::ErrorKind::NotFound && !folder.exists()).then_some(folder)
}
