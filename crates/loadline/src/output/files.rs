//! `--out KIND=PATH`: checked before the run, written after it.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use loadline_report::{FORMATS, Format, Report, format};

use crate::failure::Failure;

/// A report to write.
#[derive(Debug, Clone)]
pub(crate) struct Out {
    format: &'static Format,
    path: PathBuf,
}

impl FromStr for Out {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kinds = || FORMATS.map(|format| format.name).join(", ");
        let (kind, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or_else(|| format!("it reads `KIND=PATH`; kinds: {}", kinds()))?;
        let format = format(kind).ok_or_else(|| format!("no such kind; kinds: {}", kinds()))?;
        Ok(Self { format, path: path.into() })
    }
}

impl Out {
    /// A page for people at `path`.
    pub(crate) fn html(path: PathBuf) -> Self {
        Self { format: format("html").expect("`html` is in the list of formats"), path }
    }

    /// Where it goes.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The same kind of report for the test `name` among several: `report.html` becomes `report-load.html`.
    pub(crate) fn for_test(&self, name: &str) -> Self {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let extension = self.path.extension().map(|end| format!(".{}", end.to_string_lossy()));
        let file = format!("{stem}-{name}{}", extension.unwrap_or_default());
        Self { format: self.format, path: self.path.with_file_name(file) }
    }

    /// Checks all of them, and that no two go to the same place.
    pub(crate) fn check_all<'a>(mut outs: impl Iterator<Item = &'a Self>) -> Result<(), Failure> {
        let mut paths = HashSet::new();
        outs.try_for_each(|out| {
            if !paths.insert(&out.path) {
                let message = format!("two reports would go to {}", out.path.display());
                return Err(Failure::usage(message, "give each `--out` a path of its own"));
            }
            out.check()
        })
    }

    /// Finds out now whether it can be written, rather than after an hour's run. An existing file stays as
    /// it is until there is a report to put in its place.
    fn check(&self) -> Result<(), Failure> {
        let existed = self.path.exists();
        let opened = OpenOptions::new().append(true).create(true).open(&self.path);
        opened.map_err(|source| self.unwritable(source))?;
        if !existed {
            std::fs::remove_file(&self.path).map_err(|source| self.unwritable(source))?;
        }
        Ok(())
    }

    /// Writes the report. It appears whole or not at all: a full disk leaves no half a file behind.
    pub(crate) fn write(&self, report: &Report) -> Result<(), Failure> {
        let text = (self.format.render)(report);
        self.put(text.as_bytes()).map_err(|source| self.unwritable(source))
    }

    fn put(&self, bytes: &[u8]) -> std::io::Result<()> {
        // A link stays a link; what it leads to is replaced.
        let path = std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let is_replaceable = !path.exists() || path.is_file();
        let Some(mut file) = is_replaceable.then(|| File::create(&part).ok()).flatten() else {
            // A device, or a file in a folder that takes no other.
            return std::fs::write(&path, bytes);
        };
        let written = file.write_all(bytes).and_then(|()| std::fs::rename(&part, &path));
        if written.is_err() {
            // Best effort: the failure itself is what is reported.
            let _ = std::fs::remove_file(&part);
        }
        written
    }

    fn unwritable(&self, source: std::io::Error) -> Failure {
        Failure::Unwritable { path: self.path.clone(), source }
    }
}
