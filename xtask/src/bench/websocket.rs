//! `bench websocket`: what a message costs that is sent over a WebSocket and comes back, and what ten thousand
//! open WebSockets cost in memory. The target is the test kit's echo server on its own core.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use clap::Args;

use super::{
    limits::{self, TARGET_CORE, TOOL_CORE},
    loadline::Loadline,
    process,
    ratio::Spread,
};
use crate::{command, debian, failure::Failure, workspace::Workspace};

/// How much to send and how many to hold.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many times the echo is measured
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// WebSockets that send and wait in turn
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=8000))]
    talking: u32,
    /// Messages that each of them sends
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    messages: u32,
    /// WebSockets held open
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=15_000))]
    open: u32,
    /// How long they are held
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
}

/// Files that each side keeps open besides its connections.
const OPEN_FILES_BESIDES: u64 = 1000;

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    limits::ensure_open_files(u64::from(options.open.max(options.talking)) + OPEN_FILES_BESIDES)?;
    debian::ensure(&[debian::TASKSET])?;
    let loadline = Loadline::build(workspace)?;
    let echo = Echo::start(workspace)?;
    write_file(&loadline, &echo.url, options)?;
    measure_echo(&loadline, options)?;
    measure_open(&loadline, options)
}

fn write_file(loadline: &Loadline, url: &str, options: &Options) -> Result<(), Failure> {
    let Options { talking, messages, open, seconds, .. } = options;
    let target = url.replacen("ws://", "http://", 1);
    let echo = "[ { send: \"the same thirty-four letters again\" }, { expect: } ]";
    let text = format!(
        "target: {target}
flows:
  echo: {{ tasks: [ {{ do: [ {{ websocket: /, do: [ {{ repeat: {messages}, do: {echo} }} ] }} ] }} ] }}
  hold: {{ tasks: [ {{ do: [ {{ websocket: /, do: [ {{ wait: {seconds}s }} ] }} ] }} ] }}
tests:
  echo: {{ flow: echo, users: {talking}, iterations: {talking}, for: 10m }}
  hold: {{ flow: hold, users: {open}, for: {seconds}s }}
"
    );
    let path = loadline.folder().join("loadline.yaml");
    fs::write(path, text).map_err(Failure::io("write loadline.yaml"))
}

fn test(loadline: &Loadline, name: &str) -> Command {
    let mut command = loadline.run(&loadline.folder().join("loadline.yaml").display().to_string());
    command.args(["--test", name]);
    command
}

fn measure_echo(loadline: &Loadline, options: &Options) -> Result<(), Failure> {
    let messages = u64::from(options.talking) * u64::from(options.messages);
    let (mut cpu_us, mut rates) = (Vec::new(), Vec::new());
    for number in 1..=options.rounds {
        let ended = process::measure(&test(loadline, "echo"), TOOL_CORE, |_, _| {})?;
        let failed = loadline.report(&ended)?.failed()?;
        if failed > 0 {
            return Err(Failure::Refused(format!("{failed} WebSockets did not open")));
        }
        let cost = ended.cost;
        let each_us = (cost.user_s + cost.system_s) * 1e6 / messages as f64;
        println!("round {number}: {each_us:.2} us");
        cpu_us.push(each_us);
        rates.push(messages as f64 / cost.wall_s);
    }
    let spread = |figures| Spread::of(figures).expect("there is at least one round");
    let (cpu, rate) = (spread(cpu_us), spread(rates));
    println!("\n{} WebSockets, {messages} messages there and back", options.talking);
    println!(
        "CPU us/message   {:.2} best, {:.2} median, {:.2} worst",
        cpu.min, cpu.median, cpu.max
    );
    println!("messages/s       {:.0} (median)", rate.median);
    Ok(())
}

fn measure_open(loadline: &Loadline, options: &Options) -> Result<(), Failure> {
    let ended = process::measure(&test(loadline, "hold"), TOOL_CORE, |_, _| {})?;
    let report = loadline.report(&ended)?;
    let resident_mib = ended.cost.resident_max_kib as f64 / 1024.0;
    println!("\n{} WebSockets held open for {} s", options.open, options.seconds);
    println!("opened           {}, {} failed", report.requests()?, report.failed()?);
    println!("peak RSS         {resident_mib:.1} MiB");
    println!("CPU              {:.2} s", ended.cost.user_s + ended.cost.system_s);
    Ok(())
}

/// The echo server; it ends with this value.
struct Echo {
    child: Child,
    url: String,
}

impl Echo {
    fn start(workspace: &Workspace) -> Result<Self, Failure> {
        let mut cargo = command::cargo(&workspace.root);
        cargo.args(["build", "--release", "--package", "loadline-testkit", "--example", "echo"]);
        command::run(&mut cargo)?;
        let program = Command::new(workspace.root.join("target/release/examples/echo"));
        let mut child = process::pinned(&program, TARGET_CORE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| Failure::Start { command: command::describe(&program), source })?;
        let mut url = String::new();
        if let Some(output) = child.stdout.take() {
            let read = BufReader::new(output).read_line(&mut url);
            read.map_err(Failure::io("read the URL of the echo server"))?;
        }
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
