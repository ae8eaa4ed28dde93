//! `bench load`: the CPU time that one request costs each tool, over http and then over https. The tools
//! take turns, so that whatever else the machine does hits all of them alike. CPU time is compared rather
//! than the rate, because a rate also tells how much of the machine was left over.

use clap::Args;

use super::{
    limits::{self, TOOL_CORE},
    nginx::Nginx,
    process,
    ratio::Spread,
    rivals::{Task, Tool, Tools},
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

/// One run of one tool.
struct Round {
    cpu_us: f64,
    user_us: f64,
    rate: f64,
    resident_max_mib: f64,
}

/// All runs of one tool.
struct Column {
    tool: Tool,
    rounds: Vec<Round>,
}

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(u64::from(options.connections) + 1000)?;
    let tools = Tools::prepare(workspace, &options.tools)?;
    let nginx = Nginx::start()?;
    for (protocol, url) in [("http", nginx.http_url()), ("https", nginx.https_url())] {
        let columns = measure(&tools, options, protocol, &url)?;
        print_table(options, protocol, &columns);
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
        options.tools.iter().map(|tool| Column { tool: *tool, rounds: Vec::new() }).collect();
    for number in 1..=options.rounds {
        for column in &mut columns {
            let round = Round::run(tools, column.tool, task)?;
            println!("{protocol} round {number}: {:8} {:6.2} us", column.tool.name(), round.cpu_us);
            column.rounds.push(round);
        }
    }
    Ok(columns)
}

impl Round {
    fn run(tools: &Tools, tool: Tool, task: Task<'_>) -> Result<Self, Failure> {
        let ended = process::measure(&tools.command(tool, task), TOOL_CORE, |_, _| {})?;
        let requests = tools.requests(tool, &ended)?;
        if requests == 0 {
            let message = format!("`{}` made no request:\n{}", ended.command, ended.output);
            return Err(Failure::Refused(message));
        }
        let (cost, requests) = (ended.cost, requests as f64);
        Ok(Self {
            cpu_us: (cost.user_s + cost.system_s) * 1e6 / requests,
            user_us: cost.user_s * 1e6 / requests,
            rate: requests / cost.wall_s,
            resident_max_mib: cost.resident_max_kib as f64 / 1024.0,
        })
    }
}

impl Column {
    fn figures(&self, of: fn(&Round) -> f64) -> Vec<f64> {
        self.rounds.iter().map(of).collect()
    }

    fn spread(&self, of: fn(&Round) -> f64) -> Spread {
        Spread::of(self.figures(of)).expect("there is at least one round")
    }
}

fn print_table(options: &Options, protocol: &str, columns: &[Column]) {
    let Options { rounds, seconds, connections, .. } = options;
    println!("\n{protocol}, {connections} connections, {rounds} rounds of {seconds} s");
    println!("tool       CPU us/request            of it user   requests/s   peak RSS");
    println!("             best   median  (worst)     median       median        MiB");
    for column in columns {
        let cpu = column.spread(|round| round.cpu_us);
        println!(
            "{:9} {:7.2}  {:7.2}  {:7.2}    {:7.2}      {:7.0}    {:7.1}",
            column.tool.name(),
            cpu.min,
            cpu.median,
            cpu.max,
            column.spread(|round| round.user_us).median,
            column.spread(|round| round.rate).median,
            column.spread(|round| round.resident_max_mib).max,
        );
    }
    print_ratios(columns);
    println!();
}

/// The first tool's cost against each other's, pair by pair.
fn print_ratios(columns: &[Column]) {
    let Some((ours, others)) = columns.split_first() else { return };
    for theirs in others {
        let costs = |column: &Column| column.figures(|round| round.cpu_us);
        let ratios = Spread::of_ratios(&costs(ours), &costs(theirs));
        let Spread { min, median, max } = ratios.expect("there is at least one round");
        let names = format!("{} / {}", ours.tool.name(), theirs.tool.name());
        println!("{names:16} {median:.2} (pairwise median; least {min:.2}, greatest {max:.2})");
    }
}
