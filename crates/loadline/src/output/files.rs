//! `--out KIND=PATH`: checked before the run, written after it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use loadline_report::{FORMATS, Format, Report, format};

use super::place::Place;
use crate::failure::Failure;

/// A report to write.
#[derive(Debug, Clone)]
pub(crate) struct Out {
    format: &'static Format,
    place: Place,
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
        Ok(Self { format, place: Place::new(path.into()) })
    }
}

impl Out {
    /// A page for people at `path`.
    pub(crate) fn html(path: PathBuf) -> Self {
        let format = format("html").expect("`html` is in the list of formats");
        Self { format, place: Place::new(path) }
    }

    /// Where it goes.
    pub(crate) fn path(&self) -> &Path {
        self.place.path()
    }

    /// The same kind of report for the test `name` among several: `report.html` becomes `report-load.html`.
    pub(crate) fn for_test(&self, name: &str) -> Self {
        Self { format: self.format, place: self.place.for_test(name) }
    }

    /// Checks all of them, and that no two go to the same place.
    pub(crate) fn check_all<'a>(outs: impl Iterator<Item = &'a Self>) -> Result<(), Failure> {
        Place::check_all(outs.map(|out| &out.place))
    }

    /// Writes the report.
    pub(crate) fn write(&self, report: &Report) -> Result<(), Failure> {
        self.place.write((self.format.render)(report).as_bytes())
    }
}
