//! A place a file goes to: checked before the work, written after it, whole or not at all.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Where a file goes.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    path: PathBuf,
}

impl Place {
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The place of the test `name` among several: `report.html` becomes `report-load.html`.
    pub(crate) fn for_test(&self, name: &str) -> Self {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let extension = self.path.extension().map(|end| format!(".{}", end.to_string_lossy()));
        let file = format!("{stem}-{name}{}", extension.unwrap_or_default());
        Self::new(self.path.with_file_name(file))
    }

    /// Checks all of them, and that no two are the same.
    pub(crate) fn check_all<'a>(mut places: impl Iterator<Item = &'a Self>) -> Result<(), Failure> {
        let mut paths = HashSet::new();
        places.try_for_each(|place| {
            if !paths.insert(&place.path) {
                let message = format!("two reports would go to {}", place.path.display());
                return Err(Failure::usage(message, "give each `--out` a path of its own"));
            }
            place.check()
        })
    }

    /// Finds out now whether it can be written, rather than after an hour's run. An existing file stays as
    /// it is until there is something to put in its place.
    fn check(&self) -> Result<(), Failure> {
        let existed = self.path.exists();
        let opened = OpenOptions::new().append(true).create(true).open(&self.path);
        opened.map_err(|source| self.unwritable(source))?;
        if !existed {
            std::fs::remove_file(&self.path).map_err(|source| self.unwritable(source))?;
        }
        Ok(())
    }

    /// Writes the file. It appears whole or not at all: a full disk leaves no half a file behind.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.put(bytes).map_err(|source| self.unwritable(source))
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
