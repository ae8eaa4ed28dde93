//! `bench script`: the CPU time that one request of a k6 script costs Loadline and k6, and wrk without any
//! script. The tools take turns, so that whatever else the machine does hits all of them alike.

use clap::{Args, ValueEnum};

use super::{
    limits::{self, TOOL_CORE},
    nginx::Nginx,
    process,
    rivals::{self, Task},
    rounds::{Column, print_table},
    script_tools::{Programs, Runner, Script, ScriptRun, ScriptTools},
};
use crate::{debian, failure::Failure, workspace::Workspace};

/// Which script, for how long and how often.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The script
    #[arg(long, value_enum, default_value = "loop")]
    script: Script,
    /// How many times each tool runs
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long each run takes
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// Users at once, one connection each; one table for each number
    #[arg(long, value_delimiter = ',', default_values_t = [64, 1000], value_parser = clap::value_parser!(u32).range(1..=8000))]
    users: Vec<u32>,
    /// Which tools to run, in this order
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["loadline", "k6", "wrk"])]
    tools: Vec<Tool>,
    #[command(flatten)]
    programs: Programs,
}

/// A load generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tool {
    Loadline,
    K6,
    Wrk,
}

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    let users_max = options.users.iter().copied().max().unwrap_or_default();
    limits::ensure_open_files(u64::from(users_max) + 1000)?;
    debian::ensure(&[debian::WRK])?;
    let tools = ScriptTools::prepare(workspace, &options.programs)?;
    let nginx = Nginx::start()?;
    for users in &options.users {
        let columns = measure(&tools, options, *users, &nginx.http_url())?;
        let Options { rounds, seconds, .. } = options;
        println!("\n{}, {users} users, {rounds} rounds of {seconds} s", options.script.file_name());
        print_table(&columns);
    }
    Ok(())
}

fn measure(
    tools: &ScriptTools,
    options: &Options,
    users: u32,
    url: &str,
) -> Result<Vec<Column>, Failure> {
    let mut columns: Vec<Column> =
        options.tools.iter().map(|tool| Column::new(tool.name())).collect();
    for number in 1..=options.rounds {
        for (column, tool) in columns.iter_mut().zip(&options.tools) {
            let cpu_us = match tool {
                Tool::Wrk => run_wrk(column, options, users, url)?,
                Tool::Loadline => run_script(tools, Runner::Loadline, column, options, users, url)?,
                Tool::K6 => run_script(tools, Runner::K6, column, options, users, url)?,
            };
            println!("{users} users, round {number}: {:8} {cpu_us:6.2} us", tool.name());
        }
    }
    Ok(columns)
}

fn run_wrk(column: &mut Column, options: &Options, users: u32, url: &str) -> Result<f64, Failure> {
    let task = Task { url, connections: users, seconds: options.seconds };
    let ended = process::measure(&rivals::wrk(task), TOOL_CORE, |_, _| {})?;
    let requests = rivals::wrk_requests(&ended.output).ok_or_else(|| Failure::Unreadable {
        what: "the number of requests",
        program: ended.command.clone(),
        output: ended.output.clone(),
    })?;
    column.add(&ended, requests)
}

/// A run in which anything failed is refused.
fn run_script(
    tools: &ScriptTools,
    runner: Runner,
    column: &mut Column,
    options: &Options,
    users: u32,
    url: &str,
) -> Result<f64, Failure> {
    let flags = ["-u", &users.to_string(), "-d", &format!("{}s", options.seconds)];
    let flags = flags.map(str::to_owned).to_vec();
    let run = ScriptRun { script: options.script, url, threads: 1, flags };
    let (ended, summary) = tools.measure(runner, &run, |_, _| {})?;
    let failed = [summary.requests_failed(), summary.checks_failed()];
    if failed != [0, 0] {
        let [requests, checks] = failed;
        let message =
            format!("`{}`: {requests} requests and {checks} checks failed", ended.command);
        return Err(Failure::Refused(message));
    }
    column.add(&ended, summary.requests()?)
}

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Self::Loadline => Runner::Loadline.name(),
            Self::K6 => Runner::K6.name(),
            Self::Wrk => debian::WRK.program,
        }
    }
}
