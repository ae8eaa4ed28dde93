//! Loadline as the benches run it: the release build, one thread, everything recorded, and its result
//! as JSON in a file.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::{loadline_json::Report, process::Ended};
use crate::{command, failure::Failure, workspace::Workspace};

/// Exit codes of a run that was measured to its end: objectives met, objectives missed, not trustworthy.
const MEASURED: [i32; 3] = [0, 99, 110];

/// The release build and a folder for its files.
pub(super) struct Loadline {
    program: PathBuf,
    folder: TempDir,
}

impl Loadline {
    /// Builds the binary in the release profile.
    pub(super) fn build(workspace: &Workspace) -> Result<Self, Failure> {
        let mut cargo = command::cargo(&workspace.root);
        command::run(cargo.args(["build", "--release", "--package", "loadline"]))?;
        Self::of(workspace.target.join("release/loadline"))
    }

    /// The binary that is named, or the release build.
    pub(super) fn given_or_built(
        workspace: &Workspace,
        given: Option<&Path>,
    ) -> Result<Self, Failure> {
        given.map_or_else(|| Self::build(workspace), |program| Self::of(program.to_owned()))
    }

    /// The binary.
    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    /// A binary that is there.
    pub(super) fn of(program: PathBuf) -> Result<Self, Failure> {
        let folder = TempDir::with_prefix("loadline-bench-")
            .map_err(Failure::io("make a temporary folder"))?;
        Ok(Self { program, folder })
    }

    /// `loadline run URL`, or of a file, on one thread, to which a bench adds its load.
    pub(super) fn run(&self, url: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["run", url, "--threads", "1", "--quiet", "--insecure", "--store"]);
        command.arg(self.folder.path().join("store"));
        command.arg("--out").arg(format!("json={}", self.report_path().display()));
        command
    }

    /// `loadline run` of a k6 script on that many threads, to which a bench adds its load. It tells its end in
    /// `summary_path` alone.
    pub(super) fn run_script(&self, script: &Path, threads: u16, summary_path: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("run").arg(script).args(["--threads", &threads.to_string(), "--quiet"]);
        command.arg("--store").arg(self.folder.path().join("store"));
        command.args(["--summary-mode", "disabled", "--summary-export"]).arg(summary_path);
        command
    }

    /// The folder of its files; a bench may put its own beside them.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The result of the run that has just ended.
    pub(super) fn report(&self, ended: &Ended) -> Result<Report, Failure> {
        ensure_measured(ended)?;
        Report::read(&self.report_path())
    }

    fn report_path(&self) -> PathBuf {
        self.folder.path().join("report.json")
    }
}

/// Fails on a run that was not measured to its end. k6's codes say the same.
pub(super) fn ensure_measured(ended: &Ended) -> Result<(), Failure> {
    if ended.status.code().is_some_and(|code| MEASURED.contains(&code)) {
        return Ok(());
    }
    let Ended { command, status, output, .. } = ended;
    Err(Failure::Refused(format!("`{command}` ended with {status}:\n{output}")))
}
