//! `--out KIND=PATH` of a comparison.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use loadline_core::Comparison;
use loadline_report::{COMPARISON_FORMATS, ComparisonFormat, comparison_format};

use crate::failure::Failure;
use crate::output::place::Place;

/// A comparison to write.
#[derive(Debug, Clone)]
pub(super) struct ComparisonOut {
    format: &'static ComparisonFormat,
    place: Place,
}

impl FromStr for ComparisonOut {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kinds = || COMPARISON_FORMATS.map(|format| format.name).join(", ");
        let (kind, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or_else(|| format!("it reads `KIND=PATH`; kinds: {}", kinds()))?;
        let format =
            comparison_format(kind).ok_or_else(|| format!("no such kind; kinds: {}", kinds()))?;
        Ok(Self { format, place: Place::new(PathBuf::from(path)) })
    }
}

impl ComparisonOut {
    /// Where it goes.
    pub(super) fn path(&self) -> &Path {
        self.place.path()
    }

    /// Checks all of them, and that no two go to the same place.
    pub(super) fn check_all(outs: &[Self]) -> Result<(), Failure> {
        Place::check_all(outs.iter().map(|out| &out.place))
    }

    /// Writes the comparison.
    pub(super) fn write(&self, comparison: &Comparison) -> Result<(), Failure> {
        self.place.write((self.format.render)(comparison).as_bytes())
    }
}
