//! `--github`: annotations on the standard output of a workflow's step, and its job summary.
//!
//! A report comes in; lines for GitHub go to stdout, and the report as Markdown to the end of the file that
//! `GITHUB_STEP_SUMMARY` names. What the lines say is the report's business.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;

use loadline_report::{Report, annotations, format};

use super::print::{Stream, note, print};
use crate::failure::Failure;

/// The variable that names the file of the job summary.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// Where a workflow's step wants its results.
#[derive(Debug)]
pub(crate) struct Github {
    /// The file of the job summary; none outside a workflow.
    summary: Option<PathBuf>,
}

impl Github {
    /// Looks where the job summary goes, and that it can go there, before the run.
    pub(crate) fn open() -> Result<Self, Failure> {
        let named = std::env::var_os(SUMMARY).filter(|path| !path.is_empty()).map(PathBuf::from);
        if named.is_none() {
            note(&format!("{SUMMARY} is not set: `--github` prints annotations, no job summary"));
        }
        let github = Self { summary: named };
        github.file()?;
        Ok(github)
    }

    /// Prints the annotations and adds to the job summary.
    pub(crate) fn hand_over(&self, report: &Report) -> Result<(), Failure> {
        print(Stream::Stdout, &annotations(report));
        let (Some(path), Some(mut file)) = (&self.summary, self.file()?) else { return Ok(()) };
        let markdown = format("markdown").expect("`markdown` is in the list of formats");
        let text = format!("{}\n", (markdown.render)(report));
        file.write_all(text.as_bytes())
            .map_err(|source| Failure::Unwritable { path: path.clone(), source })
    }

    fn file(&self) -> Result<Option<File>, Failure> {
        let Some(path) = &self.summary else { return Ok(None) };
        let opened = OpenOptions::new().append(true).create(true).open(path);
        opened.map(Some).map_err(|source| Failure::Unwritable { path: path.clone(), source })
    }
}
