//! `bench load`: the CPU time that one request costs each tool, over http and then over https. The tools
//! take turns, so that whatever else the machine does hits all of them alike. CPU time is compared rather
//! than the rate, because a rate also tells how much of the machine was left over.

use clap::Args;

use super::{
    limits::{self, TOOL_CORE},
    nginx::Nginx,
    process,
    rivals::{Task, Tool, Tools},
    rounds::{Column, print_table},
};
use crate::{failure::Failure, workspace::Workspace};

/// How long and how often to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many times each tool runs
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long each run takes
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// How many connections each tool holds
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=8000))]
    connections: u32,
    /// Which tools to run, in this order
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["loadline", "wrk", "oha"])]
    tools: Vec<Tool>,
}

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(u64::from(options.connections) + 1000)?;
    let tools = Tools::prepare(workspace, &options.tools)?;
    let nginx = Nginx::start()?;
    for (protocol, url) in [("http", nginx.http_url()), ("https", nginx.https_url())] {
        let columns = measure(&tools, options, protocol, &url)?;
        let Options { rounds, seconds, connections, .. } = options;
        println!("\n{protocol}, {connections} connections, {rounds} rounds of {seconds} s");
        print_table(&columns);
    }
    Ok(())
}

fn measure(
    tools: &Tools,
    options: &Options,
    protocol: &str,
    url: &str,
) -> Result<Vec<Column>, Failure> {
    let task = Task { url, connections: options.connections, seconds: options.seconds };
    let mut columns: Vec<Column> =
        options.tools.iter().map(|tool| Column::new(tool.name())).collect();
    for number in 1..=options.rounds {
        for (column, tool) in columns.iter_mut().zip(&options.tools) {
            let ended = process::measure(&tools.command(*tool, task), TOOL_CORE, |_, _| {})?;
            let cpu_us = column.add(&ended, tools.requests(*tool, &ended)?)?;
            println!("{protocol} round {number}: {:8} {cpu_us:6.2} us", tool.name());
        }
    }
    Ok(columns)
}
