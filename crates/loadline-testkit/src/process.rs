//! What /proc says of processes. In comes a process id; out go its children and its state.
//!
//! Deliberately not here: signals, and waiting for a state.

use std::fs;

use rustix::process::Pid;

/// The first child found of a process.
pub(crate) fn child_of(parent: u32) -> Option<Pid> {
    children_of(parent).into_iter().next()
}

/// All children of a process.
pub(crate) fn children_of(parent: u32) -> Vec<Pid> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| stat(*pid).is_some_and(|(_, its_parent)| its_parent == parent))
        .filter_map(Pid::from_raw)
        .collect()
}

/// Whether a process has ended: it is gone, or only its exit code is left.
pub(crate) fn has_ended(pid: Pid) -> bool {
    stat(pid.as_raw_nonzero().get()).is_none_or(|(state, _)| state == "Z")
}

/// Whether a process stands still because of a signal.
pub(crate) fn is_stopped(pid: Pid) -> bool {
    stat(pid.as_raw_nonzero().get()).is_some_and(|(state, _)| state == "T")
}

/// State letter and parent: the first two fields after the name, which is in brackets and may
/// contain anything (proc_pid_stat(5)).
fn stat(pid: i32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    Some((fields.next()?.to_string(), fields.next()?.parse().ok()?))
}
