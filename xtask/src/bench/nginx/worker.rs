//! Stopping nginx's one worker by signals: what came in waits in the kernel until it goes on.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::failure::Failure;

/// Stops the worker of a master for a while; gives how long it stood still.
pub(super) fn stall(master: u32, length: Duration) -> Result<Duration, Failure> {
    let worker = worker_of(master)
        .ok_or_else(|| Failure::Refused("nginx has no worker to be stopped".to_owned()))?;
    let failed = |action: &str| {
        let action = action.to_owned();
        move |error: rustix::io::Errno| Failure::io(action)(error.into())
    };
    kill_process(worker, Signal::STOP).map_err(failed("stop nginx's worker"))?;
    let begin = Instant::now();
    thread::sleep(length);
    kill_process(worker, Signal::CONT).map_err(failed("let nginx's worker go on"))?;
    Ok(begin.elapsed())
}

/// The process whose parent the master is.
fn worker_of(master: u32) -> Option<Pid> {
    let processes = fs::read_dir("/proc").ok()?;
    let ids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
    let is_worker = |id: &i32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat"));
        stat.is_ok_and(|stat| parent(&stat) == Some(master))
    };
    ids.into_iter().find(is_worker).and_then(Pid::from_raw)
}

/// Field 4 of `/proc/PID/stat` (proc(5)); the name before it may hold spaces and brackets.
fn parent(stat: &str) -> Option<u32> {
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests;
