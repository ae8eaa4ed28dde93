//! One measured program: started on a core, watched while it runs, and charged with the CPU time that
//! the kernel counted for it. Output goes to a file, so that a talkative program never waits for this one.

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

use crate::{command, failure::Failure};

/// How often the program's memory is looked at; the kernel keeps the peak in between.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What a program cost.
#[derive(Debug)]
pub(super) struct Cost {
    /// CPU time in its own code, in seconds, to a hundredth.
    pub(super) user_s: f64,
    /// CPU time in the kernel on its behalf, in seconds, to a hundredth.
    pub(super) system_s: f64,
    /// From start to end, in seconds.
    pub(super) wall_s: f64,
    /// The most memory it was resident with, in KiB.
    pub(super) resident_max_kib: u64,
}

/// A program that ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// What it cost.
    pub(super) cost: Cost,
    /// What it wrote, stdout and stderr together.
    pub(super) output: String,
    /// How it ended.
    pub(super) status: ExitStatus,
    /// Its command line.
    pub(super) command: String,
}

/// Runs `program` pinned to `core` and calls `look` with its time so far and its resident KiB each time
/// its memory is read.
pub(super) fn measure(
    program: &Command,
    core: usize,
    look: impl FnMut(Duration, u64),
) -> Result<Ended, Failure> {
    watch(pinned(program, core), command::describe(program), look)
}

/// The same on all cores.
pub(super) fn measure_unpinned(
    program: Command,
    look: impl FnMut(Duration, u64),
) -> Result<Ended, Failure> {
    let described = command::describe(&program);
    watch(program, described, look)
}

fn watch(
    mut command: Command,
    described: String,
    mut look: impl FnMut(Duration, u64),
) -> Result<Ended, Failure> {
    let mut output = tempfile::tempfile().map_err(Failure::io("make a file for output"))?;
    let share = |file: &File| file.try_clone().map_err(Failure::io("share a file for output"));
    command.stdin(Stdio::null()).stdout(share(&output)?).stderr(share(&output)?);
    let begin = Instant::now();
    let mut child =
        command.spawn().map_err(|source| Failure::Start { command: described.clone(), source })?;
    let mut resident_max_kib = 0;
    while !has_ended(&child)? {
        if let Some(memory) = Memory::read(&child) {
            resident_max_kib = resident_max_kib.max(memory.peak_kib);
            look(begin.elapsed(), memory.now_kib);
        }
        thread::sleep(LOOK_EVERY.min(Duration::from_millis(5) + begin.elapsed() / 10));
    }
    let wall_s = begin.elapsed().as_secs_f64();
    let (user_s, system_s) = cpu_seconds(&child)?;
    let status = child.wait().map_err(Failure::io("wait for a program"))?;
    let cost = Cost { user_s, system_s, wall_s, resident_max_kib };
    let output = read_back(&mut output)?;
    Ok(Ended { cost, output, status, command: described })
}

/// The same command behind `taskset`, which becomes the program and so keeps the process id.
pub(super) fn pinned(program: &Command, core: usize) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program.get_program()).args(program.get_args());
    command
}

/// Whether the child has ended, leaving it unreaped: its CPU times can be read until it is reaped.
fn has_ended(child: &Child) -> Result<bool, Failure> {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    let status = waitid(WaitId::Pid(Pid::from_child(child)), options)
        .map_err(|error| Failure::io("wait for a program")(error.into()))?;
    Ok(status.is_some())
}

/// User and system seconds of all threads, ended ones included, and of all processes it has waited for.
fn cpu_seconds(child: &Child) -> Result<(f64, f64), Failure> {
    let path = format!("/proc/{}/stat", child.id());
    let stat = fs::read_to_string(&path).map_err(Failure::io(format!("read {path}")))?;
    let ticks_per_s = rustix::param::clock_ticks_per_second() as f64;
    let ticks = parse_ticks(&stat).ok_or(Failure::Unreadable {
        what: "the CPU times",
        program: path,
        output: stat,
    })?;
    Ok((ticks.0 as f64 / ticks_per_s, ticks.1 as f64 / ticks_per_s))
}

/// Fields 14 to 17 of `/proc/PID/stat` (proc(5)); the name before them may hold spaces and brackets.
fn parse_ticks(stat: &str) -> Option<(u64, u64)> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11).map(str::parse::<u64>);
    let mut next = || fields.next()?.ok();
    let (user, system, user_below, system_below) = (next()?, next()?, next()?, next()?);
    Some((user + user_below, system + system_below))
}

/// A program's resident memory.
struct Memory {
    now_kib: u64,
    peak_kib: u64,
}

impl Memory {
    /// Nothing when the program has just ended and has no memory any more.
    fn read(child: &Child) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
        let kib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().strip_suffix(" kB")?.parse().ok()
        };
        Some(Self { now_kib: kib("VmRSS:")?, peak_kib: kib("VmHWM:")? })
    }
}

fn read_back(file: &mut File) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    file.rewind()
        .and_then(|()| file.read_to_end(&mut bytes))
        .map_err(Failure::io("read a program's output"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests;
