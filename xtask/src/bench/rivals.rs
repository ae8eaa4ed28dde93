//! The tools that `bench load` runs: how each one is called and how many requests its own report says
//! it made. A new rival is one more variant.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use clap::ValueEnum;
use serde_json::Value;

use super::{loadline::Loadline, process::Ended};
use crate::{command, debian, failure::Failure, workspace::Workspace};

/// A load generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Tool {
    Loadline,
    Wrk,
    Oha,
}

/// What a tool is asked to do: a closed loop without think time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task<'a> {
    /// The target.
    pub(super) url: &'a str,
    /// Connections held open, one user each.
    pub(super) connections: u32,
    /// For how long.
    pub(super) seconds: u32,
}

/// Where the tools of a bench are.
pub(super) struct Tools {
    loadline: Option<Loadline>,
    oha: PathBuf,
}

impl Tool {
    /// Its name in tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Loadline => "loadline",
            Self::Wrk => "wrk",
            Self::Oha => "oha",
        }
    }
}

impl Tools {
    /// Builds or installs the tools of a bench.
    pub(super) fn prepare(workspace: &Workspace, tools: &[Tool]) -> Result<Self, Failure> {
        if tools.contains(&Tool::Wrk) {
            debian::ensure(&[debian::WRK])?;
        }
        let own_tools = workspace.root.join("target/tools");
        let oha = match command::find("oha") {
            Some(oha) => oha,
            None => own_tools.join("bin/oha"),
        };
        if tools.contains(&Tool::Oha) && !oha.is_file() {
            install_oha(workspace, &own_tools)?;
        }
        let needs_loadline = tools.contains(&Tool::Loadline);
        let loadline = needs_loadline.then(|| Loadline::build(workspace)).transpose()?;
        Ok(Self { loadline, oha })
    }

    /// The command that gives `task` to `tool`.
    pub(super) fn command(&self, tool: Tool, task: Task<'_>) -> Command {
        let (connections, seconds) = (task.connections.to_string(), format!("{}s", task.seconds));
        match (tool, &self.loadline) {
            (Tool::Loadline, Some(loadline)) => {
                let mut command = loadline.run(task.url);
                command.args(["--users", &connections, "--for", &seconds]);
                command
            }
            (Tool::Loadline, None) => unreachable!("a tool that runs was prepared"),
            (Tool::Wrk, _) => wrk(task),
            (Tool::Oha, _) => {
                let mut command = Command::new(&self.oha);
                command.args(["-c", &connections, "-z", &seconds, "--no-tui", "--insecure"]);
                command.args(["--output-format", "json", task.url]);
                command
            }
        }
    }

    /// How many requests the tool itself says it completed.
    pub(super) fn requests(&self, tool: Tool, ended: &Ended) -> Result<u64, Failure> {
        let requests = match (tool, &self.loadline) {
            (Tool::Loadline, Some(loadline)) => return loadline.report(ended)?.requests(),
            (Tool::Loadline, None) => unreachable!("a tool that runs was prepared"),
            (Tool::Wrk, _) => wrk_requests(&ended.output),
            (Tool::Oha, _) => oha_requests(&ended.output),
        };
        requests.filter(|_| ended.status.success()).ok_or_else(|| Failure::Unreadable {
            what: "the number of requests",
            program: ended.command.clone(),
            output: ended.output.clone(),
        })
    }
}

/// wrk on one thread.
pub(super) fn wrk(task: Task<'_>) -> Command {
    let mut command = Command::new(debian::WRK.program);
    command.args(["-t1", "-c", &task.connections.to_string()]);
    command.args(["-d", &format!("{}s", task.seconds), task.url]);
    command
}

fn install_oha(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    println!("installing oha into target/tools, once");
    let mut cargo = command::cargo(&workspace.root);
    command::run(cargo.args(["install", "--locked", "--quiet", "oha", "--root"]).arg(folder))
}

/// From a line such as "  159402 requests in 8.00s, 40.12MB read". Requests that failed are refused.
pub(super) fn wrk_requests(output: &str) -> Option<u64> {
    if output.contains("Socket errors:") || output.contains("Non-2xx") {
        return None;
    }
    let line = output.lines().find(|line| line.contains(" requests in "))?;
    line.split_whitespace().next()?.parse().ok()
}

/// From the JSON report: the answers with status 200. Anything else than those and the requests cut off
/// by the end of the run is refused.
fn oha_requests(output: &str) -> Option<u64> {
    let report: Value = serde_json::from_str(output).ok()?;
    let errors = report["errorDistribution"].as_object()?;
    let statuses = report["statusCodeDistribution"].as_object()?;
    let is_clean = errors.keys().all(|kind| kind.contains("deadline"))
        && statuses.keys().all(|status| status == "200");
    is_clean.then(|| statuses.get("200").and_then(Value::as_u64)).flatten()
}

#[cfg(test)]
mod tests;
