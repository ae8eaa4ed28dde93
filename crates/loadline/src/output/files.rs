//! `--out KIND=PATH`: checked before the run, written after it.

use std::fs::OpenOptions;
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

    /// Finds out now whether it can be written, rather than after an hour's run. An existing file stays as
    /// it is until there is a report to put in its place.
    pub(crate) fn check(&self) -> Result<(), Failure> {
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
        if !self.path.exists() || self.path.is_file() {
            let mut part = self.path.clone().into_os_string();
            part.push(".part");
            let written =
                std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &self.path));
            if written.is_err() {
                // Best effort: the failure itself is what is reported.
                let _ = std::fs::remove_file(&part);
            }
            return written.map_err(|source| self.unwritable(source));
        }
        std::fs::write(&self.path, text).map_err(|source| self.unwritable(source))
    }

    fn unwritable(&self, source: std::io::Error) -> Failure {
        Failure::Unwritable { path: self.path.clone(), source }
    }
}
