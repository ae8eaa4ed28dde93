//! `bench http2`: the CPU time that one request over HTTP/2 costs Loadline and h2load, without TLS and with
//! it: a few connections, each with several requests at once. The tools take turns, so that whatever else
//! the machine does hits both alike.

use std::process::Command;

use clap::Args;

use super::{limits, limits::TOOL_CORE, loadline::Loadline, nginx::Nginx, process, ratio::Spread};
use crate::{debian, failure::Failure, workspace::Workspace};

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
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000))]
    connections: u32,
    /// How many requests are under way on each
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=100))]
    streams: u32,
}

/// One run of one tool.
struct Round {
    cpu_us: f64,
    user_us: f64,
    rate: f64,
}

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    debian::ensure(&[debian::H2LOAD])?;
    let loadline = Loadline::build(workspace)?;
    let nginx = Nginx::start()?;
    for (name, url) in ["h2c", "h2"].into_iter().zip(nginx.http2_urls()) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for number in 1..=options.rounds {
            ours.push(run_loadline(&loadline, options, &url)?);
            theirs.push(run_h2load(options, &url)?);
            let [own, other] = [&ours, &theirs].map(|rounds| rounds.last().map_or(0.0, Round::cpu));
            println!("{name} round {number}: loadline {own:6.2} us, h2load {other:6.2} us");
        }
        print_table(options, name, &ours, &theirs);
    }
    Ok(())
}

fn run_loadline(loadline: &Loadline, options: &Options, url: &str) -> Result<Round, Failure> {
    let mut command = loadline.run(url);
    let users = options.connections * options.streams;
    command.args(["--http", "2", "--connections", &options.connections.to_string()]);
    command.args(["--users", &users.to_string(), "--for", &format!("{}s", options.seconds)]);
    let ended = process::measure(&command, TOOL_CORE, |_, _| {})?;
    let requests = loadline.report(&ended)?.requests()?;
    Round::of(&ended, Some(requests))
}

fn run_h2load(options: &Options, url: &str) -> Result<Round, Failure> {
    let mut command = Command::new(debian::H2LOAD.program);
    command.args(["-t1", "-c", &options.connections.to_string()]);
    command.args(["-m", &options.streams.to_string(), "-D", &options.seconds.to_string(), url]);
    let ended = process::measure(&command, TOOL_CORE, |_, _| {})?;
    let requests = h2load_requests(&ended.output).filter(|_| ended.status.success());
    Round::of(&ended, requests)
}

impl Round {
    fn of(ended: &process::Ended, requests: Option<u64>) -> Result<Self, Failure> {
        let requests = requests.filter(|requests| *requests > 0).ok_or_else(|| {
            let (program, output) = (ended.command.clone(), ended.output.clone());
            Failure::Unreadable { what: "the number of requests", program, output }
        })?;
        let (cost, requests) = (&ended.cost, requests as f64);
        Ok(Self {
            cpu_us: (cost.user_s + cost.system_s) * 1e6 / requests,
            user_us: cost.user_s * 1e6 / requests,
            rate: requests / cost.wall_s,
        })
    }

    fn cpu(&self) -> f64 {
        self.cpu_us
    }
}

/// From a line such as "requests: 87213 total, 87277 started, 87213 done, 87213 succeeded, 0 failed, …".
/// Requests that failed are refused.
fn h2load_requests(output: &str) -> Option<u64> {
    let line = output.lines().find_map(|line| line.strip_prefix("requests: "))?;
    let count = |what: &str| {
        let part = line.split(", ").find_map(|part| part.strip_suffix(what))?;
        part.trim().parse::<u64>().ok()
    };
    let is_clean = ["failed", "errored", "timeout"].iter().all(|what| count(what) == Some(0));
    count("succeeded").filter(|_| is_clean)
}

fn print_table(options: &Options, name: &str, ours: &[Round], theirs: &[Round]) {
    let Options { rounds, seconds, connections, streams } = options;
    println!(
        "\n{name}, {connections} connections with {streams} streams, {rounds} rounds of {seconds} s"
    );
    println!("tool       CPU us/request            of it user   requests/s");
    println!("             best   median  (worst)     median       median");
    for (tool, rounds) in [("loadline", ours), ("h2load", theirs)] {
        let spread = |of: fn(&Round) -> f64| {
            Spread::of(rounds.iter().map(of)).expect("there is at least one round")
        };
        let cpu = spread(Round::cpu);
        println!(
            "{tool:9} {:7.2}  {:7.2}  {:7.2}    {:7.2}      {:7.0}",
            cpu.min,
            cpu.median,
            cpu.max,
            spread(|round| round.user_us).median,
            spread(|round| round.rate).median,
        );
    }
    let costs = |rounds: &[Round]| rounds.iter().map(Round::cpu).collect::<Vec<_>>();
    let ratios = Spread::of_ratios(&costs(ours), &costs(theirs));
    let Spread { min, median, max } = ratios.expect("there is at least one round");
    println!(
        "loadline / h2load {median:.2} (pairwise median; least {min:.2}, greatest {max:.2})\n"
    );
}

#[cfg(test)]
mod tests;
