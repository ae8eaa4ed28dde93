//! `bench upload`: what it costs Loadline and curl to send the same file again and again over one connection.
//! The tools take turns. CPU time per gigabyte is compared: its inverse is the throughput of a whole core.

use std::{fs, path::Path, process::Command};

use clap::Args;

use super::{
    limits::{self, TOOL_CORE},
    loadline::Loadline,
    process::{self, Ended},
    ratio::Spread,
    sink::Sink,
};
use crate::{debian, failure::Failure, workspace::Workspace};

/// How much and how often to send.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many times each tool runs
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Uploads in each run
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    uploads: u32,
    /// Megabytes of each upload
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    megabytes: u32,
}

/// One run of one tool.
struct Round {
    cpu_s_per_gb: f64,
    gb_per_s: f64,
    resident_max_mib: f64,
}

/// Runs the bench.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    limits::ensure_two_cores()?;
    debian::ensure(&[debian::CURL, debian::TASKSET])?;
    let loadline = Loadline::build(workspace)?;
    let sink = Sink::start()?;
    write_files(loadline.folder(), &sink.url(), options)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 1..=options.rounds {
        let ended = process::measure(&of_loadline(&loadline), TOOL_CORE, |_, _| {})?;
        let round = Round::of(&ended, options);
        println!("round {number}: loadline {:.3} CPU s/GB", round.cpu_s_per_gb);
        let report = loadline.report(&ended)?;
        if (report.requests()?, report.failed()?) != (u64::from(options.uploads), 0) {
            return Err(Failure::Refused("not every upload of Loadline arrived".to_owned()));
        }
        ours.push(round);
        let ended = process::measure(&of_curl(loadline.folder()), TOOL_CORE, |_, _| {})?;
        if !ended.status.success() {
            let message =
                format!("`{}` ended with {}:\n{}", ended.command, ended.status, ended.output);
            return Err(Failure::Refused(message));
        }
        let round = Round::of(&ended, options);
        println!("round {number}: curl     {:.3} CPU s/GB", round.cpu_s_per_gb);
        theirs.push(round);
    }
    print_table(options, &ours, &theirs);
    Ok(())
}

/// The file to send, and what tells each tool to send it.
fn write_files(folder: &Path, url: &str, options: &Options) -> Result<(), Failure> {
    let Options { uploads, megabytes, .. } = options;
    let write = |name: &str, content: &[u8]| {
        fs::write(folder.join(name), content).map_err(Failure::io(format!("write {name}")))
    };
    let body: Vec<u8> = (0..megabytes * 1_000_000).map(|number| (number >> 3) as u8).collect();
    write("body.bin", &body)?;
    let flow = "{ tasks: [ { do: [ { put: /, file: body.bin } ] } ] }";
    let test = format!("{{ flow: upload, users: 1, iterations: {uploads}, for: 10m }}");
    write(
        "loadline.yaml",
        format!("target: {url}\nflows:\n  upload: {flow}\ntests:\n  upload: {test}\n").as_bytes(),
    )?;
    let file = folder.join("body.bin");
    let one = format!(
        "upload-file = {:?}\nurl = {url}\noutput = /dev/null\n",
        file.display().to_string()
    );
    let all =
        format!("silent\nshow-error\nheader = \"Expect:\"\n{}", one.repeat(*uploads as usize));
    write("curl.conf", all.as_bytes())
}

fn of_loadline(loadline: &Loadline) -> Command {
    loadline.run(&loadline.folder().join("loadline.yaml").display().to_string())
}

fn of_curl(folder: &Path) -> Command {
    let mut command = Command::new("curl");
    command.arg("--config").arg(folder.join("curl.conf"));
    command
}

impl Round {
    fn of(ended: &Ended, options: &Options) -> Self {
        let gb = f64::from(options.uploads) * f64::from(options.megabytes) / 1e3;
        Self {
            cpu_s_per_gb: (ended.cost.user_s + ended.cost.system_s) / gb,
            gb_per_s: gb / ended.cost.wall_s,
            resident_max_mib: ended.cost.resident_max_kib as f64 / 1024.0,
        }
    }
}

fn print_table(options: &Options, ours: &[Round], theirs: &[Round]) {
    let Options { rounds, uploads, megabytes } = options;
    println!("\n{uploads} uploads of {megabytes} MB from a file, {rounds} rounds");
    println!("tool       CPU s/GB                    GB/s   peak RSS");
    println!("             best   median  (worst)  median        MiB");
    for (name, column) in [("loadline", ours), ("curl", theirs)] {
        let spread = |of: fn(&Round) -> f64| {
            Spread::of(column.iter().map(of)).expect("there is at least one round")
        };
        let cpu = spread(|round| round.cpu_s_per_gb);
        println!(
            "{name:9} {:7.3}  {:7.3}  {:7.3}  {:6.2}    {:7.1}",
            cpu.min,
            cpu.median,
            cpu.max,
            spread(|round| round.gb_per_s).median,
            spread(|round| round.resident_max_mib).max,
        );
    }
    let costs =
        |column: &[Round]| -> Vec<f64> { column.iter().map(|round| round.cpu_s_per_gb).collect() };
    let ratios =
        Spread::of_ratios(&costs(theirs), &costs(ours)).expect("there is at least one round");
    let Spread { min, median, max } = ratios;
    println!(
        "throughput of a core, loadline / curl: {median:.2} (pairwise median; {min:.2} to {max:.2})"
    );
}
