//! Loadline and the real k6 as the script benches run them: the same script, the same flags, and the result of
//! each in the file of `--summary-export`. The scripts themselves are in `scripts/`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use clap::{Args, ValueEnum};

use super::{
    limits::TOOL_CORE,
    loadline::{Loadline, ensure_measured},
    process::{self, Ended},
    summary_export::SummaryExport,
};
use crate::{failure::Failure, k6, workspace::Workspace};

/// Where the tools are.
#[derive(Debug, Args)]
pub(super) struct Programs {
    /// This Loadline, instead of one that is built
    #[arg(long, value_name = "PATH")]
    loadline: Option<PathBuf>,
    /// This k6, instead of one that is found or installed
    #[arg(long, value_name = "PATH")]
    k6: Option<PathBuf>,
}

/// What runs k6 scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runner {
    Loadline,
    K6,
}

/// The scripts, by what is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Script {
    /// A request and a check
    Loop,
    /// Fifty lines with groups, tags, JSON and metrics of its own
    Realistic,
    /// A constant rate with fifty series
    #[value(skip)]
    Series,
    /// A constant rate with few users
    #[value(skip)]
    Stall,
}

/// One run of a script.
#[derive(Debug, Clone)]
pub(super) struct ScriptRun<'a> {
    pub(super) script: Script,
    /// The target, as the script's variable `URL`.
    pub(super) url: &'a str,
    /// Threads of Loadline; k6 has as many as the cores it may use.
    pub(super) threads: u16,
    /// Flags that both tools take alike.
    pub(super) flags: Vec<String>,
}

/// The tools, and a folder for the scripts and what comes of them.
pub(super) struct ScriptTools {
    loadline: Loadline,
    k6: Option<PathBuf>,
}

impl Runner {
    /// Its name in tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Loadline => "loadline",
            Self::K6 => "k6",
        }
    }
}

impl Script {
    const ALL: [Self; 4] = [Self::Loop, Self::Realistic, Self::Series, Self::Stall];

    /// Its name in tables.
    pub(super) fn file_name(self) -> &'static str {
        self.file().0
    }

    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Loop => ("loop.js", include_str!("scripts/loop.js")),
            Self::Realistic => ("realistic.js", include_str!("scripts/realistic.js")),
            Self::Series => ("series.js", include_str!("scripts/series.js")),
            Self::Stall => ("stall.js", include_str!("scripts/stall.js")),
        }
    }
}

impl ScriptTools {
    /// Builds or finds both tools.
    pub(super) fn prepare(workspace: &Workspace, programs: &Programs) -> Result<Self, Failure> {
        let k6 = k6::find(workspace, programs.k6.as_deref())?;
        Ok(Self { k6: Some(k6), ..Self::without_k6(workspace, programs.loadline.as_deref())? })
    }

    /// Loadline alone: a build of the tree, unless another one is named.
    pub(super) fn without_k6(workspace: &Workspace, named: Option<&Path>) -> Result<Self, Failure> {
        let loadline = match named {
            Some(program) => Loadline::of(program.to_owned())?,
            None => Loadline::build(workspace)?,
        };
        for (name, source) in Script::ALL.map(Script::file) {
            fs::write(loadline.folder().join(name), source)
                .map_err(Failure::io(format!("write {name}")))?;
        }
        Ok(Self { loadline, k6: None })
    }

    /// Runs a script on the tool's core.
    pub(super) fn measure(
        &self,
        runner: Runner,
        run: &ScriptRun<'_>,
        look: impl FnMut(Duration, u64),
    ) -> Result<(Ended, SummaryExport), Failure> {
        let command = self.command(runner, run);
        self.read(process::measure(&command, TOOL_CORE, look)?)
    }

    /// Runs a script on all cores.
    pub(super) fn measure_unpinned(
        &self,
        runner: Runner,
        run: &ScriptRun<'_>,
        look: impl FnMut(Duration, u64),
    ) -> Result<(Ended, SummaryExport), Failure> {
        self.read(process::measure_unpinned(self.command(runner, run), look)?)
    }

    fn command(&self, runner: Runner, run: &ScriptRun<'_>) -> Command {
        let script = self.loadline.folder().join(run.script.file_name());
        let mut command = match (runner, &self.k6) {
            (Runner::Loadline, _) => {
                self.loadline.run_script(&script, run.threads, &self.summary_path())
            }
            (Runner::K6, Some(k6)) => self.run_k6(k6, &script),
            (Runner::K6, None) => unreachable!("a tool that runs was prepared"),
        };
        command.args(["-e", &format!("URL={}", run.url)]).args(&run.flags);
        command
    }

    /// Nothing but the script: no progress, no server of its own, nothing sent to anybody.
    fn run_k6(&self, k6: &Path, script: &Path) -> Command {
        let mut command = Command::new(k6);
        command.args(["run", "--quiet", "--no-usage-report", "--no-color", "--address="]);
        command.arg("--summary-export").arg(self.summary_path()).arg(script);
        command
    }

    /// Reads what a run left and takes it away, so that no later one is taken for it.
    fn read(&self, ended: Ended) -> Result<(Ended, SummaryExport), Failure> {
        ensure_measured(&ended)?;
        let summary = SummaryExport::read(&self.summary_path())?;
        fs::remove_file(self.summary_path()).map_err(Failure::io("remove a summary"))?;
        Ok((ended, summary))
    }

    fn summary_path(&self) -> PathBuf {
        self.loadline.folder().join("summary.json")
    }
}
